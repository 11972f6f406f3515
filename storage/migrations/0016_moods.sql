-- How the person felt as a message read, beside how the companion felt then.

ALTER TABLE messages ADD COLUMN mood jsonb;  -- of the person: valence, arousal, label, confidence; told once a model said

-- Note how the messages of a turn read. Run twice, it leaves the same as once.
CREATE FUNCTION note_mood(of_person uuid, message_ids uuid[], read jsonb) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF read IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('miolumi.person', of_person::text, true);
    UPDATE messages SET mood = read
    WHERE user_id = of_person AND id = ANY(message_ids) AND role = 'user' AND mood IS NULL;
END
$$;
