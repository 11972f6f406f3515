-- Messages that a companion writes first: what was agreed to, when to think of it next, and why one was written.

-- No row is nothing agreed to.
CREATE TABLE outreach_settings (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    kinds text[] NOT NULL DEFAULT '{}',
    quiet_start time,
    quiet_end time,
    snoozed_until timestamptz,
    forbidden text[] NOT NULL DEFAULT '{}',
    daily_ceiling int CHECK (daily_ceiling >= 0),
    slower jsonb NOT NULL DEFAULT '{}',
    touches_sensitive boolean NOT NULL DEFAULT false,
    checks_in_after_crisis boolean NOT NULL DEFAULT false,
    updated_at timestamptz NOT NULL,
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL)),
    UNIQUE (user_id, stream)
);

-- When a companion thinks of a person next; only of those who agreed to be written to.
CREATE TABLE outreach_looks (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    look_at timestamptz NOT NULL,
    UNIQUE (user_id, stream)
);
CREATE INDEX outreach_looks_due ON outreach_looks (look_at) INCLUDE (user_id, agent_id);

-- Why each message that came first was written: never in words, which a person may want forgotten.
CREATE TABLE outreach_notes (
    message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    kind text NOT NULL,
    trigger text NOT NULL,
    memory_ids uuid[] NOT NULL DEFAULT '{}',
    loop_id uuid,
    score double precision NOT NULL,
    sent_at timestamptz NOT NULL
);
CREATE INDEX outreach_notes_person ON outreach_notes (user_id, sent_at);

-- How often what was kept back, by day (UTC) and reason.
CREATE TABLE outreach_counts (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    day date NOT NULL,
    trigger text NOT NULL,
    reason text NOT NULL,
    count int NOT NULL,
    UNIQUE (user_id, stream, day, trigger, reason)
);

-- Take a talk that is free and in which nothing waits for an answer, to say something first, once; no row otherwise.
CREATE FUNCTION claim_talk_to_speak(
    of_person uuid, new_id uuid, for_holder text, attempt uuid, until timestamptz, moment timestamptz
) RETURNS TABLE (epoch bigint, next_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;
    RETURN QUERY UPDATE talks
    SET holder = for_holder,
        claim_id = attempt,
        epoch = epoch + 1,
        lease_until = until,
        next_seq = next_seq + 1
    WHERE user_id = of_person
        AND (holder IS NULL OR lease_until < moment)
        AND NOT EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL)
        AND NOT EXISTS (SELECT FROM messages WHERE id = new_id)
    RETURNING epoch, next_seq - 1;
END
$$;

ALTER TABLE outreach_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_settings
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_looks FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_looks
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_notes
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_counts
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
