-- unread_messages: what was said after a position, up to the first message that waits for its answer
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND position > %(after)s
    AND kind IN ('talk', 'proactive')
    AND position < ALL (
        SELECT position FROM messages
        WHERE user_id = %(person_id)s
            AND stream = coalesce(%(agent_id)s, '')
            AND role = 'user'
            AND settled_at IS NULL
    )
ORDER BY position
LIMIT %(limit)s

-- page_of_messages: the messages before a position, newest first
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND (%(before)s::bigint IS NULL OR position < %(before)s)
ORDER BY position DESC
LIMIT %(limit)s

-- message_by_id: one message
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s AND id = %(message_id)s
