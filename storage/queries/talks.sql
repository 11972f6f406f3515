-- ensure_talk: make the row of a talk if it is missing
INSERT INTO talks (user_id) VALUES (%(person_id)s) ON CONFLICT (user_id) DO NOTHING

-- lock_talk: wait for whoever changes this talk; what comes after sees what they wrote
SELECT epoch FROM talks WHERE user_id = %(person_id)s FOR UPDATE

-- add_message: store what a person said, unless a message with this id or client id is there
INSERT INTO messages (id, user_id, agent_id, client_id, role, content, media_urls, created_at)
VALUES (
    %(message_id)s, %(person_id)s, %(agent_id)s, %(client_id)s, 'user', %(content)s, %(media_urls)s, %(now)s
)
ON CONFLICT DO NOTHING

-- stored_message: the message just added, or the earlier one with the same client id
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s AND (id = %(message_id)s OR client_id = %(client_id)s)
ORDER BY position
LIMIT 1

-- claim_talk: take a talk that has unanswered messages and is free, or was taken by this very attempt
UPDATE talks
SET holder = %(holder)s,
    claim_id = %(claim_id)s,
    epoch = epoch + 1,
    lease_until = %(lease_until)s,
    next_seq = next_seq + %(block)s
WHERE user_id = %(person_id)s
    AND (
        holder IS NULL
        OR claim_id = %(claim_id)s
        OR (lease_until < %(now)s AND (holder <> %(holder)s OR NOT %(is_ours)s))
    )
    AND EXISTS (
        SELECT FROM messages WHERE user_id = %(person_id)s AND role = 'user' AND settled_at IS NULL
    )
RETURNING epoch, next_seq - %(block)s AS next_seq

-- pending_messages: what a person said that nobody has answered, oldest first
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s AND role = 'user' AND settled_at IS NULL
ORDER BY position

-- release_talk: let another holder have the talk
UPDATE talks SET holder = NULL, claim_id = NULL, lease_until = NULL
WHERE user_id = %(person_id)s AND epoch = %(epoch)s

-- renew_leases: keep the talks that are being answered
UPDATE talks SET lease_until = %(lease_until)s
WHERE holder = %(holder)s AND user_id = ANY(%(person_ids)s)

-- unanswered_people: who waits for an answer that nobody is giving
SELECT messages.user_id
FROM messages JOIN talks ON talks.user_id = messages.user_id
WHERE messages.role = 'user'
    AND messages.settled_at IS NULL
    AND (talks.holder IS NULL OR talks.lease_until < %(now)s)
GROUP BY messages.user_id
ORDER BY min(messages.position)
LIMIT %(limit)s
