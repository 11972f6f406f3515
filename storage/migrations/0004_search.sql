-- What a search reads first: narrow rows instead of whole messages, and keywords by equality, since row-level
-- security keeps `@@` and distances from an index.

-- Every message that may come to mind, numbered in its talk, with the signs of its vector.
CREATE TABLE message_keys (
    message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stream text COLLATE "C" NOT NULL,
    number int NOT NULL,
    said_at timestamptz NOT NULL,
    size int NOT NULL,
    total_size bigint NOT NULL,  -- of this and all before it: the newest row knows the usual size
    embedder text COLLATE "C",
    signs bit(768)
);
CREATE UNIQUE INDEX message_keys_order ON message_keys (user_id, stream, number)
    INCLUDE (embedder, signs, said_at);

CREATE TABLE message_terms (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stream text COLLATE "C" NOT NULL,
    term text COLLATE "C" NOT NULL,
    number int NOT NULL,
    size int NOT NULL
);
CREATE UNIQUE INDEX message_terms_said ON message_terms (user_id, stream, term, number) INCLUDE (size);

ALTER TABLE message_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON message_keys USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE message_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON message_terms USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Take away what finds a message by its words.
CREATE FUNCTION forget_terms(message messages) RETURNS void LANGUAGE sql AS
$$
DELETE FROM message_terms USING message_keys
WHERE message_keys.message_id = message.id
    AND message_terms.user_id = message.user_id
    AND message_terms.stream = message.stream
    AND message_terms.number = message_keys.number
    AND term = ANY(tsvector_to_array(message.terms));
$$;

-- Make a message findable that may come to mind now; its place in the talk is given once.
CREATE FUNCTION index_message_for_search() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    findable boolean := NEW.terms IS NOT NULL
        AND NEW.kind IN ('talk', 'proactive')
        AND (NEW.ended IS NULL OR NEW.ended = 'complete')
        AND (NEW.role = 'assistant' OR NEW.settled_at IS NOT NULL);
BEGIN
    IF TG_OP = 'UPDATE' AND (NOT findable OR OLD.terms IS DISTINCT FROM NEW.terms) THEN
        PERFORM forget_terms(OLD);
    END IF;
    IF NOT findable THEN
        DELETE FROM message_keys WHERE message_id = NEW.id;
        RETURN NULL;
    END IF;
    UPDATE message_keys
    SET size = length(NEW.terms), embedder = NEW.embedder, signs = binary_quantize(NEW.embedding)
    WHERE message_id = NEW.id;
    IF NOT FOUND THEN
        INSERT INTO message_keys (message_id, user_id, stream, number, said_at, size, total_size, embedder, signs)
        SELECT NEW.id, NEW.user_id, NEW.stream, coalesce(max(number), 0) + 1, NEW.created_at,
            length(NEW.terms), coalesce(max(total_size), 0) + length(NEW.terms),
            NEW.embedder, binary_quantize(NEW.embedding)
        FROM (
            SELECT number, total_size FROM message_keys
            WHERE user_id = NEW.user_id AND stream = NEW.stream
            ORDER BY number DESC LIMIT 1
        ) AS newest;
    ELSIF OLD.terms = NEW.terms THEN
        RETURN NULL;
    END IF;
    INSERT INTO message_terms (user_id, stream, term, number, size)
    SELECT NEW.user_id, NEW.stream, lexeme, number, length(NEW.terms)
    FROM message_keys CROSS JOIN unnest(tsvector_to_array(NEW.terms)) AS lexeme
    WHERE message_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER messages_search_added AFTER INSERT ON messages
    FOR EACH ROW WHEN (NEW.terms IS NOT NULL) EXECUTE FUNCTION index_message_for_search();
CREATE TRIGGER messages_search_changed AFTER UPDATE OF terms, embedding, embedder, settled_at, kind, ended ON messages
    FOR EACH ROW WHEN (OLD.terms IS NOT NULL OR NEW.terms IS NOT NULL)
    EXECUTE FUNCTION index_message_for_search();

CREATE FUNCTION forget_message_for_search() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM forget_terms(OLD);
    RETURN OLD;
END
$$;
CREATE TRIGGER messages_search_removed BEFORE DELETE ON messages
    FOR EACH ROW WHEN (OLD.terms IS NOT NULL) EXECUTE FUNCTION forget_message_for_search();

-- What was said before this migration.
SELECT set_config('miolumi.everyone', 'yes', true);
INSERT INTO message_keys (message_id, user_id, stream, number, said_at, size, total_size, embedder, signs)
SELECT id, user_id, stream, row_number() OVER talk, created_at, length(terms), sum(length(terms)) OVER talk,
    embedder, binary_quantize(embedding)
FROM messages
WHERE terms IS NOT NULL
    AND kind IN ('talk', 'proactive')
    AND (ended IS NULL OR ended = 'complete')
    AND (role = 'assistant' OR settled_at IS NOT NULL)
WINDOW talk AS (PARTITION BY user_id, stream ORDER BY position);

INSERT INTO message_terms (user_id, stream, term, number, size)
SELECT messages.user_id, messages.stream, lexeme, number, size
FROM message_keys JOIN messages ON messages.id = message_id CROSS JOIN unnest(tsvector_to_array(terms)) AS lexeme;
