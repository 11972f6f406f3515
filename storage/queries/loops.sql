-- open_loop: keep a loop, and think of the person when it is due if that is sooner than was meant
WITH opened AS (
    INSERT INTO open_loops (
        id, user_id, agent_id, event, message_ids, importance, happens_from, happens_until, happens_precision,
        due_from, due_until, status, do_not_ask, opened_at, asked_at, closed_at, settled_by
    )
    VALUES (
        %(id)s, %(person_id)s, %(agent_id)s, %(event)s, %(message_ids)s, %(importance)s, %(happens_from)s,
        %(happens_until)s, %(happens_precision)s, %(due_from)s, %(due_until)s, %(status)s, %(do_not_ask)s,
        %(opened_at)s, %(asked_at)s, %(closed_at)s, %(settled_by)s
    )
    ON CONFLICT (id) DO NOTHING
    RETURNING due_from, status, do_not_ask
)
UPDATE outreach_looks SET look_at = least(look_at, due_from)
FROM opened
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND status = 'open'
    AND NOT do_not_ask
    AND look_at > due_from

-- settle_loops: note what became of loops
SELECT settle_loops(%(person_id)s, %(stream)s, %(changes)s, %(now)s)

-- loops_of: the loops of a person with a companion, those due first first
SELECT
    id, agent_id, event, message_ids, importance, happens_from, happens_until, happens_precision, due_from,
    due_until, status, do_not_ask, opened_at, asked_at, closed_at, settled_by
FROM open_loops
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND (event <> '' OR %(deleted)s)
ORDER BY due_from, id

-- expire_loops: let go of what nobody will ask about any more
UPDATE open_loops SET status = 'expired', closed_at = %(now)s
WHERE status IN ('open', 'asked') AND due_until <= %(now)s

-- gaps_of: what somebody had before them, by what is remembered, and of which there is no loop
SELECT id, content, importance, source_message_ids, learned_at, valid_from, valid_to, valid_precision
FROM memories
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND type = 'life_event'
    AND origin = 'talk'
    AND superseded_at IS NULL
    AND valid_from > learned_at
    AND learned_at >= %(since)s
    AND NOT EXISTS (
        SELECT FROM open_loops
        WHERE open_loops.user_id = memories.user_id
            AND open_loops.stream = memories.stream
            AND open_loops.message_ids && memories.source_message_ids
    )
ORDER BY learned_at, id
LIMIT %(limit)s

-- said_since: what the person said after a moment
SELECT id, content, created_at AS said_at
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND role = 'user'
    AND settled_at IS NOT NULL
    AND kind = 'talk'
    AND created_at >= %(since)s
ORDER BY position
LIMIT %(limit)s

-- close_loop: settle a loop because the person says so
UPDATE open_loops SET status = 'closed', closed_at = %(now)s, do_not_ask = do_not_ask OR %(do_not_ask)s
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(loop_id)s AND event <> ''
RETURNING
    id, agent_id, event, message_ids, importance, happens_from, happens_until, happens_precision, due_from,
    due_until, status, do_not_ask, opened_at, asked_at, closed_at, settled_by

-- erase_loops: take every word out of loops; what is left keeps the same thing from coming back
UPDATE open_loops SET event = '', status = 'closed', closed_at = coalesce(closed_at, %(now)s), settled_by = '{}'
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = ANY(%(loop_ids)s)
    AND event <> ''
RETURNING id

-- delete_loops: forget loops, as if nobody had ever spoken of them
DELETE FROM open_loops
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(loop_ids)s)

-- forget_loops: forget every loop with one companion, or with all
DELETE FROM open_loops WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
