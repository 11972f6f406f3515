-- add_spendings: book what model calls cost
INSERT INTO token_transactions (
    id, user_id, agent_id, operation_type, model_id, input_tokens, cached_input_tokens, output_tokens, cost_usd,
    created_at
)
SELECT id, %(person_id)s, %(agent_id)s, operation, model, input_tokens, cached_tokens, output_tokens, cost, %(now)s
FROM unnest(
    %(ids)s::uuid[], %(operations)s::text[], %(models)s::text[], %(input_tokens)s::int[], %(cached_tokens)s::int[],
    %(output_tokens)s::int[], %(costs)s::numeric[]
) AS spent (id, operation, model, input_tokens, cached_tokens, output_tokens, cost)
ON CONFLICT (id) DO NOTHING

-- spent_since: what a person's model calls cost since a moment, dearest first
SELECT
    operation_type AS operation,
    model_id AS model,
    count(*) AS calls,
    sum(input_tokens) AS input_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cost_usd) AS cost_usd
FROM token_transactions
WHERE user_id = %(person_id)s AND created_at >= %(since)s
GROUP BY operation_type, model_id
ORDER BY cost_usd DESC, operation, model
