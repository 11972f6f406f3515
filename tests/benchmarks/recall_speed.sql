-- vectors: a pool of unit vectors that messages draw from
CREATE UNLOGGED TABLE vector_pool AS
SELECT place, l2_normalize(array_agg(random() - 0.5)::vector(768)) AS vector
FROM generate_series(1, 500) AS place CROSS JOIN generate_series(1, 768) AS dimension
GROUP BY place

-- people: everybody else, and the one who is asked about
INSERT INTO users (id, subject)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, 'person ' || number
FROM generate_series(0, %(people)s) AS number

-- companions: one each
INSERT INTO companions (user_id, name) SELECT id, 'Lumi' FROM users

-- messages: their talks, said in turns, everybody's mixed as they are in a database that grew
INSERT INTO messages (user_id, role, content, settled_at, terms, embedding, embedder, created_at)
SELECT
    ('00000000-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid,
    CASE WHEN turn %% 2 = 0 THEN 'user' ELSE 'assistant' END,
    array_to_string(words, ' ') || repeat(' and so on', 4),
    said_at, array_to_tsvector(words), vector, 'benchmark', said_at
FROM (
    SELECT number, turn, timestamptz '2024-01-01' + turn * interval '40 minutes' AS said_at
    FROM generate_series(1, %(people)s) AS number CROSS JOIN generate_series(1, %(turns)s) AS turn
    UNION ALL
    SELECT 0, turn, timestamptz '2024-01-01' + turn * interval '40 minutes'
    FROM generate_series(1, %(depth)s) AS turn
    ORDER BY turn, number
) AS said
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT 'word' || floor(30 * exp(random() * ln(200)))::int) AS words
    FROM generate_series(1, 9) AS word
    WHERE said.turn > 0
) AS spoken
JOIN vector_pool ON place = 1 + (turn * 31 + number * 17) %% 500

-- memories: those of the one who is asked about
INSERT INTO memories (user_id, type, content, content_hash, quote, importance, source_message_ids, terms, embedding, embedder)
SELECT
    user_id, 'life_event', content, 'hash ' || position, content, 0.5, ARRAY[id], terms, embedding, embedder
FROM messages
WHERE user_id = '00000000-0000-4000-8000-000000000000'
ORDER BY md5(id::text)
LIMIT %(memories)s

-- blur: give every message of the one who is asked about a vector of its own
UPDATE messages SET embedding = l2_normalize(embedding + (
    SELECT array_agg(0.02 * (random() - 0.5))::vector(768) FROM generate_series(1, 768) WHERE position > 0
))
WHERE user_id = '00000000-0000-4000-8000-000000000000'

-- tidy: what autovacuum does after a while
VACUUM ANALYZE
