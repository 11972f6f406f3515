-- rememberable: what may be remembered of what was said; a part of statements
kind IN ('talk', 'proactive')
    AND (ended IS NULL OR ended = 'complete')
    AND (role = 'assistant' OR settled_at IS NOT NULL)

-- in_use: which memories a search, a comparison or an undoing may bring back; a part of statements
(superseded_as IS NULL OR superseded_as <> 'merged')

-- unindexed_messages: what may be remembered and has no vector in this space, the newest of each other space
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s
    AND id IN (
        (
            SELECT id FROM messages
            WHERE user_id = %(person_id)s AND embedder IS NULL AND
-- with rememberable
            ORDER BY position DESC
            LIMIT %(limit)s
        )
        UNION ALL (
            SELECT id FROM messages
            WHERE user_id = %(person_id)s AND embedder < %(embedder)s AND
-- with rememberable
            ORDER BY embedder DESC, position DESC
            LIMIT %(limit)s
        )
        UNION ALL (
            SELECT id FROM messages
            WHERE user_id = %(person_id)s AND embedder > %(embedder)s AND
-- with rememberable
            ORDER BY embedder DESC, position DESC
            LIMIT %(limit)s
        )
    )
ORDER BY position DESC
LIMIT %(limit)s

-- reindex_message: make a message findable, unless it says something else by now
UPDATE messages
SET terms = coalesce(array_to_tsvector(%(terms)s), terms),
    embedding = coalesce(%(vector)b, embedding),
    embedder = coalesce(%(embedder)s, embedder)
WHERE user_id = %(person_id)s AND id = %(message_id)s AND content = %(content)s

-- unindexed_memories: memories without a vector in this space, those that hold before those that held
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s AND embedder IS DISTINCT FROM %(embedder)s AND
-- with in_use
ORDER BY superseded_at IS NOT NULL, learned_at DESC, id
LIMIT %(limit)s

-- reindex_memory: give a memory a vector, unless it says something else by now
UPDATE memories SET embedding = %(vector)b, embedder = %(embedder)s
WHERE user_id = %(person_id)s AND id = %(memory_id)s AND content = %(content)s

-- people_lacking_vectors: some people in order, and how much of each has no vector in this space
WITH page AS MATERIALIZED (
    SELECT id FROM users
    WHERE %(after)s::uuid IS NULL OR id > %(after)s
    ORDER BY id
    LIMIT %(limit)s
), other AS MATERIALIZED (
    SELECT
        id,
        (SELECT count(*) FROM messages WHERE user_id = page.id AND embedder IS NULL AND
-- with rememberable
        ) + (SELECT count(*) FROM messages WHERE user_id = page.id AND embedder < %(embedder)s AND
-- with rememberable
        ) + (SELECT count(*) FROM messages WHERE user_id = page.id AND embedder > %(embedder)s AND
-- with rememberable
        ) AS messages,
        (SELECT count(*) FROM memories WHERE user_id = page.id AND embedder IS DISTINCT FROM %(embedder)s AND
-- with in_use
        ) AS memories
    FROM page
)
SELECT id AS person_id, messages, memories FROM other ORDER BY id
