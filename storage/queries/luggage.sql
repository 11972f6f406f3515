-- all_sources: the messages that memories come from, oldest first
SELECT id AS message_id, position, role, content, created_at AS said_at
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id IN (
        SELECT unnest(source_message_ids) FROM memories
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
    )
ORDER BY position

-- all_changes: every change that can be, or was, taken back, oldest first
SELECT id, kind, memory_id, successor_id, known_person_id, importance_before, valid_to_before, made_at, undone_at
FROM memory_changes
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY made_at, id

-- belongings_memories: every memory and the fingerprint of its words
SELECT id, content_hash FROM memories WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- bring_memory: store a memory that was brought along, unless it is there
INSERT INTO memories (
    id, user_id, agent_id, type, subtype, content, content_hash, quote, people, source_message_ids,
    embedding, embedder, terms, importance, last_mentioned_at, valid_from, valid_to, valid_precision, origin,
    learned_at, created_at, episode_id, pinned_at, superseded_at, superseded_as, shared_at, confidence
)
VALUES (
    %(id)s, %(person_id)s, %(agent_id)s, %(type)s, %(subtype)s, %(content)s, %(content_hash)s, %(quote)s, %(people)s,
    %(source_message_ids)s, %(vector)b, %(embedder)s, array_to_tsvector(%(terms)s), %(importance)s,
    %(last_mentioned_at)s, %(valid_from)s, %(valid_to)s, %(valid_precision)s, %(origin)s, %(learned_at)s, %(now)s,
    (
        SELECT id FROM episodes
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(episode_id)s
    ),
    %(pinned_at)s, %(superseded_at)s, %(superseded_as)s, %(shared_at)s, %(confidence)s
)
ON CONFLICT DO NOTHING

-- link_brought: let a memory that was brought along point at the one that took its place
UPDATE memories SET superseded_by = successor.id
FROM memories AS successor
WHERE memories.user_id = %(person_id)s
    AND memories.stream = coalesce(%(agent_id)s, '')
    AND memories.id = %(memory_id)s
    AND successor.user_id = %(person_id)s
    AND successor.stream = memories.stream
    AND successor.id = %(successor_id)s

-- bring_preference: store a preference that was brought along
INSERT INTO preferences (
    id, user_id, agent_id, key, value, confidence, quote, source_message_id, learned_at, superseded_at
)
VALUES (
    %(id)s, %(person_id)s, %(agent_id)s, %(key)s, %(value)s, %(confidence)s, %(quote)s, %(source_message_id)s,
    %(learned_at)s, %(superseded_at)s
)
ON CONFLICT DO NOTHING

-- link_brought_preference: let a preference that was brought along point at the one that took its place
UPDATE preferences SET superseded_by = successor.id
FROM preferences AS successor
WHERE preferences.user_id = %(person_id)s
    AND preferences.stream = coalesce(%(agent_id)s, '')
    AND preferences.id = %(preference_id)s
    AND successor.user_id = %(person_id)s
    AND successor.stream = preferences.stream
    AND successor.id = %(successor_id)s

-- bring_episode: store a stretch of talk that was brought along
INSERT INTO episodes (id, user_id, agent_id, title, started_at, ended_at, first_position, last_position)
VALUES (
    %(id)s, %(person_id)s, %(agent_id)s, %(title)s, %(started_at)s, %(ended_at)s, %(first_position)s,
    %(last_position)s
)
ON CONFLICT DO NOTHING

-- merge_brought: let somebody who was brought along be somebody else
UPDATE people SET merged_into = other.id
FROM people AS other
WHERE people.user_id = %(person_id)s
    AND people.stream = coalesce(%(agent_id)s, '')
    AND people.id = %(known_person_id)s
    AND other.user_id = %(person_id)s
    AND other.stream = people.stream
    AND other.id = %(into)s

-- bring_change: store a change that was brought along, where all that it is about is there
INSERT INTO memory_changes (
    id, user_id, agent_id, kind, memory_id, successor_id, known_person_id, importance_before, valid_to_before,
    made_at, undone_at
)
SELECT
    %(id)s, %(person_id)s, %(agent_id)s, %(kind)s, %(memory_id)s, %(successor_id)s, %(known_person_id)s,
    %(importance_before)s, %(valid_to_before)s, %(made_at)s, %(undone_at)s
WHERE (
        %(memory_id)s::uuid IS NULL
        OR EXISTS (
            SELECT FROM memories
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s
        )
    )
    AND (
        %(successor_id)s::uuid IS NULL
        OR EXISTS (
            SELECT FROM memories
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(successor_id)s
        )
    )
    AND (
        %(known_person_id)s::uuid IS NULL
        OR EXISTS (
            SELECT FROM people
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(known_person_id)s
        )
    )
ON CONFLICT DO NOTHING
