-- search_messages: fuse the messages nearest by meaning, given in order, with those nearest by words (BM25)
WITH remembered AS MATERIALIZED (
    SELECT id, terms, length(terms) AS size
    FROM messages
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND kind IN ('talk', 'proactive')
        AND (ended IS NULL OR ended = 'complete')
),
-- with worded
by_words AS (
    SELECT id, score FROM worded ORDER BY score DESC, id LIMIT %(limit)s
), placed AS (
    SELECT id, 1.0 / (%(rank)s + row_number() OVER (ORDER BY score DESC, id)) AS share FROM by_words
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
LEFT JOIN by_words USING (id)
WHERE messages.user_id = %(person_id)s AND messages.stream = coalesce(%(agent_id)s, '')
ORDER BY share DESC, id
