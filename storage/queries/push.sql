-- take_over_push_device: a browser that somebody else was signed in with is theirs no longer
DELETE FROM push_devices WHERE endpoint = %(endpoint)s AND user_id <> %(person_id)s

-- save_push_device: remember a browser, or what is new of it
INSERT INTO push_devices (id, user_id, endpoint, public_key, secret, language, shows_words, seen_at, session_id)
VALUES (
    %(id)s, %(person_id)s, %(endpoint)s, %(public_key)s, %(secret)s, %(language)s, %(shows_words)s, %(now)s,
    %(session_id)s
)
ON CONFLICT (endpoint) DO UPDATE
SET public_key = excluded.public_key,
    secret = excluded.secret,
    language = excluded.language,
    shows_words = excluded.shows_words,
    seen_at = excluded.seen_at,
    session_id = excluded.session_id
RETURNING id, endpoint, public_key, secret, language, shows_words

-- drop_old_push_devices: keep only the browsers of a person that were there last
DELETE FROM push_devices
WHERE user_id = %(person_id)s AND id IN (
    SELECT id FROM push_devices
    WHERE user_id = %(person_id)s
    ORDER BY seen_at DESC, id
    OFFSET %(most)s
)

-- remove_push_device: push to a browser no longer
DELETE FROM push_devices WHERE user_id = %(person_id)s AND id = %(device_id)s RETURNING id

-- push_devices_of: the browsers of a person, the one that was there last first
SELECT id, endpoint, public_key, secret, language, shows_words
FROM push_devices
WHERE user_id = %(person_id)s
ORDER BY seen_at DESC, id

-- push_errand: a message that came first, as a push needs it
SELECT
    messages.id AS message_id, messages.agent_id, companions.name, messages.content AS text, outreach_notes.kind,
    outreach_notes.sent_at, users.timezone, quiet_start, quiet_end,
    EXISTS (
        SELECT FROM messages AS later
        WHERE later.user_id = %(person_id)s
            AND later.stream = coalesce(%(agent_id)s, '')
            AND later.role = 'user'
            AND later.position > messages.position
    ) AS answered
FROM messages
JOIN users ON users.id = messages.user_id
JOIN companions ON companions.user_id = messages.user_id AND coalesce(companions.agent_id, '') = messages.stream
JOIN outreach_notes ON outreach_notes.message_id = messages.id AND outreach_notes.stream = messages.stream
LEFT JOIN outreach_settings
    ON outreach_settings.user_id = messages.user_id AND outreach_settings.stream = messages.stream
WHERE messages.user_id = %(person_id)s
    AND messages.stream = coalesce(%(agent_id)s, '')
    AND messages.id = %(message_id)s

-- begin_push: say that a message is pushed to a device at this attempt; no row when it was begun before
INSERT INTO pushes (message_id, device_id, user_id, attempt, pushed_at)
VALUES (%(message_id)s, %(device_id)s, %(person_id)s, %(attempt)s, %(now)s)
ON CONFLICT (message_id, device_id) DO UPDATE
SET attempt = excluded.attempt, pushed_at = excluded.pushed_at
WHERE pushes.attempt < excluded.attempt
RETURNING attempt

-- enqueue_push: put in the job that pushes a message, for people who have a device to push to
SELECT enqueue_job(%(queue)s, %(task)s, %(lock)s, %(queueing_lock)s, %(args)s, %(delay)s)
WHERE EXISTS (SELECT FROM push_devices WHERE user_id = %(person_id)s)
