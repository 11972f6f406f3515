-- compared_variants: what was done under each variant since a moment, one row a talk; those who met two are `crossed`
WITH varied AS MATERIALIZED (
    SELECT
        experiment, variant, user_id, stream, position, role, ended, answered_by, messages.created_at,
        timezone,
        length(content) AS size,
        (mood ->> 'valence')::float8 AS valence,
        (messages.created_at AT TIME ZONE timezone)::date AS day
    FROM messages
    JOIN users ON users.id = user_id
    CROSS JOIN LATERAL jsonb_each_text(variants) AS given (experiment, variant)
    WHERE variants IS NOT NULL AND messages.created_at >= %(since)s AND kind = 'talk'
), counted AS (
    SELECT
        experiment, user_id, stream,
        min(variant) AS variant,
        count(DISTINCT variant) > 1 AS crossed,
        min(created_at) AS first_at,
        count(*) FILTER (WHERE role = 'user') AS messages,
        count(*) FILTER (WHERE role = 'assistant') AS replies,
        count(*) FILTER (WHERE ended = 'interrupted') AS interrupted,
        count(*) FILTER (WHERE ended = 'replaced') AS replaced,
        coalesce(sum(size) FILTER (WHERE role = 'assistant'), 0)::int AS reply_characters,
        coalesce(sum(size) FILTER (WHERE role = 'user' AND answered_by IS NOT NULL), 0)::int AS message_characters
    FROM varied
    GROUP BY experiment, user_id, stream
), followed AS (
    SELECT
        *,
        lead(valence) OVER talk AS next_valence,
        lead(created_at) OVER talk AS next_at
    FROM varied
    WHERE role = 'user'
    WINDOW talk AS (PARTITION BY experiment, user_id, stream ORDER BY position)
), moved AS (
    SELECT
        experiment, user_id, stream,
        count(next_valence - valence) AS mood_pairs,
        sum(next_valence - valence) AS mood_change
    FROM followed
    WHERE next_at <= created_at + %(same_talk)s
    GROUP BY experiment, user_id, stream
), over AS (
    SELECT DISTINCT experiment, user_id, stream, timezone, day
    FROM varied
    WHERE role = 'user' AND (day + 2) AT TIME ZONE timezone <= %(now)s
), returned AS (
    SELECT
        experiment, user_id, stream,
        count(*) AS days,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM messages
            WHERE messages.user_id = over.user_id
                AND messages.stream = over.stream
                AND role = 'user'
                AND created_at >= (day + 1) AT TIME ZONE timezone
                AND created_at < (day + 2) AT TIME ZONE timezone
        )) AS days_returned
    FROM over
    GROUP BY experiment, user_id, stream
)
SELECT
    experiment, variant, crossed, messages, replies, interrupted, replaced, reply_characters, message_characters,
    coalesce(mood_pairs, 0) AS mood_pairs,
    coalesce(mood_change, 0)::float8 AS mood_change,
    coalesce(days, 0) AS days,
    coalesce(days_returned, 0) AS days_returned,
    (
        SELECT coalesce(sum(cost_usd), 0)::float8 FROM token_transactions
        WHERE token_transactions.user_id = counted.user_id
            AND coalesce(token_transactions.agent_id, '') = counted.stream
            AND created_at >= first_at
    ) AS cost_usd
FROM counted
LEFT JOIN moved USING (experiment, user_id, stream)
LEFT JOIN returned USING (experiment, user_id, stream)
ORDER BY experiment, variant
