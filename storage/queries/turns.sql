-- keep_claim: lock the talk, or fail because somebody has claimed it since
SELECT keep_claim(%(person_id)s, %(epoch)s)

-- add_reply: store what the companion said
INSERT INTO messages (
    id, user_id, agent_id, role, kind, content, ended, emotion_state, terms, embedding, embedder, created_at
)
VALUES (
    %(message_id)s, %(person_id)s, %(agent_id)s, 'assistant', %(kind)s, %(content)s, %(ended)s, %(emotion)s,
    array_to_tsvector(%(terms)s), %(vector)b, %(embedder)s, %(now)s
)
ON CONFLICT (id) DO NOTHING

-- settle_message: note that a message was dealt with, how the companion felt, and how to find it again
UPDATE messages
SET settled_at = %(now)s,
    answered_by = %(answered_by)s,
    kind = coalesce(%(kind)s, kind),
    emotion_state = %(emotion)s,
    terms = coalesce(array_to_tsvector(%(terms)s), terms),
    embedding = coalesce(%(vector)b, embedding),
    embedder = coalesce(%(embedder)s, embedder)
WHERE user_id = %(person_id)s AND id = %(message_id)s AND settled_at IS NULL

-- save_emotion: keep how a companion feels
UPDATE companions SET emotion_state = %(emotion)s, updated_at = %(now)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- add_frames: keep the frames of a turn as they were sent
INSERT INTO frames (user_id, first_seq, last_seq, body, created_at)
VALUES (%(person_id)s, %(first_seq)s, %(last_seq)s, %(body)s, %(now)s)
ON CONFLICT (user_id, first_seq) DO NOTHING

-- end_turn: go on with the talk if more was said, let it go otherwise
WITH waiting AS (
    SELECT EXISTS (
        SELECT FROM messages WHERE user_id = %(person_id)s AND role = 'user' AND settled_at IS NULL
    ) AS more
)
UPDATE talks
SET holder = CASE WHEN more THEN holder END,
    claim_id = CASE WHEN more THEN claim_id END,
    lease_until = CASE WHEN more THEN lease_until END,
    next_seq = coalesce(%(next_seq)s + CASE WHEN more THEN %(block)s ELSE 0 END, next_seq)
FROM waiting
WHERE user_id = %(person_id)s AND epoch = %(epoch)s
RETURNING holder IS NOT NULL AS kept

-- settled_then: whether messages were settled by the turn that ended at this moment
SELECT count(*) AS settled FROM messages
WHERE user_id = %(person_id)s AND id = ANY(%(message_ids)s) AND settled_at = %(now)s

-- frames_after: the turns with frames after a number
SELECT body FROM frames
WHERE user_id = %(person_id)s AND last_seq > %(seq)s
ORDER BY first_seq

-- stream_state: the newest stored frame, what was forgotten, what was never given out, and who is answering
SELECT
    forgotten_seq,
    next_seq,
    greatest(
        forgotten_seq, (SELECT max(last_seq) FROM frames WHERE user_id = %(person_id)s)
    ) AS last_seq,
    CASE WHEN lease_until >= %(now)s THEN holder END AS holder
FROM talks
WHERE user_id = %(person_id)s

-- forget_frames: drop frames that no device will ask for any more, and remember which are gone
WITH gone AS (
    DELETE FROM frames WHERE created_at < %(before)s RETURNING user_id, last_seq
), newest AS (
    SELECT user_id, max(last_seq) AS last_seq FROM gone GROUP BY user_id
)
UPDATE talks SET forgotten_seq = greatest(forgotten_seq, newest.last_seq)
FROM newest
WHERE talks.user_id = newest.user_id
