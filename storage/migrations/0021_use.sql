-- How long somebody talks, and when they were last told what is said beside the talk: one row a person, whatever device.
ALTER TABLE talks
    ADD COLUMN used_since timestamptz,  -- when this use began, which no pause has ended
    ADD COLUMN used_until timestamptz,
    ADD COLUMN used_on date,  -- the last day of use, where the person is
    ADD COLUMN used_seconds double precision NOT NULL DEFAULT 0,  -- and the use of that day
    ADD COLUMN told jsonb NOT NULL DEFAULT '{}';  -- kind of notice to when it was last told

ALTER TABLE users
    ADD COLUMN region text,  -- a state or province as in ISO 3166-2, like US-NY
    ADD COLUMN age_vouched boolean NOT NULL DEFAULT false,  -- the sign-in service gave the age group
    ADD COLUMN heavy_use_hours smallint CHECK (heavy_use_hours BETWEEN 0 AND 24);  -- NULL is as usual, 0 never

-- How a person's use stands, as JSON.
CREATE FUNCTION use_of(of_person uuid) RETURNS jsonb LANGUAGE sql STABLE AS
$$
    SELECT jsonb_build_object(
        'since', used_since, 'until', used_until, 'day', used_on, 'seconds', used_seconds, 'told', told
    )
    FROM talks WHERE user_id = of_person
$$;

-- Take a message as a sign of use: time since the last one counts, unless it was a pause.
CREATE FUNCTION note_use(of_person uuid, on_day date, pause interval, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    UPDATE talks
    SET used_seconds = CASE WHEN used_on = on_day THEN used_seconds ELSE 0 END
            + CASE WHEN moment - used_until < pause THEN greatest(extract(epoch FROM moment - used_until), 0) ELSE 0 END,
        used_on = on_day,
        used_since = CASE WHEN moment - used_until < pause THEN used_since ELSE moment END,
        used_until = greatest(used_until, moment)
    WHERE user_id = of_person;
    RETURN use_of(of_person);
END
$$;

-- Keep when notices were told, with the turn that told them.
CREATE FUNCTION note_told(of_person uuid, kinds text[], moment timestamptz) RETURNS void LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(kinds) > 0 THEN
        UPDATE talks
        SET told = told || (SELECT jsonb_object_agg(kind, moment) FROM unnest(kinds) AS kind)
        WHERE user_id = of_person;
    END IF;
END
$$;

-- How often a sentence that clings to somebody was kept back, by month and rule. No person, no text.
CREATE TABLE kept_back_counts (
    month date NOT NULL,
    rule text NOT NULL,
    count bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (month, rule)
);

-- Count what was kept back before its turn is stored; a turn that is stored a second time is counted once.
CREATE FUNCTION count_kept_back(of_person uuid, rules text[], message_ids uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(rules) = 0 THEN
        RETURN;
    END IF;
    PERFORM set_config('miolumi.person', of_person::text, true);
    IF EXISTS (
        SELECT FROM messages WHERE user_id = of_person AND id = ANY(message_ids) AND settled_at IS NULL
    ) THEN
        INSERT INTO kept_back_counts (month, rule, count)
        SELECT date_trunc('month', moment AT TIME ZONE 'UTC')::date, rule, count(*) FROM unnest(rules) AS rule
        GROUP BY rule
        ON CONFLICT (month, rule) DO UPDATE SET count = kept_back_counts.count + excluded.count;
    END IF;
END
$$;
