-- companion_of: one companion of a person
SELECT id, agent_id, name, personality, voice_id, emotion_state
FROM companions
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- recent_of: the rolling fields of a person and a companion
SELECT
    purpose_and_context, current_state, key_learnings, approach_and_patterns, tools_and_resources,
    summarised_position, extracted_position, forgets
FROM recent_memories
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- window_of: the last messages that are dealt with, newest first; those of the turn itself are not
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND (role = 'assistant' OR settled_at IS NOT NULL)
ORDER BY position DESC
LIMIT %(window)s

-- profile_of: the standing facts about a person, the most important ones, oldest first
SELECT * FROM (
    SELECT
        id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
        learned_at, last_mentioned_at, valid_from, valid_to, superseded_at, superseded_by, embedder
    FROM memories
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND type IN ('identity', 'preference')
        AND superseded_at IS NULL
        AND valid_to IS NULL
    ORDER BY importance DESC, learned_at DESC, id
    LIMIT %(profile)s
) AS most_important
ORDER BY learned_at, id

-- find_messages: the messages older than the window that are nearest by meaning, and those nearest by words (BM25)
WITH remembered AS MATERIALIZED (
    SELECT
        id,
        terms,
        length(terms) AS size,
        CASE WHEN embedder = %(embedder)s THEN 1 - (embedding <=> %(vector)b::vector) END AS likeness
    FROM messages
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND kind IN ('talk', 'proactive')
        AND (ended IS NULL OR ended = 'complete')
        AND (role = 'assistant' OR settled_at IS NOT NULL)
        AND position < (
            SELECT min(position) FROM (
                SELECT position FROM messages
                WHERE user_id = %(person_id)s
                    AND stream = coalesce(%(agent_id)s, '')
                    AND (role = 'assistant' OR settled_at IS NOT NULL)
                ORDER BY position DESC
                LIMIT %(window)s
            ) AS in_window
        )
),
-- with worded
-- with best
SELECT
    id, content, created_at, role, position,
    greatest(coalesce(likeness, 0), 0)::float8 AS vector_score,
    coalesce(score, 0)::float8 AS keyword_score
FROM best JOIN messages USING (id)
WHERE user_id = %(person_id)s
ORDER BY position

-- find_memories: the memories that hold and are nearest by meaning, and those nearest by words (BM25)
WITH remembered AS MATERIALIZED (
    SELECT
        id,
        terms,
        length(terms) AS size,
        CASE WHEN embedder = %(embedder)s THEN 1 - (embedding <=> %(vector)b::vector) END AS likeness
    FROM memories
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND superseded_at IS NULL
),
-- with worded
-- with best
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, superseded_at, superseded_by, embedder,
    greatest(coalesce(likeness, 0), 0)::float8 AS vector_score,
    coalesce(score, 0)::float8 AS keyword_score
FROM best JOIN memories USING (id)
WHERE user_id = %(person_id)s
ORDER BY learned_at, id
