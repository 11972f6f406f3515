-- receive_message: store what a person said and claim the talk if it is free
SELECT
    (message).id, (message).agent_id, (message).position, (message).role, (message).kind, (message).content,
    (message).created_at, (message).client_id, (message).media_urls, (message).ended, (message).emotion_state,
    (message).id = %(message_id)s OR (message).client_id = %(client_id)s AS asked_for,
    waits, epoch, claimed_seq, used
FROM note_use(%(person_id)s, %(day)s, %(pause)s, %(now)s) AS used
CROSS JOIN LATERAL receive_message(
    %(person_id)s, %(message_id)s, %(agent_id)s, %(client_id)s, %(content)s, %(media_urls)s,
    %(holder)s, %(claim_id)s, %(is_ours)s, %(lease_until)s, %(block)s, %(now)s
)

-- receive_message_to_companion: the same, if the person has met the persona that it is for
SELECT
    (message).id, (message).agent_id, (message).position, (message).role, (message).kind, (message).content,
    (message).created_at, (message).client_id, (message).media_urls, (message).ended, (message).emotion_state,
    (message).id = %(message_id)s OR (message).client_id = %(client_id)s AS asked_for,
    waits, epoch, claimed_seq, used
FROM require_companion(%(person_id)s, %(agent_id)s) AS met (agent_id)
CROSS JOIN LATERAL note_use(%(person_id)s, %(day)s, %(pause)s, %(now)s) AS used
CROSS JOIN LATERAL receive_message(
    %(person_id)s, %(message_id)s, met.agent_id, %(client_id)s, %(content)s, %(media_urls)s,
    %(holder)s, %(claim_id)s, %(is_ours)s, %(lease_until)s, %(block)s, %(now)s
)

-- claim_talk: take a talk that has unanswered messages and is free
SELECT epoch, next_seq
FROM claim_talk(%(person_id)s, %(holder)s, %(claim_id)s, %(is_ours)s, %(lease_until)s, %(block)s, %(now)s)

-- pending_messages: what a person said that nobody has answered, oldest first
SELECT id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended, emotion_state
FROM messages
WHERE user_id = %(person_id)s AND role = 'user' AND settled_at IS NULL
ORDER BY position

-- use_stands: how long a person talks, and what they were told when
SELECT use_of(%(person_id)s) AS used

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
