-- What is tried out with somebody: the variant of each experiment, on every message of the turns made with it.

ALTER TABLE messages ADD COLUMN variants jsonb;  -- by experiment; NULL where nothing was tried out
CREATE INDEX messages_varied ON messages (created_at) WHERE variants IS NOT NULL;

-- Note which variant of each experiment made a turn; where nothing is tried out, nothing runs.
CREATE FUNCTION note_variants(of_person uuid, message_ids uuid[], given jsonb) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    UPDATE messages SET variants = given
    WHERE user_id = of_person AND id = ANY(message_ids) AND variants IS NULL;
END
$$;
