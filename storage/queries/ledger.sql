-- add_spendings: book what model calls cost
SELECT book_spendings(%(person_id)s, %(agent_id)s, %(calls)s, %(now)s)

-- spent_since: what a person's model calls cost since a moment, with one companion or with all, dearest first
SELECT
    agent_id,
    operation_type AS operation,
    model_id AS model,
    count(*) AS calls,
    sum(input_tokens) AS input_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cost_usd) AS cost_usd
FROM token_transactions
WHERE user_id = %(person_id)s
    AND (%(whole)s OR coalesce(agent_id, '') = coalesce(%(agent_id)s, ''))
    AND created_at >= %(since)s
GROUP BY agent_id, operation_type, model_id
ORDER BY cost_usd DESC, operation, model, agent_id NULLS FIRST
