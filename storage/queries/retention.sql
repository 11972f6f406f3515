-- remove_read_messages: remove old messages of the next people that every reader has read, some of each talk at once
WITH people AS MATERIALIZED (
    SELECT id FROM users WHERE id > %(after)s ORDER BY id LIMIT %(people)s
), talks_read AS (
    SELECT user_id, coalesce(agent_id, '') AS stream, least(summarised_position, extracted_position) AS position
    FROM recent_memories JOIN people ON people.id = user_id
), old AS (
    SELECT oldest.id
    FROM talks_read CROSS JOIN LATERAL (
        SELECT id, created_at, role, settled_at
        FROM messages
        WHERE messages.user_id = talks_read.user_id
            AND messages.stream = talks_read.stream
            AND messages.position <= talks_read.position
        ORDER BY messages.position
        LIMIT %(messages)s
    ) AS oldest
    WHERE oldest.created_at < %(before)s AND (oldest.role = 'assistant' OR oldest.settled_at IS NOT NULL)
), gone AS (
    DELETE FROM messages USING old WHERE messages.id = old.id RETURNING messages.user_id
)
SELECT
    (SELECT count(*) FROM people) AS people,
    (SELECT id FROM people ORDER BY id DESC LIMIT 1) AS last,
    (SELECT count(*) FROM gone) AS removed

-- old_messages: how many messages are older than a moment, and of whom; and how many of them nobody has read yet
SELECT
    count(*) FILTER (WHERE is_read) AS removable,
    count(DISTINCT user_id) FILTER (WHERE is_read) AS people,
    min(created_at) FILTER (WHERE is_read) AS oldest,
    count(*) FILTER (WHERE NOT is_read) AS unread
FROM (
    SELECT
        messages.user_id, messages.created_at,
        (role = 'assistant' OR settled_at IS NOT NULL)
            AND position <= coalesce(least(summarised_position, extracted_position), 0) AS is_read
    FROM messages
    LEFT JOIN recent_memories AS readers
        ON readers.user_id = messages.user_id AND coalesce(readers.agent_id, '') = messages.stream
    WHERE messages.created_at < %(before)s
) AS old
