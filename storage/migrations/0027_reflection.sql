-- Reflection: what a companion makes of the day while nobody talks, and what it has in mind for the next talk.

-- What it concluded itself is a memory too, never as sure as what was said.
ALTER TABLE memories DROP CONSTRAINT memories_origin_check;
ALTER TABLE memories ADD CONSTRAINT memories_origin_check
    CHECK (origin IN ('talk', 'correction', 'import', 'reflection'));
ALTER TABLE memories ADD COLUMN confidence real CHECK (confidence BETWEEN 0 AND 1);

-- When a talk is next looked back on, and how far it was. A row without `look_at` waits for the next word.
CREATE TABLE reflections (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    look_at timestamptz,
    last_night date,
    read_position bigint NOT NULL DEFAULT 0,
    reflected_at timestamptz,
    UNIQUE (user_id, stream)
);
CREATE INDEX reflections_due ON reflections (look_at) INCLUDE (user_id, stream) WHERE look_at IS NOT NULL;

-- Tomorrow's thoughts: what a companion would bring up at the beginning of a talk, once.
CREATE TABLE thoughts (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    text text NOT NULL,
    source_message_ids uuid[] NOT NULL DEFAULT '{}',
    memory_ids uuid[] NOT NULL DEFAULT '{}',
    made_at timestamptz NOT NULL,
    good_until timestamptz NOT NULL,
    used_at timestamptz,
    settled_at timestamptz
);
CREATE INDEX thoughts_person ON thoughts (user_id, stream, made_at);
CREATE INDEX thoughts_open ON thoughts (user_id, stream) WHERE used_at IS NULL AND settled_at IS NULL;

-- Thoughts that stood in the prompt of a turn have been brought up, or were passed by.
CREATE FUNCTION spend_thoughts(of_person uuid, of_stream text, ids uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM set_config('miolumi.person', of_person::text, true);
        UPDATE thoughts SET used_at = moment
        WHERE user_id = of_person AND stream = of_stream AND id = ANY(ids) AND used_at IS NULL;
    END IF;
END
$$;

-- Whoever talked in the last days is looked back on, too.
INSERT INTO reflections (user_id, agent_id, look_at)
SELECT companions.user_id, companions.agent_id, now()
FROM companions
CROSS JOIN LATERAL (
    SELECT created_at FROM messages
    WHERE messages.user_id = companions.user_id AND messages.stream = coalesce(companions.agent_id, '')
    ORDER BY position DESC
    LIMIT 1
) AS last_word
WHERE companions.left_at IS NULL AND last_word.created_at > now() - interval '2 days';

ALTER TABLE reflections ENABLE ROW LEVEL SECURITY;
ALTER TABLE reflections FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reflections
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE thoughts ENABLE ROW LEVEL SECURITY;
ALTER TABLE thoughts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON thoughts
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
