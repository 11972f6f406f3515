-- How often somebody was told where help is, by month and reason. No person, no text: nothing here leads back to anybody.
CREATE TABLE care_counts (
    month date NOT NULL,
    referral text NOT NULL CHECK (referral IN ('ideation', 'intent', 'plan', 'other', 'violence', 'screened')),
    count bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (month, referral)
);

-- Count a referral before its turn is stored; a turn that is stored a second time is counted once.
CREATE FUNCTION count_referral(of_person uuid, reason text, message_ids uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF reason IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('miolumi.person', of_person::text, true);
    IF EXISTS (
        SELECT FROM messages WHERE user_id = of_person AND id = ANY(message_ids) AND settled_at IS NULL
    ) THEN
        INSERT INTO care_counts (month, referral, count)
        VALUES (date_trunc('month', moment AT TIME ZONE 'UTC')::date, reason, 1)
        ON CONFLICT (month, referral) DO UPDATE SET count = care_counts.count + 1;
    END IF;
END
$$;
