-- Side by side the signs of sixteen messages that follow each other: a search by meaning reads one row instead of
-- sixteen, and a sixteenth of what row-level security and the executor do for each.

-- A pack holds the signs of the messages of one space whose numbers, divided by 16, are its own; a message's place in
-- it is what remains. `message_keys` is where they come from.
CREATE TABLE message_signs (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stream text COLLATE "C" NOT NULL,
    embedder text COLLATE "C" NOT NULL,
    pack int NOT NULL,
    signs bit(768)[] NOT NULL,
    PRIMARY KEY (user_id, stream, embedder, pack)
) WITH (fillfactor = 75);
ALTER TABLE message_signs ALTER signs SET STORAGE PLAIN;

ALTER TABLE message_signs ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_signs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON message_signs USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Keep the packs as the keys are.
CREATE FUNCTION pack_signs() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    packed bit(768)[];
    place int;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.signs IS NOT NULL AND (
        TG_OP = 'DELETE' OR NEW.signs IS NULL OR (OLD.embedder, OLD.number) IS DISTINCT FROM (NEW.embedder, NEW.number)
    ) THEN
        place := OLD.number % 16 + 1;
        UPDATE message_signs SET signs[place] = NULL
        WHERE user_id = OLD.user_id AND stream = OLD.stream AND embedder = OLD.embedder AND pack = OLD.number / 16
        RETURNING signs INTO packed;
        IF array_remove(packed, NULL) = '{}' THEN
            DELETE FROM message_signs
            WHERE user_id = OLD.user_id AND stream = OLD.stream AND embedder = OLD.embedder AND pack = OLD.number / 16;
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.signs IS NOT NULL AND NEW.embedder IS NOT NULL THEN
        place := NEW.number % 16 + 1;
        packed := '{}';
        packed[place] := NEW.signs;
        INSERT INTO message_signs (user_id, stream, embedder, pack, signs)
        VALUES (NEW.user_id, NEW.stream, NEW.embedder, NEW.number / 16, packed)
        ON CONFLICT (user_id, stream, embedder, pack) DO UPDATE SET signs[place] = NEW.signs;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER message_keys_signs AFTER INSERT OR UPDATE OF number, embedder, signs OR DELETE ON message_keys
    FOR EACH ROW EXECUTE FUNCTION pack_signs();

-- The way from a message's number to the message; the signs have gone from it.
DROP INDEX message_keys_order;
CREATE UNIQUE INDEX message_keys_order ON message_keys (user_id, stream, number) INCLUDE (message_id, said_at);

-- What was said before this migration.
SELECT set_config('miolumi.everyone', 'yes', true);
INSERT INTO message_signs (user_id, stream, embedder, pack, signs)
SELECT user_id, stream, embedder, number / 16,
    ARRAY[
        (array_agg(signs) FILTER (WHERE number % 16 = 0))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 1))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 2))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 3))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 4))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 5))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 6))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 7))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 8))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 9))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 10))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 11))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 12))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 13))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 14))[1],
        (array_agg(signs) FILTER (WHERE number % 16 = 15))[1]
    ]
FROM message_keys
WHERE signs IS NOT NULL AND embedder IS NOT NULL
GROUP BY user_id, stream, embedder, number / 16;
