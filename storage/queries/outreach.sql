-- outreach_settings_of: what a person agreed to with a companion
SELECT
    kinds, quiet_start, quiet_end, snoozed_until, forbidden, daily_ceiling, slower, touches_sensitive,
    checks_in_after_crisis
FROM outreach_settings
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- lock_outreach: let changes of what is agreed with one companion follow each other
SELECT id FROM companions
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
FOR UPDATE

-- save_outreach_settings: write what a person agrees to now
INSERT INTO outreach_settings (
    user_id, agent_id, kinds, quiet_start, quiet_end, snoozed_until, forbidden, daily_ceiling, slower,
    touches_sensitive, checks_in_after_crisis, updated_at, asked_at
)
VALUES (
    %(person_id)s, %(agent_id)s, %(kinds)s, %(quiet_start)s, %(quiet_end)s, %(snoozed_until)s, %(forbidden)s,
    %(daily_ceiling)s, %(slower)s, %(touches_sensitive)s, %(checks_in_after_crisis)s, %(now)s, %(now)s
)
ON CONFLICT (user_id, stream) DO UPDATE
SET kinds = excluded.kinds,
    quiet_start = excluded.quiet_start,
    quiet_end = excluded.quiet_end,
    snoozed_until = excluded.snoozed_until,
    forbidden = excluded.forbidden,
    daily_ceiling = excluded.daily_ceiling,
    slower = excluded.slower,
    touches_sensitive = excluded.touches_sensitive,
    checks_in_after_crisis = excluded.checks_in_after_crisis,
    updated_at = excluded.updated_at,
    asked_at = coalesce(outreach_settings.asked_at, excluded.asked_at)

-- look_again: think of a person at a moment, or, without one, not any more
WITH gone AS (
    DELETE FROM outreach_looks
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND %(look_at)s::timestamptz IS NULL
)
INSERT INTO outreach_looks (user_id, agent_id, look_at)
SELECT %(person_id)s, %(agent_id)s, %(look_at)s
WHERE %(look_at)s::timestamptz IS NOT NULL
ON CONFLICT (user_id, stream) DO UPDATE SET look_at = excluded.look_at

-- due_looks: whom to think of now, those who wait longest first; the next ones who ask get others for a while
UPDATE outreach_looks SET look_at = %(again_at)s
FROM (
    SELECT user_id, stream FROM outreach_looks
    WHERE look_at <= %(now)s
    ORDER BY look_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) AS due
WHERE outreach_looks.user_id = due.user_id AND outreach_looks.stream = due.stream
RETURNING outreach_looks.user_id, outreach_looks.agent_id

-- outreach_standing: what bears on writing to a person first, counted over all their companions
WITH lately AS MATERIALIZED (
    SELECT companions.agent_id, position, role, kind, said.created_at, mood
    FROM companions
    CROSS JOIN LATERAL (
        SELECT position, role, kind, created_at, mood
        FROM messages
        WHERE messages.user_id = %(person_id)s AND stream = coalesce(companions.agent_id, '')
        ORDER BY position DESC
        LIMIT %(lately)s
    ) AS said
    WHERE companions.user_id = %(person_id)s
), notes AS MATERIALIZED (
    SELECT message_id, kind, trigger, memory_ids, loop_id, score, sent_at
    FROM outreach_notes
    WHERE user_id = %(person_id)s AND sent_at > %(week_ago)s
), gaps AS (
    SELECT created_at - lag(created_at) OVER (ORDER BY created_at) AS gap
    FROM lately
    WHERE created_at > %(week_ago)s
), pauses AS (
    SELECT created_at - lag(created_at) OVER (ORDER BY position) AS pause
    FROM lately
    WHERE role = 'user'
), care AS (
    SELECT
        greatest((told ->> 'care.care')::timestamptz, (told ->> 'care.plan')::timestamptz) AS own_at,
        greatest((told ->> 'care.intent')::timestamptz, (told ->> 'care.plan')::timestamptz) AS grave_at
    FROM talks
    WHERE user_id = %(person_id)s
), hours AS (
    SELECT extract(hour FROM created_at AT TIME ZONE %(timezone)s)::int AS hour, count(*) AS said
    FROM lately
    WHERE role = 'user'
    GROUP BY hour
)
SELECT
    (
        SELECT stage FROM relationships WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s
    ) AS stage,
    (
        SELECT count(*) FROM (
            SELECT FROM messages
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND role = 'user'
            LIMIT %(counted)s
        ) AS said
    ) AS messages,
    (SELECT created_at FROM lately ORDER BY position DESC LIMIT 1) AS last_message_at,
    EXISTS (
        SELECT FROM talks WHERE user_id = %(person_id)s AND holder IS NOT NULL AND lease_until >= %(now)s
    ) OR EXISTS (
        SELECT FROM messages WHERE user_id = %(person_id)s AND role = 'user' AND settled_at IS NULL
    ) AS in_turn,
    (SELECT coalesce(json_agg(notes ORDER BY sent_at), '[]') FROM notes) AS notes,
    (
        SELECT coalesce(
            json_agg(
                json_build_object(
                    'id', id, 'text', text, 'memory_ids', memory_ids, 'made_at', made_at, 'good_until', good_until
                ) ORDER BY made_at, id
            ),
            '[]'
        )
        FROM thoughts
        WHERE user_id = %(person_id)s
            AND stream = coalesce(%(agent_id)s, '')
            AND used_at IS NULL
            AND settled_at IS NULL
            AND good_until > %(now)s
    ) AS thoughts,
    (
        SELECT coalesce(json_agg(kept), '[]')
        FROM (
            SELECT id, agent_id, what, first_at, timezone, every, insists, message_id, set_at, sent_at, done_at
            FROM reminders
            WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND done_at IS NULL
            ORDER BY first_at, id
            LIMIT %(reminders)s
        ) AS kept
    ) AS reminders,
    (
        -- In the order of the talk, for a clock can be put back.
        SELECT count(*) FROM outreach_notes JOIN messages ON messages.id = message_id
        WHERE outreach_notes.user_id = %(person_id)s
            AND outreach_notes.kind <> 'reminder'
            AND position > coalesce((SELECT max(position) FROM lately WHERE role = 'user'), 0)
    ) AS unanswered,
    (SELECT max(created_at) FROM lately WHERE kind = 'care') AS crisis_at,
    (SELECT own_at FROM care) AS own_crisis_at,
    (SELECT grave_at FROM care) AS grave_at,
    coalesce(
        (
            SELECT coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
            FROM lately
            WHERE kind = 'care' AND created_at <= (SELECT own_at FROM care)
            ORDER BY created_at DESC
            LIMIT 1
        ),
        false
    ) AS crisis_was_here,
    (
        SELECT coalesce(extract(epoch FROM sum(gap)), 0)::float8 / 3600 / 7 FROM gaps WHERE gap < %(still_talking)s
    ) AS hours_a_day,
    (SELECT coalesce(json_object_agg(hour, said), '{}') FROM hours) AS hours,
    (
        SELECT percentile_cont(%(usual_share)s) WITHIN GROUP (ORDER BY pause)
        FROM pauses
        WHERE pause > %(between_talks)s
        HAVING count(*) >= %(fewest_pauses)s
    ) AS usual_pause,
    (
        SELECT json_build_object('valence', mood -> 'valence', 'said_at', created_at)
        FROM lately
        WHERE role = 'user' AND mood ? 'valence' AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
        ORDER BY created_at DESC
        LIMIT 1
    ) AS mood,
    (
        SELECT coalesce(json_agg(known), '[]')
        FROM (
            SELECT
                id, type, subtype, content, importance, last_mentioned_at, valid_from, valid_precision
            FROM memories
            WHERE user_id = %(person_id)s
                AND stream = coalesce(%(agent_id)s, '')
                AND type IN ('identity', 'milestone', 'routine', 'life_event')
                AND superseded_at IS NULL
            ORDER BY importance DESC, learned_at DESC, id
            LIMIT %(recollections)s
        ) AS known
    ) AS recollections,
    (
        SELECT coalesce(json_agg(waiting), '[]')
        FROM (
            SELECT
                id, event, importance, due_from, due_until, opened_at AS raised_at,
                ARRAY(
                    SELECT memories.id FROM memories
                    WHERE memories.user_id = %(person_id)s
                        AND memories.stream = coalesce(%(agent_id)s, '')
                        AND memories.superseded_at IS NULL
                        AND memories.source_message_ids && open_loops.message_ids
                    ORDER BY memories.importance DESC, memories.id
                    LIMIT 3
                ) AS memory_ids
            FROM open_loops
            WHERE user_id = %(person_id)s
                AND stream = coalesce(%(agent_id)s, '')
                AND status = 'open'
                AND NOT do_not_ask
                AND due_until > %(now)s
            ORDER BY due_from, id
            LIMIT %(loops)s
        ) AS waiting
    ) AS loops,
    ARRAY(
        SELECT event FROM open_loops
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND do_not_ask AND event <> ''
        ORDER BY opened_at DESC, id
        LIMIT %(loops)s
    ) AS hushed,
    (
        SELECT coalesce(sum(cost_usd), 0) FROM token_transactions
        WHERE user_id = %(person_id)s AND created_at >= %(midnight)s
    ) AS spent_today

-- note_outreach: keep why a message was written first, what it asked about or took up, and that a reminder has come
WITH asked AS (
    UPDATE open_loops SET status = 'asked', asked_at = %(sent_at)s
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND id = %(loop_id)s
        AND status = 'open'
), taken_up AS (
    UPDATE thoughts SET used_at = %(sent_at)s
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND id = %(thought_id)s
        AND used_at IS NULL
), reminded AS (
    UPDATE reminders SET sent_at = %(sent_at)s, done_at = CASE WHEN every IS NULL THEN %(sent_at)s::timestamptz END
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(reminder_id)s
)
INSERT INTO outreach_notes (
    message_id, user_id, agent_id, kind, trigger, memory_ids, loop_id, score, sent_at, reminder_id
)
VALUES (
    %(message_id)s, %(person_id)s, %(agent_id)s, %(kind)s, %(trigger)s, %(memory_ids)s, %(loop_id)s, %(score)s,
    %(sent_at)s, %(reminder_id)s
)
ON CONFLICT (message_id) DO NOTHING

-- plan_look: think of a person again at a moment, or when what they asked for meanwhile comes, if at all by then
UPDATE outreach_looks
SET look_at = least(
    %(look_at)s,
    (
        SELECT min(first_at) FROM reminders
        WHERE user_id = %(person_id)s
            AND stream = coalesce(%(agent_id)s, '')
            AND done_at IS NULL
            AND sent_at IS NULL
            AND first_at > %(now)s
    )
)
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- hasten_look: think of a person at a moment already, if they are to be thought of at all
UPDATE outreach_looks SET look_at = least(look_at, %(look_at)s)
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- count_withheld: count what was kept back from somebody who is to be thought of
INSERT INTO outreach_counts (user_id, agent_id, day, trigger, reason, count)
SELECT %(person_id)s, %(agent_id)s, %(day)s, trigger, reason, count(*)
FROM unnest(%(triggers)s::text[], %(reasons)s::text[]) AS kept_back (trigger, reason)
WHERE EXISTS (SELECT FROM outreach_looks WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, ''))
GROUP BY trigger, reason
ON CONFLICT (user_id, stream, day, trigger, reason) DO UPDATE SET count = outreach_counts.count + excluded.count

-- withheld_counts: how often what was kept back, by reason
SELECT trigger, reason, sum(count)::int AS count
FROM outreach_counts
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND day >= %(since)s
GROUP BY trigger, reason
ORDER BY count DESC, trigger, reason

-- outreach_note_of: why one message was written
SELECT message_id, kind, trigger, memory_ids, loop_id, score, sent_at, reminder_id
FROM outreach_notes
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND message_id = %(message_id)s

-- outreach_look_of: when a companion thinks of a person next
SELECT look_at FROM outreach_looks
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- outreach_notes: why the latest messages were written first
SELECT message_id, kind, trigger, memory_ids, loop_id, score, sent_at, reminder_id
FROM outreach_notes
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY sent_at DESC, message_id
LIMIT %(limit)s

-- outreach_grounds: what a message rests on, as far as it is kept: memories, an open loop, or the reminder it was
SELECT id, content
FROM (
    SELECT id, content FROM memories
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(ground_ids)s)
    UNION ALL
    SELECT id, what FROM reminders
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(ground_ids)s)
    UNION ALL
    SELECT id, event FROM open_loops
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(ground_ids)s) AND event <> ''
) AS ground
ORDER BY array_position(%(ground_ids)s, id)

-- claim_talk_to_speak: take a talk that is free and in which nothing waits, to say something first
SELECT epoch, next_seq
FROM claim_talk_to_speak(%(person_id)s, %(message_id)s, %(holder)s, %(claim_id)s, %(lease_until)s, %(now)s)

-- said_from: a companion with whom anything was said from a moment on
SELECT companions.id
FROM companions
CROSS JOIN LATERAL (
    SELECT created_at
    FROM messages
    WHERE messages.user_id = %(person_id)s AND stream = coalesce(companions.agent_id, '')
    ORDER BY position DESC
    LIMIT 1
) AS last
WHERE companions.user_id = %(person_id)s AND last.created_at >= %(since)s::timestamptz
