-- Find what lacks a vector of today's embedder without reading whatever has one.

CREATE INDEX messages_vector_space ON messages (user_id, embedder, position)
    WHERE kind IN ('talk', 'proactive')
        AND (ended IS NULL OR ended = 'complete')
        AND (role = 'assistant' OR settled_at IS NOT NULL);
CREATE INDEX memories_vector_space ON memories (user_id, embedder)
    WHERE superseded_as IS NULL OR superseded_as <> 'merged';
