-- await_night: have a talk looked back on at a moment, unless that is planned already
INSERT INTO reflections (user_id, agent_id, look_at) VALUES (%(person_id)s, %(agent_id)s, %(look_at)s)
ON CONFLICT (user_id, stream) DO UPDATE SET look_at = coalesce(reflections.look_at, excluded.look_at)

-- plan_night: have a talk looked back on at a moment, or, without one, not before its next word
INSERT INTO reflections (user_id, agent_id, look_at) VALUES (%(person_id)s, %(agent_id)s, %(look_at)s)
ON CONFLICT (user_id, stream) DO UPDATE SET look_at = excluded.look_at

-- due_reflections: which talks to look back on now, those that wait longest first; whoever asks next gets others
UPDATE reflections SET look_at = %(again_at)s
FROM (
    SELECT user_id, stream FROM reflections
    WHERE look_at <= %(now)s
    ORDER BY look_at
    LIMIT %(limit)s
) AS due
WHERE reflections.user_id = due.user_id AND reflections.stream = due.stream AND reflections.look_at <= %(now)s
RETURNING reflections.user_id, reflections.agent_id

-- reflection_day: how far a talk was looked back on, and what bears on doing so
SELECT
    (
        SELECT last_night FROM reflections
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
    ) AS last_night,
    (
        SELECT coalesce(sum(cost_usd), 0) FROM token_transactions
        WHERE user_id = %(person_id)s AND created_at >= %(midnight)s
    ) AS spent_today,
    (
        SELECT array_agg(topic)
        FROM (
            SELECT unnest(forbidden) AS topic FROM outreach_settings
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
            UNION
            SELECT event FROM open_loops
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND do_not_ask AND event <> ''
        ) AS unwelcome
    ) AS forbidden,
    (
        SELECT array_agg(created_at) FROM messages
        WHERE user_id = %(person_id)s AND kind = 'care' AND created_at >= %(care_since)s
    ) AS care_at,
    (
        SELECT array_agg(DISTINCT successor_id) FROM memory_changes
        WHERE user_id = %(person_id)s
            AND stream = coalesce(%(agent_id)s, '')
            AND kind = 'superseded'
            AND made_at >= %(since)s
            AND undone_at IS NULL
            AND successor_id IS NOT NULL
    ) AS changed

-- unreflected_messages: the latest of what may be remembered and was not looked back on, newest first, with its mood
SELECT
    id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state,
    (mood ->> 'valence')::float8 AS valence
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND (
        %(again)s
        OR position > coalesce(
            (
                SELECT read_position FROM reflections
                WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
            ),
            0
        )
    )
    AND created_at >= %(since)s
    AND
-- with rememberable
ORDER BY position DESC
LIMIT %(limit)s

-- begin_reflection: take a night for a talk; no row when it was taken, or when something was forgotten since
INSERT INTO reflections (user_id, agent_id, last_night, read_position, reflected_at, look_at)
SELECT
    %(person_id)s, %(agent_id)s, %(night)s, %(read_to)s, %(now)s,
    CASE
        WHEN EXISTS (
            SELECT FROM messages
            WHERE user_id = %(person_id)s
                AND stream = coalesce(%(agent_id)s, '')
                AND role = 'user'
                AND position > %(read_to)s
        ) THEN %(next_night)s::timestamptz
    END
WHERE EXISTS (
    SELECT FROM recent_memories
    WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '') AND forgets = %(forgets)s
    FOR UPDATE
)
ON CONFLICT (user_id, stream) DO UPDATE
SET last_night = excluded.last_night,
    read_position = greatest(reflections.read_position, excluded.read_position),
    reflected_at = excluded.reflected_at,
    look_at = excluded.look_at
WHERE reflections.last_night IS NULL OR reflections.last_night < excluded.last_night
RETURNING last_night

-- forget_reflections: forget what was thought of a talk; the night it was last looked back on stays
DELETE FROM thoughts
WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
