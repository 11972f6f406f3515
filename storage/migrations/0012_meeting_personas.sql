-- Meeting personas: what a turn needs of a brought one, and who is no longer to be spoken to.

ALTER TABLE personas
    ADD COLUMN tagline text NOT NULL DEFAULT '',
    ADD COLUMN sheet jsonb NOT NULL DEFAULT '{}',  -- what a turn tells of the card, sifted and short
    ADD COLUMN revision text NOT NULL DEFAULT '';  -- of the sheet: a process that has it is not sent it again

-- When a persona was let go of; what was said to it stays.
ALTER TABLE companions ADD COLUMN left_at timestamptz;

-- Make sure that a person has met a persona, and that it is still there. Returns its name.
CREATE FUNCTION require_companion(of_person uuid, to_agent text) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    IF NOT EXISTS (SELECT FROM companions WHERE user_id = of_person AND agent_id = to_agent AND left_at IS NULL) THEN
        RAISE EXCEPTION 'this person has no such companion' USING ERRCODE = 'ML002';
    END IF;
    RETURN to_agent;
END
$$;
