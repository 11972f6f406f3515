-- mood_days: by day where the person lives, how their messages read and how the companion felt; days without talk are left out
WITH said AS (
    SELECT
        (created_at AT TIME ZONE %(zone)s)::date AS day,
        role,
        mood ->> 'label' AS label,
        (mood ->> 'valence')::float8 AS valence,
        (mood ->> 'confidence')::float8 AS confidence,
        (emotion_state ->> 'valence')::float8 AS own_valence,
        (emotion_state ->> 'arousal')::float8 AS own_arousal
    FROM messages
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND created_at >= %(start)s
        AND kind IN ('talk', 'proactive', 'care')
        AND (role = 'assistant' OR mood IS NOT NULL)
), counted AS (
    SELECT day, jsonb_object_agg(label, number) AS labels
    FROM (SELECT day, label, count(*) AS number FROM said WHERE role = 'user' GROUP BY day, label) AS by_label
    GROUP BY day
)
SELECT
    day,
    count(*) FILTER (WHERE role = 'user') AS messages,
    count(*) FILTER (WHERE role = 'assistant') AS replies,
    sum(valence * confidence) FILTER (WHERE label <> 'neutral')
        / nullif(sum(confidence) FILTER (WHERE label <> 'neutral'), 0) AS valence,
    avg(own_valence) FILTER (WHERE role = 'assistant') AS own_valence,
    avg(own_arousal) FILTER (WHERE role = 'assistant') AS own_arousal,
    coalesce(labels, '{}'::jsonb) AS labels
FROM said LEFT JOIN counted USING (day)
GROUP BY day, labels
ORDER BY day

-- correct_mood: what a message reads as, now that a model has said
UPDATE messages SET mood = %(mood)s
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(message_id)s AND role = 'user'

-- mood_of: what a message read as
SELECT mood FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(message_id)s
    AND role = 'user'
    AND mood IS NOT NULL
