-- Reminders that a person set, and what they said in the talk of being written to first.

-- Since when a person has been asked, or has said without being asked, whether they want to be written to.
ALTER TABLE outreach_settings ADD COLUMN asked_at timestamptz;

-- The reminder that a message was.
ALTER TABLE outreach_notes ADD COLUMN reminder_id uuid;

-- One that repeats keeps the time on the person's wall, wherever they live by then.
CREATE TABLE reminders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    what text NOT NULL,
    first_at timestamptz NOT NULL,
    timezone text NOT NULL,
    every text CHECK (every IN ('day', 'weekday', 'week', 'month', 'year')),
    insists boolean NOT NULL DEFAULT false,  -- whether it comes in the quiet hours too
    message_id uuid,
    set_at timestamptz NOT NULL,
    sent_at timestamptz,
    done_at timestamptz
);
CREATE INDEX reminders_person ON reminders (user_id, stream, first_at);

ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminders FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reminders
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- What a person says in the talk of being written to is kept with the turn that heard it.
CREATE FUNCTION take_outreach(of_person uuid, of_stream text, wish json, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
#variable_conflict use_column
DECLARE
    said record;
    agreed text[];
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    SELECT * INTO said FROM json_to_record(wish) AS parts (
        allows text[], refuses text[], not_before time, not_after time, night_start time, night_end time
    );
    INSERT INTO outreach_settings (user_id, agent_id, quiet_start, quiet_end, touches_sensitive, updated_at)
    VALUES (of_person, nullif(of_stream, ''), said.night_start, said.night_end, true, moment)
    ON CONFLICT (user_id, stream) DO NOTHING;
    UPDATE outreach_settings
    SET kinds = ARRAY(
            SELECT DISTINCT kind FROM unnest(kinds || said.allows) AS kind WHERE kind <> ALL (said.refuses) ORDER BY kind
        ),
        checks_in_after_crisis = checks_in_after_crisis AND cardinality(said.refuses) = 0,
        snoozed_until = CASE WHEN cardinality(said.allows) = 0 THEN snoozed_until END,
        asked_at = coalesce(asked_at, moment),
        updated_at = moment
    WHERE user_id = of_person AND stream = of_stream
    RETURNING kinds INTO agreed;
    IF said.not_before IS NOT NULL OR said.not_after IS NOT NULL THEN
        UPDATE outreach_settings
        SET quiet_start = coalesce(said.not_after, quiet_start, said.night_start),
            quiet_end = coalesce(said.not_before, quiet_end, said.night_end)
        WHERE user_id = of_person
            AND stream = of_stream
            AND coalesce(said.not_after, quiet_start, said.night_start)
                <> coalesce(said.not_before, quiet_end, said.night_end);
    END IF;
    IF cardinality(agreed) > 0 THEN
        INSERT INTO outreach_looks (user_id, agent_id, look_at) VALUES (of_person, nullif(of_stream, ''), moment)
        ON CONFLICT (user_id, stream) DO UPDATE SET look_at = least(outreach_looks.look_at, excluded.look_at);
    ELSE
        DELETE FROM outreach_looks WHERE user_id = of_person AND stream = of_stream;
    END IF;
END
$$;

-- Reminders are kept with the turn that heard them; each is agreed to by being set.
CREATE FUNCTION keep_reminders(of_person uuid, of_stream text, wish json, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
#variable_conflict use_column
DECLARE
    said record;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    SELECT * INTO said FROM json_to_record(wish) AS parts (reminders json, night_start time, night_end time);
    INSERT INTO reminders (id, user_id, agent_id, what, first_at, timezone, every, insists, message_id, set_at)
    SELECT id, of_person, nullif(of_stream, ''), what, first_at, timezone, every, insists, message_id, moment
    FROM json_to_recordset(said.reminders) AS reminder (
        id uuid, what text, first_at timestamptz, timezone text, every text, insists boolean, message_id uuid
    )
    ON CONFLICT (id) DO NOTHING;
    INSERT INTO outreach_settings (user_id, agent_id, kinds, quiet_start, quiet_end, touches_sensitive, updated_at)
    VALUES (
        of_person, nullif(of_stream, ''), '{reminder}', said.night_start, said.night_end, true, moment
    )
    ON CONFLICT (user_id, stream) DO UPDATE
    SET kinds = ARRAY(SELECT DISTINCT kind FROM unnest(outreach_settings.kinds || excluded.kinds) AS kind ORDER BY kind);
    INSERT INTO outreach_looks (user_id, agent_id, look_at)
    SELECT of_person, nullif(of_stream, ''), min(first_at)
    FROM json_to_recordset(said.reminders) AS reminder (first_at timestamptz)
    HAVING count(*) > 0
    ON CONFLICT (user_id, stream) DO UPDATE SET look_at = least(outreach_looks.look_at, excluded.look_at);
END
$$;
