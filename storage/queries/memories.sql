-- save_recent: replace the rolling fields, unless a later turn was summarised already
INSERT INTO recent_memories (
    user_id, agent_id, purpose_and_context, current_state, key_learnings, approach_and_patterns,
    tools_and_resources, summarised_position, updated_at
)
VALUES (
    %(person_id)s, %(agent_id)s, %(purpose_and_context)s, %(current_state)s, %(key_learnings)s,
    %(approach_and_patterns)s, %(tools_and_resources)s, %(summarised_position)s, %(now)s
)
ON CONFLICT (user_id, agent_id) DO UPDATE
SET purpose_and_context = excluded.purpose_and_context,
    current_state = excluded.current_state,
    key_learnings = excluded.key_learnings,
    approach_and_patterns = excluded.approach_and_patterns,
    tools_and_resources = excluded.tools_and_resources,
    summarised_position = excluded.summarised_position,
    updated_at = excluded.updated_at
WHERE recent_memories.summarised_position <= excluded.summarised_position

-- nearest_memories: the memories of one type that hold and are nearest to a vector
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, superseded_at, superseded_by, embedder,
    1 - (embedding <=> %(vector)b) AS likeness
FROM memories
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND type = %(type)s
    AND embedder = %(embedder)s
    AND superseded_at IS NULL
ORDER BY embedding <=> %(vector)b, id
LIMIT %(limit)s

-- ensure_recent: make the row that counts how far a talk was read
INSERT INTO recent_memories (user_id, agent_id) VALUES (%(person_id)s, %(agent_id)s)
ON CONFLICT (user_id, agent_id) DO NOTHING

-- advance_reading: note how far a talk was read, unless it was read so far already
UPDATE recent_memories SET extracted_position = %(read_to)s, updated_at = %(now)s
WHERE user_id = %(person_id)s
    AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    AND extracted_position < %(read_to)s
RETURNING extracted_position

-- add_memory: store a memory, unless the same words are remembered already
INSERT INTO memories (
    user_id, agent_id, type, subtype, content, content_hash, quote, people, source_message_ids,
    embedding, embedder, terms, importance, last_mentioned_at, valid_from, valid_to, learned_at, created_at
)
VALUES (
    %(person_id)s, %(agent_id)s, %(type)s, %(subtype)s, %(content)s, %(content_hash)s, %(quote)s, %(people)s,
    %(source_message_ids)s, %(vector)b, %(embedder)s, array_to_tsvector(%(terms)s), %(importance)s,
    %(learned_at)s, %(valid_from)s, %(valid_to)s, %(learned_at)s, %(now)s
)
ON CONFLICT (user_id, agent_id, content_hash) WHERE superseded_at IS NULL DO NOTHING

-- mention_memory: note that a memory was said again
UPDATE memories SET last_mentioned_at = greatest(last_mentioned_at, %(mentioned_at)s)
WHERE user_id = %(person_id)s AND id = %(memory_id)s

-- retire_memory: take a memory out of use, because a better wording of it follows
UPDATE memories SET superseded_at = %(now)s
WHERE user_id = %(person_id)s AND id = %(memory_id)s AND superseded_at IS NULL

-- link_successor: let a retired memory point at the one that took its place, which inherits where it came from
WITH retired AS (
    SELECT source_message_ids, agent_id FROM memories
    WHERE user_id = %(person_id)s AND id = %(memory_id)s
), successor AS (
    UPDATE memories
    SET source_message_ids = ARRAY(
        SELECT DISTINCT source FROM unnest(memories.source_message_ids || retired.source_message_ids) AS source
        ORDER BY source
    )
    FROM retired
    WHERE memories.user_id = %(person_id)s
        AND coalesce(memories.agent_id, '') = coalesce(retired.agent_id, '')
        AND memories.content_hash = %(content_hash)s
        AND memories.superseded_at IS NULL
    RETURNING memories.id
)
UPDATE memories SET superseded_by = successor.id
FROM successor
WHERE memories.user_id = %(person_id)s AND memories.id = %(memory_id)s
