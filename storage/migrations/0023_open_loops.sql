-- Open loops: what somebody has before them, and has not told the end of.

-- A row without words is one that the person deleted: it only keeps the same thing from coming back.
CREATE TABLE open_loops (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    event text NOT NULL,
    message_ids uuid[] NOT NULL DEFAULT '{}',  -- the evidence
    importance double precision NOT NULL CHECK (importance >= 0 AND importance <= 1),
    happens_from timestamptz,  -- NULL where nobody said when
    happens_until timestamptz,
    happens_precision text,
    due_from timestamptz NOT NULL,
    due_until timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'asked', 'closed', 'expired')),
    do_not_ask boolean NOT NULL DEFAULT false,
    opened_at timestamptz NOT NULL,
    asked_at timestamptz,
    closed_at timestamptz,
    settled_by uuid[] NOT NULL DEFAULT '{}',  -- the messages that said what became of it: each counts once
    CHECK (due_from <= due_until),
    CHECK ((happens_from IS NULL) = (happens_until IS NULL))
);
CREATE INDEX open_loops_person ON open_loops (user_id, stream, due_from);
CREATE INDEX open_loops_due ON open_loops (due_from) INCLUDE (user_id, agent_id, due_until)
    WHERE status = 'open' AND NOT do_not_ask;
CREATE INDEX open_loops_over ON open_loops (due_until) WHERE status IN ('open', 'asked');

ALTER TABLE open_loops ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_loops FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON open_loops
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Note what became of loops, each only where it can become that; done twice, it is as done once.
CREATE FUNCTION settle_loops(of_person uuid, of_stream text, changes jsonb, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    -- A topic that is not to be asked about, and of which nothing is open.
    INSERT INTO open_loops (
        id, user_id, agent_id, event, message_ids, importance, due_from, due_until, status, do_not_ask, opened_at,
        closed_at
    )
    SELECT
        loop_id, of_person, nullif(of_stream, ''), event, array_remove(ARRAY[message_id], NULL), 0, moment, moment,
        'closed', true, moment, moment
    FROM jsonb_to_recordset(changes) AS change (loop_id uuid, becomes text, event text, message_id uuid)
    WHERE becomes = 'unspoken'
    ON CONFLICT (id) DO NOTHING;
    UPDATE open_loops
    SET status = CASE becomes
            WHEN 'asked' THEN 'asked'
            WHEN 'told' THEN 'closed'
            WHEN 'hushed' THEN 'closed'
            WHEN 'expired' THEN 'expired'
            ELSE 'open'
        END,
        do_not_ask = becomes = 'hushed' OR (do_not_ask AND becomes <> 'invited'),
        asked_at = CASE
            WHEN becomes = 'asked' THEN moment
            WHEN becomes NOT IN ('invited', 'moved') THEN asked_at
        END,
        closed_at = CASE WHEN becomes IN ('told', 'hushed', 'expired') THEN moment END,
        settled_by = array_remove(settled_by || message_id, NULL),
        happens_from = coalesce(change.happens_from, open_loops.happens_from),
        happens_until = coalesce(change.happens_until, open_loops.happens_until),
        happens_precision = coalesce(change.happens_precision, open_loops.happens_precision),
        due_from = coalesce(change.due_from, open_loops.due_from),
        due_until = coalesce(change.due_until, open_loops.due_until)
    FROM jsonb_to_recordset(changes) AS change (
        loop_id uuid, becomes text, message_id uuid, happens_from timestamptz, happens_until timestamptz,
        happens_precision text, due_from timestamptz, due_until timestamptz
    )
    WHERE user_id = of_person
        AND stream = of_stream
        AND id = loop_id
        AND event <> ''
        AND (message_id IS NULL OR NOT message_id = ANY(settled_by))
        AND CASE becomes
            WHEN 'asked' THEN status = 'open'
            WHEN 'told' THEN status <> 'closed'
            WHEN 'hushed' THEN NOT do_not_ask
            WHEN 'expired' THEN status IN ('open', 'asked') AND open_loops.due_until <= moment
            WHEN 'moved' THEN status IN ('open', 'asked') AND NOT do_not_ask
            ELSE becomes = 'invited'
        END;
    -- What is due sooner than the person was to be thought of next is thought of then.
    UPDATE outreach_looks SET look_at = least(look_at, sooner.due_from)
    FROM (
        SELECT min(due_from) AS due_from
        FROM jsonb_to_recordset(changes) AS change (becomes text, due_from timestamptz)
        WHERE becomes IN ('invited', 'moved')
    ) AS sooner
    WHERE user_id = of_person AND stream = of_stream AND look_at > sooner.due_from;
END
$$;
