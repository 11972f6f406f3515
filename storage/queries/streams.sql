-- people_named: who signs in like this, or has this number
SELECT id, subject FROM users WHERE subject = ANY(%(names)s) OR id::text = ANY(%(names)s)

-- spoken_in: of which talks the last word is not older than a moment; a part of statements
FROM companions
CROSS JOIN LATERAL (
    SELECT created_at
    FROM messages
    WHERE messages.user_id = companions.user_id AND stream = coalesce(companions.agent_id, '')
    ORDER BY position DESC
    LIMIT 1
) AS last_word
WHERE left_at IS NULL
    AND (%(people)s::uuid[] IS NULL OR companions.user_id = ANY(%(people)s))
    AND (%(since)s::timestamptz IS NULL OR last_word.created_at >= %(since)s)

-- count_streams: how many talks were spoken in
SELECT count(*)
-- with spoken_in

-- streams_after: the next talks that were spoken in, in the order of their people
SELECT companions.user_id AS person_id, agent_id
-- with spoken_in
    AND (
        %(after)s::uuid IS NULL
        OR (companions.user_id, coalesce(agent_id, '')) > (%(after)s, coalesce(%(after_agent)s, ''))
    )
ORDER BY companions.user_id, coalesce(agent_id, '')
LIMIT %(limit)s
