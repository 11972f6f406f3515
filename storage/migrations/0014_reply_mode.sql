-- How long a companion's replies are. NULL is as its own rhythm says; Lumi's is natural.
ALTER TABLE companions ADD COLUMN reply_mode text CHECK (reply_mode IN ('concise', 'natural', 'expansive'));

-- What a person says in the talk of the length they like is kept with the turn that heard it.
CREATE FUNCTION take_reply_mode(of_person uuid, of_stream text, wish text, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    UPDATE companions SET reply_mode = wish, updated_at = moment
    WHERE user_id = of_person AND coalesce(agent_id, '') = of_stream AND reply_mode IS DISTINCT FROM wish;
END
$$;
