-- search_messages: fuse the messages nearest by meaning, given in order, with those nearest by words (BM25)
WITH remembered AS MATERIALIZED (
    SELECT id, terms, length(terms) AS size
    FROM messages
    WHERE user_id = %(person_id)s
        AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
        AND kind IN ('talk', 'proactive')
        AND (ended IS NULL OR ended = 'complete')
), hits AS MATERIALIZED (
    SELECT remembered.id, remembered.size, lexeme
    FROM remembered, unnest(terms)
    WHERE terms @@ %(any_term)s::tsquery AND lexeme = ANY(%(terms)s)
), corpus AS (
    SELECT count(*) AS documents, greatest(avg(size), 1) AS usual_size FROM remembered
), rarity AS (
    SELECT lexeme, ln(1 + ((SELECT documents FROM corpus) - count(*) + 0.5) / (count(*) + 0.5)) AS weight
    FROM hits
    GROUP BY lexeme
), worded AS (
    SELECT
        id,
        sum(weight) / (SELECT sum(weight) FROM rarity)
            * (1 + %(k1)s * (1 - %(b)s)) / (1 + %(k1)s * (1 - %(b)s + %(b)s * size / min(usual_size))) AS score
    FROM hits JOIN rarity USING (lexeme) CROSS JOIN corpus
    GROUP BY id, size
    ORDER BY score DESC, id
    LIMIT %(limit)s
), placed AS (
    SELECT id, 1.0 / (%(rank)s + row_number() OVER (ORDER BY score DESC, id)) AS share FROM worded
    UNION ALL
    SELECT id, 1.0 / (%(rank)s + place) FROM unnest(%(near)s::uuid[]) WITH ORDINALITY AS near (id, place)
), fused AS (
    SELECT id, sum(share) AS share FROM placed GROUP BY id ORDER BY share DESC, id LIMIT %(limit)s
)
SELECT
    messages.id, messages.content, messages.created_at, messages.role, messages.position,
    coalesce(score, 0)::float8 AS keyword_score
FROM fused
JOIN messages USING (id)
LEFT JOIN worded USING (id)
WHERE messages.user_id = %(person_id)s
ORDER BY share DESC, id
