-- worded: how well each of `remembered` fits the words of a question (BM25); a part of searches
hits AS MATERIALIZED (
    SELECT id, size, lexeme
    FROM (
        SELECT id, size, unnest(tsvector_to_array(terms)) AS lexeme FROM remembered WHERE terms @@ %(any_term)s::tsquery
    ) AS said
    WHERE lexeme = ANY(%(terms)s)
), corpus AS (
    SELECT count(*) AS documents, greatest(avg(size), 1)::float8 AS usual_size FROM remembered
), rarity AS (
    SELECT lexeme, ln(1 + (documents - count(*) + 0.5::float8) / (count(*) + 0.5::float8)) AS weight
    FROM hits CROSS JOIN corpus
    GROUP BY lexeme, documents
), worded AS (
    SELECT
        id,
        sum(weight) / (SELECT sum(weight) FROM rarity)
            * (1 + %(k1)s * (1 - %(b)s)) / (1 + %(k1)s * (1 - %(b)s + %(b)s * min(size) / min(usual_size))) AS score
    FROM hits JOIN rarity USING (lexeme) CROSS JOIN corpus
    GROUP BY id
),

-- best: those of `remembered` that are nearest by meaning, and those nearest by words; a part of searches
scored AS MATERIALIZED (
    SELECT id, likeness, score FROM remembered LEFT JOIN worded USING (id)
), best AS (
    (SELECT * FROM scored WHERE likeness IS NOT NULL ORDER BY likeness DESC, id LIMIT %(memories)s)
    UNION
    (SELECT * FROM scored WHERE score IS NOT NULL ORDER BY score DESC, id LIMIT %(memories)s)
)

-- known_to: the memories a companion may know: its own, and what everyone may; a part of searches
(stream = coalesce(%(agent_id)s, '') OR (shared_at IS NOT NULL AND superseded_at IS NULL))

-- heard_lines: what everyone may know and other companions were told, as MEMORY.md has it; a part of statements
SELECT id, type, content, learned_at
FROM memories
WHERE user_id = %(person_id)s
    AND stream <> coalesce(%(agent_id)s, '')
    AND shared_at IS NOT NULL
    AND superseded_at IS NULL
    AND valid_to IS NULL
ORDER BY importance DESC, learned_at DESC, id
LIMIT %(shared)s
