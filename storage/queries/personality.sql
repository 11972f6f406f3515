-- becoming_of: how far a companion has come in becoming somebody
SELECT
    name,
    voice_id,
    personality_position AS read_position,
    personality_read_at AS read_at,
    coalesce((
        SELECT forgets FROM recent_memories
        WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    ), 0) AS forgets,
    (
        SELECT count(*) FROM messages
        WHERE user_id = %(person_id)s
            AND stream = coalesce(%(agent_id)s, '')
            AND position > personality_position
            AND kind IN ('talk', 'proactive')
            AND (role = 'assistant' OR settled_at IS NOT NULL)
    ) AS unread
FROM companions
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- snapshots_of: the states of a companion, the latest first
SELECT
    number, reason, name, voice_id, essence, tone, pace, interests, manner, language, own_words, changed, why,
    restored_from, source_message_ids, created_at
FROM personality_snapshots
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY number DESC
LIMIT %(limit)s

-- snapshot_sources: what the person said that led to the states of a companion, as far as it is kept
SELECT id AS message_id, position, role, content, created_at AS said_at
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = ANY(%(message_ids)s)
ORDER BY position

-- lock_companion: let changes of one companion follow each other
SELECT FROM companions
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
FOR UPDATE

-- note_personality_read: note how far a talk was read, unless it was read, changed or forgotten since
UPDATE companions SET personality_position = %(read_to)s, personality_read_at = %(now)s
WHERE user_id = %(person_id)s
    AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    AND personality_position = %(read_position)s
    AND %(number)s = (
        SELECT coalesce(max(number), 0) FROM personality_snapshots
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
    )
    AND %(forgets)s = (
        SELECT coalesce(max(forgets), 0) FROM recent_memories
        WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    )
RETURNING id

-- add_snapshot: keep a state of a companion, unless its number is taken
INSERT INTO personality_snapshots (
    user_id, agent_id, number, reason, name, voice_id, essence, tone, pace, interests, manner, language, own_words,
    changed, why, restored_from, source_message_ids, created_at
)
VALUES (
    %(person_id)s, %(agent_id)s, %(number)s, %(reason)s, %(name)s, %(voice_id)s, %(essence)s, %(tone)s, %(pace)s,
    %(interests)s, %(manner)s, %(language)s, %(own_words)s, %(changed)s, %(why)s, %(restored_from)s,
    %(source_message_ids)s, %(created_at)s
)
ON CONFLICT (user_id, stream, number) DO NOTHING

-- become: let a companion be as a snapshot says
UPDATE companions
SET first_name = CASE WHEN %(name)s <> name THEN coalesce(first_name, name) ELSE first_name END,
    name = %(name)s,
    voice_id = %(voice_id)s,
    personality = nullif(%(text)s, ''),
    updated_at = %(created_at)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- rewrite_snapshot: change the words of a state, because something is forgotten
UPDATE personality_snapshots
SET essence = %(essence)s,
    tone = %(tone)s,
    pace = %(pace)s,
    interests = %(interests)s,
    manner = %(manner)s,
    changed = %(changed)s,
    why = %(why)s
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND number = %(number)s

-- personality_text: what stands in the prompt about how a companion is
SELECT personality FROM companions
WHERE user_id = %(person_id)s
    AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    AND personality IS NOT NULL

-- rewrite_personality_text: change what stands in the prompt, because something is forgotten
UPDATE companions SET personality = nullif(%(text)s, ''), updated_at = %(now)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- forget_personality: let a companion be as it was before anything was said; a name it was given goes, too
WITH gone AS (
    DELETE FROM personality_snapshots
    WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
)
UPDATE companions
SET name = coalesce(first_name, name),
    first_name = NULL,
    voice_id = NULL,
    personality = NULL,
    personality_read_at = NULL,
    updated_at = %(now)s
WHERE user_id = %(person_id)s AND (%(whole)s OR coalesce(agent_id, '') = coalesce(%(agent_id)s, ''))
