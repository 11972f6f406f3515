-- Reminders that a person takes back in the talk go with the turn that heard it.
CREATE FUNCTION take_back_reminders(of_person uuid, of_stream text, ids uuid[]) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM set_config('miolumi.person', of_person::text, true);
        DELETE FROM reminders WHERE user_id = of_person AND stream = of_stream AND id = ANY(ids);
    END IF;
END
$$;
