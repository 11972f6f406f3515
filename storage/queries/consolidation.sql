-- ensure_recent: make the row that counts how far a talk was read
INSERT INTO recent_memories (user_id, agent_id) VALUES (%(person_id)s, %(agent_id)s)
ON CONFLICT (user_id, agent_id) DO NOTHING

-- advance_reading: note how far a talk was read, unless it was read so far already or something was forgotten since
UPDATE recent_memories SET extracted_position = %(read_to)s, updated_at = %(now)s
WHERE user_id = %(person_id)s
    AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    AND extracted_position < %(read_to)s
    AND forgets = %(forgets)s
RETURNING extracted_position

-- save_episode: keep a stretch of talk, or how far it goes by now
INSERT INTO episodes (id, user_id, agent_id, title, started_at, ended_at, first_position, last_position)
VALUES (
    %(episode_id)s, %(person_id)s, %(agent_id)s, %(title)s, %(started_at)s, %(ended_at)s, %(first_position)s,
    %(last_position)s
)
ON CONFLICT (id) DO UPDATE
SET title = excluded.title, ended_at = excluded.ended_at, last_position = excluded.last_position

-- place_messages: let the messages of a stretch belong to it
UPDATE messages SET episode_id = %(episode_id)s
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND position BETWEEN %(first_position)s AND %(last_position)s
    AND episode_id IS DISTINCT FROM %(episode_id)s

-- add_memory: store a memory in the episode of its source, unless the same words are remembered already
INSERT INTO memories (
    id, user_id, agent_id, type, subtype, content, content_hash, quote, people, source_message_ids,
    embedding, embedder, terms, importance, last_mentioned_at, valid_from, valid_to, valid_precision, origin,
    confidence, learned_at, created_at, episode_id
)
VALUES (
    %(memory_id)s, %(person_id)s, %(agent_id)s, %(type)s, %(subtype)s, %(content)s, %(content_hash)s, %(quote)s,
    %(people)s, %(source_message_ids)s, %(vector)b, %(embedder)s, array_to_tsvector(%(terms)s), %(importance)s,
    %(learned_at)s, %(valid_from)s, %(valid_to)s, %(valid_precision)s, %(origin)s,
    %(confidence)s, %(learned_at)s, %(now)s,
    (
        SELECT episode_id FROM messages
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(source_message_ids)s)
        ORDER BY position LIMIT 1
    )
)
ON CONFLICT DO NOTHING

-- link_people: note whom a memory is about
INSERT INTO memory_people (user_id, memory_id, known_person_id)
SELECT memories.user_id, memories.id, people.id
FROM memories
JOIN people
    ON people.id = ANY(%(known_people)s) AND people.user_id = memories.user_id AND people.stream = memories.stream
WHERE memories.user_id = %(person_id)s AND memories.stream = coalesce(%(agent_id)s, '') AND memories.id = %(memory_id)s
ON CONFLICT DO NOTHING

-- mention_memory: note that a memory was said again; a conclusion that they say themselves is none any more
UPDATE memories SET last_mentioned_at = greatest(last_mentioned_at, %(mentioned_at)s), confidence = NULL
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s

-- retire_memory: take a memory out of use, because a better wording of it follows
UPDATE memories SET superseded_at = %(now)s, superseded_as = 'merged'
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s AND superseded_at IS NULL

-- link_successor: let a retired memory point at the one that took its place, which inherits what it had
WITH retired AS (
    SELECT id, source_message_ids, agent_id, learned_at, valid_from, valid_precision, pinned_at FROM memories
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s
), successor AS (
    UPDATE memories
    SET source_message_ids = ARRAY(
            SELECT DISTINCT source FROM unnest(memories.source_message_ids || retired.source_message_ids) AS source
            ORDER BY source
        ),
        learned_at = least(memories.learned_at, retired.learned_at),
        valid_precision = CASE
            WHEN memories.valid_from IS NULL THEN retired.valid_precision ELSE memories.valid_precision
        END,
        valid_from = coalesce(memories.valid_from, retired.valid_from),
        pinned_at = coalesce(memories.pinned_at, retired.pinned_at)
    FROM retired
    WHERE memories.user_id = %(person_id)s
        AND memories.stream = coalesce(retired.agent_id, '')
        AND memories.content_hash = %(content_hash)s
        AND memories.superseded_at IS NULL
    RETURNING memories.id, memories.user_id
), company AS (
    INSERT INTO memory_people (user_id, memory_id, known_person_id)
    SELECT successor.user_id, successor.id, memory_people.known_person_id
    FROM successor CROSS JOIN memory_people
    WHERE memory_people.user_id = %(person_id)s AND memory_people.memory_id = %(memory_id)s
    ON CONFLICT DO NOTHING
)
UPDATE memories SET superseded_by = successor.id
FROM successor
WHERE memories.user_id = %(person_id)s AND memories.stream = coalesce(%(agent_id)s, '') AND memories.id = %(memory_id)s

-- outdate_memory: note that a memory is not true any more, so that it can be taken back
WITH before AS (
    SELECT id, importance, valid_to FROM memories
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND id = %(memory_id)s
        AND superseded_at IS NULL
    FOR UPDATE
), outdated AS (
    UPDATE memories
    SET superseded_at = %(now)s,
        superseded_as = 'outdated',
        superseded_by = (
            SELECT id FROM memories
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(successor_id)s
        ),
        valid_to = coalesce(memories.valid_to, %(until)s),
        importance = memories.importance / 2
    FROM before
    WHERE memories.user_id = %(person_id)s AND memories.stream = coalesce(%(agent_id)s, '') AND memories.id = before.id
    RETURNING memories.id, memories.superseded_by
)
INSERT INTO memory_changes (
    user_id, agent_id, kind, memory_id, successor_id, importance_before, valid_to_before, made_at
)
SELECT
    %(person_id)s, %(agent_id)s, 'superseded', outdated.id, outdated.superseded_by, before.importance,
    before.valid_to, %(now)s
FROM outdated JOIN before USING (id)

-- prune_memories: let go of what has no place any more
DELETE FROM memories
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(memory_ids)s) AND pinned_at IS NULL

-- save_known_person: keep somebody, or what is known of them by now
INSERT INTO people (
    id, user_id, agent_id, name, aliases, relationship, attributes, first_mentioned_at, last_mentioned_at,
    mention_count, merged_into
)
VALUES (
    %(known_person_id)s, %(person_id)s, %(agent_id)s, %(name)s, %(aliases)s, %(relationship)s, %(attributes)s,
    %(first_mentioned_at)s, %(last_mentioned_at)s, %(mention_count)s, %(merged_into)s
)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name,
    aliases = excluded.aliases,
    relationship = excluded.relationship,
    attributes = excluded.attributes,
    last_mentioned_at = excluded.last_mentioned_at,
    mention_count = excluded.mention_count

-- add_preference: keep a preference
INSERT INTO preferences (
    id, user_id, agent_id, key, value, confidence, quote, source_message_id, learned_at
)
VALUES (
    %(preference_id)s, %(person_id)s, %(agent_id)s, %(key)s, %(value)s, %(confidence)s, %(quote)s,
    %(source_message_id)s, %(learned_at)s
)
ON CONFLICT DO NOTHING

-- outdate_preference: let a preference give way to a later one
UPDATE preferences SET superseded_at = %(now)s, superseded_by = %(successor_id)s
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(preference_id)s
    AND superseded_at IS NULL

-- save_profile: write MEMORY.md anew, leaving out lines whose memory is gone or holds no more
INSERT INTO profiles (user_id, agent_id, lines, written_at)
SELECT %(person_id)s, %(agent_id)s, coalesce(jsonb_agg(line ORDER BY place), '[]'), %(now)s
FROM jsonb_array_elements(%(lines)s) WITH ORDINALITY AS written (line, place)
WHERE (
        line ->> 'memory_id' IS NULL
        OR EXISTS (
            SELECT FROM memories
            WHERE user_id = %(person_id)s
                AND stream = coalesce(%(agent_id)s, '')
                AND id = (line ->> 'memory_id')::uuid
                AND superseded_at IS NULL
        )
    )
    AND (
        line ->> 'preference_id' IS NULL
        OR EXISTS (
            SELECT FROM preferences
            WHERE user_id = %(person_id)s
                AND stream = coalesce(%(agent_id)s, '')
                AND id = (line ->> 'preference_id')::uuid
                AND superseded_at IS NULL
        )
    )
ON CONFLICT (user_id, stream) DO UPDATE SET lines = excluded.lines, written_at = excluded.written_at

-- count_candidates: add to how many candidates were kept or turned away for a reason
INSERT INTO extraction_counts (user_id, agent_id, reason, count)
SELECT %(person_id)s, %(agent_id)s, reason, count
FROM unnest(%(reasons)s::text[], %(counts)s::bigint[]) AS counted (reason, count)
ON CONFLICT (user_id, stream, reason) DO UPDATE SET count = extraction_counts.count + excluded.count

-- let_go_preferences: let preferences go that rest on words which hold no more, unless what came instead says them too
UPDATE preferences SET superseded_at = %(now)s
FROM memories AS old
LEFT JOIN memories AS come
    ON come.user_id = old.user_id AND come.stream = old.stream AND come.id = old.superseded_by
WHERE old.user_id = %(person_id)s
    AND old.stream = coalesce(%(agent_id)s, '')
    AND old.id = %(memory_id)s
    AND old.superseded_at = %(now)s
    AND preferences.user_id = old.user_id
    AND preferences.stream = old.stream
    AND preferences.superseded_at IS NULL
    AND preferences.source_message_id = ANY(old.source_message_ids)
    AND strpos(lower(old.content), lower(preferences.value)) > 0
    AND strpos(lower(coalesce(come.content, '')), lower(preferences.value)) = 0

-- reinstate_preferences: let preferences hold again that went with a memory
UPDATE preferences SET superseded_at = NULL
FROM memories AS old
WHERE old.user_id = %(person_id)s
    AND old.stream = coalesce(%(agent_id)s, '')
    AND old.id = %(memory_id)s
    AND old.superseded_at IS NULL
    AND preferences.user_id = old.user_id
    AND preferences.stream = old.stream
    AND preferences.superseded_at = %(made_at)s
    AND preferences.superseded_by IS NULL
    AND preferences.source_message_id = ANY(old.source_message_ids)
