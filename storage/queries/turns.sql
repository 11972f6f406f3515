-- finish_turn: store a turn and put what follows in the queue, unless somebody has claimed the talk since
SELECT
    count_referral(%(person_id)s, %(referral)s, %(settled)s, %(now)s),
    count_kept_back(%(person_id)s, %(kept_back)s, %(settled)s, %(now)s),
    finish_turn(
        %(person_id)s, %(epoch)s, %(agent_id)s, %(turn)s, %(vectors)b::vector[], %(block)s, %(now)s
    ) AS kept,
    note_told(%(person_id)s, %(told)s, %(now)s),
    note_mood(%(person_id)s, %(settled)s, %(mood)s),
    note_variants(%(person_id)s, %(said)s, %(variants)s),
    settle_loops(%(person_id)s, %(stream)s, %(loops)s, %(now)s),
    take_name(%(person_id)s, %(stream)s, %(naming)s, %(now)s),
    take_outreach(%(person_id)s, %(stream)s, %(outreach)s, %(now)s),
    take_back_reminders(%(person_id)s, %(stream)s, %(taken_back)s),
    keep_reminders(%(person_id)s, %(stream)s, %(reminders)s, %(now)s),
    take_reply_mode(%(person_id)s, %(stream)s, %(reply_mode)s, %(now)s),
    spend_thoughts(%(person_id)s, %(stream)s, %(thoughts)s, %(now)s),
    enqueue_job(%(queue)s, %(task)s, %(lock)s, %(queueing_lock)s, %(args)s, %(delay)s)

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
