-- person_admitted: the person that signs in like this, and whether this sign-in of theirs was ended
SELECT
    id, subject, timezone, name, country, language, age_group, region, age_vouched, heavy_use_hours,
    coalesce(signed_out_at > %(begun_at)s, signed_out_at IS NOT NULL) OR EXISTS (
        SELECT FROM ended_sessions
        WHERE user_id = users.id AND session_id = ANY(%(session_ids)s::uuid[]) AND ended_at <= %(now)s
    ) AS is_ended
FROM users
WHERE subject = %(subject)s

-- end_session: let a session count no longer from a moment on, one that is ended already stays so; wake its browser no longer
WITH asleep AS (
    DELETE FROM push_devices WHERE user_id = %(person_id)s AND session_id = %(session_id)s
)
INSERT INTO ended_sessions (session_id, user_id, ended_at, kept_until)
VALUES (%(session_id)s, %(person_id)s, %(at)s, %(kept_until)s)
ON CONFLICT (session_id) DO UPDATE SET ended_at = least(ended_sessions.ended_at, excluded.ended_at)

-- forget_ended_sessions: of a person, those that are too old to be believed anyway
DELETE FROM ended_sessions WHERE user_id = %(person_id)s AND kept_until < %(now)s

-- end_all_sessions: let no sign-in of a person from before now count, and wake none of their devices
WITH asleep AS (
    DELETE FROM push_devices WHERE user_id = %(person_id)s
)
UPDATE users SET signed_out_at = %(now)s WHERE id = %(person_id)s RETURNING id

-- ended_lately: who was signed out since a moment: everywhere, or of one session
SELECT id AS person_id, NULL::uuid AS session_id, signed_out_at AS ended_at
FROM users
WHERE signed_out_at >= %(since)s
UNION ALL
SELECT user_id, session_id, ended_at FROM ended_sessions WHERE ended_at BETWEEN %(since)s AND %(now)s
