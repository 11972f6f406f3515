-- The whole present schema: what all migrations add up to. Nothing runs this file but a test that compares the two.

CREATE EXTENSION IF NOT EXISTS vector;

-- The person whose rows this transaction may see; NULL when nobody was named.
CREATE FUNCTION person_in_scope() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('miolumi.person', true), '')::uuid $$;

-- Whether this transaction works for the service itself: sweeps, schedules, upkeep.
CREATE FUNCTION everyone_in_scope() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('miolumi.everyone', true), '') = 'yes' $$;

CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subject text NOT NULL UNIQUE,
    email text UNIQUE,
    name text,
    timezone text NOT NULL DEFAULT 'Asia/Shanghai',
    country text,
    language text,
    subscription_tier text NOT NULL DEFAULT 'free',
    trial_expires_at timestamptz,
    daily_usage jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE companions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    name text NOT NULL,
    voice_id text,
    personality text,
    emotion_state jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (user_id, agent_id)
);

-- One stretch of talk after another.
CREATE TABLE episodes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    title text NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    UNIQUE (user_id, stream, first_position)
);

CREATE TABLE messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,  -- row-level security keeps coalesce() from an index
    position bigint GENERATED ALWAYS AS IDENTITY,
    client_id text,
    role text NOT NULL CHECK (role IN ('user', 'assistant')),
    kind text NOT NULL DEFAULT 'talk' CHECK (kind IN ('talk', 'care', 'deflection', 'proactive')),
    content text NOT NULL,
    media_urls text[] NOT NULL DEFAULT '{}',
    emotion_state jsonb,
    ended text CHECK (ended IN ('complete', 'interrupted', 'cut_short', 'replaced')),
    settled_at timestamptz,
    answered_by uuid REFERENCES messages (id) ON DELETE SET NULL,
    embedding vector(768),
    embedder text,
    terms tsvector,
    created_at timestamptz NOT NULL DEFAULT now(),
    episode_id uuid REFERENCES episodes (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX messages_client_id ON messages (user_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_stream ON messages (user_id, stream, position);
CREATE INDEX messages_unsettled ON messages (user_id, position) WHERE role = 'user' AND settled_at IS NULL;

CREATE TABLE memories (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    type text NOT NULL CHECK (type IN (
        'identity', 'preference', 'life_event', 'emotion', 'relationship', 'shared', 'milestone', 'routine'
    )),
    subtype text,
    content text NOT NULL,
    content_hash text NOT NULL,
    quote text NOT NULL,
    people text[] NOT NULL DEFAULT '{}',
    source_message_ids uuid[] NOT NULL DEFAULT '{}',
    embedding vector(768),
    embedder text,
    terms tsvector,
    importance real NOT NULL DEFAULT 0.5 CHECK (importance BETWEEN 0 AND 1),
    access_count int NOT NULL DEFAULT 0,
    last_accessed timestamptz,
    last_mentioned_at timestamptz NOT NULL DEFAULT now(),
    valid_from timestamptz,
    valid_to timestamptz,
    learned_at timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    superseded_by uuid REFERENCES memories (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    episode_id uuid REFERENCES episodes (id) ON DELETE SET NULL,
    valid_precision text CHECK (valid_precision IN (
        'minute', 'hour', 'part_of_day', 'day', 'weekend', 'week', 'month', 'season', 'year'
    )),
    pinned_at timestamptz,
    origin text NOT NULL DEFAULT 'talk' CHECK (origin IN ('talk', 'correction', 'import')),
    superseded_as text CHECK (superseded_as IN ('outdated', 'merged', 'corrected'))
);
CREATE INDEX memories_scope ON memories (user_id, stream);
CREATE UNIQUE INDEX memories_said_once ON memories (user_id, agent_id, content_hash)
    NULLS NOT DISTINCT WHERE superseded_at IS NULL;

-- The people in somebody's life. One that turned out to be another keeps its row and its links.
CREATE TABLE people (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    name text NOT NULL,
    aliases text[] NOT NULL DEFAULT '{}',
    relationship text,
    attributes jsonb NOT NULL DEFAULT '{}',
    first_mentioned_at timestamptz NOT NULL,
    last_mentioned_at timestamptz NOT NULL,
    mention_count int NOT NULL DEFAULT 1,
    merged_into uuid REFERENCES people (id) ON DELETE SET NULL
);
CREATE INDEX people_scope ON people (user_id, stream);

CREATE TABLE memory_people (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    memory_id uuid NOT NULL REFERENCES memories (id) ON DELETE CASCADE,
    known_person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (memory_id, known_person_id)
);
CREATE INDEX memory_people_person ON memory_people (known_person_id);

-- Layer 3: facts under canonical keys.
CREATE TABLE preferences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    key text NOT NULL,
    value text NOT NULL,
    confidence real NOT NULL CHECK (confidence BETWEEN 0.75 AND 1),
    quote text NOT NULL,
    source_message_id uuid,
    learned_at timestamptz NOT NULL,
    superseded_at timestamptz,
    superseded_by uuid REFERENCES preferences (id) ON DELETE SET NULL
);
CREATE INDEX preferences_scope ON preferences (user_id, stream);

-- MEMORY.md: the lines of the standing profile, as they stand in every prompt until the next reading.
CREATE TABLE profiles (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    lines jsonb NOT NULL DEFAULT '[]',
    written_at timestamptz NOT NULL,
    UNIQUE (user_id, stream)
);

-- How many candidates were kept, and turned away for which reason.
CREATE TABLE extraction_counts (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    reason text NOT NULL,
    count bigint NOT NULL DEFAULT 0,
    UNIQUE (user_id, stream, reason)
);

-- What was changed about memories that can be taken back. What is forgotten leaves no trace here either.
CREATE TABLE memory_changes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    kind text NOT NULL CHECK (kind IN ('superseded', 'corrected', 'people_merged')),
    memory_id uuid REFERENCES memories (id) ON DELETE CASCADE,
    successor_id uuid REFERENCES memories (id) ON DELETE CASCADE,
    known_person_id uuid REFERENCES people (id) ON DELETE CASCADE,
    importance_before real,
    valid_to_before timestamptz,
    made_at timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX memory_changes_scope ON memory_changes (user_id, stream, made_at);

-- Layer 2: five fields, rewritten after every turn, and how far the two background readers have come.
CREATE TABLE recent_memories (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    purpose_and_context text NOT NULL DEFAULT '',
    current_state text NOT NULL DEFAULT '',
    key_learnings text NOT NULL DEFAULT '',
    approach_and_patterns text NOT NULL DEFAULT '',
    tools_and_resources text NOT NULL DEFAULT '',
    summarised_position bigint NOT NULL DEFAULT 0,
    extracted_position bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    forgets int NOT NULL DEFAULT 0,
    UNIQUE NULLS NOT DISTINCT (user_id, agent_id)
);

CREATE TABLE token_transactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    operation_type text NOT NULL,
    model_id text,
    input_tokens int NOT NULL DEFAULT 0,
    cached_input_tokens int NOT NULL DEFAULT 0,
    output_tokens int NOT NULL DEFAULT 0,
    cost_usd numeric(10, 6) NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX token_transactions_person ON token_transactions (user_id, created_at);

-- Who answers this person now, and the number of the next frame. One row a person keeps turns serial.
CREATE TABLE talks (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    holder text,
    claim_id uuid,  -- an attempt to claim that is repeated knows its own claim by this
    epoch bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    next_seq bigint NOT NULL DEFAULT 1,
    forgotten_seq bigint NOT NULL DEFAULT 0  -- frames up to this number are no longer kept
);

-- Lock a talk and make sure that nobody has claimed it since; every later claim counts the epoch up.
CREATE FUNCTION keep_claim(of_person uuid, of_epoch bigint) RETURNS void LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM FROM talks WHERE user_id = of_person AND epoch = of_epoch FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another process answers this person now' USING ERRCODE = 'ML001';
    END IF;
END
$$;

-- The frames of each turn as they were sent, so that a device that was away gets exactly what it missed.
CREATE TABLE frames (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    body json NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, first_seq)
);

-- Every search reads all vectors and terms of one person: in the row itself they are read in one go.
ALTER TABLE messages ALTER COLUMN embedding SET STORAGE PLAIN;
ALTER TABLE messages SET (toast_tuple_target = 8160);
ALTER TABLE memories ALTER COLUMN embedding SET STORAGE PLAIN;
ALTER TABLE memories SET (toast_tuple_target = 8160);

-- A person's rows are seen by nobody else, owners of the tables included.
-- Within (SELECT ...) the scope is read once a query and not once a row.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own_row ON users USING (id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE companions ENABLE ROW LEVEL SECURITY;
ALTER TABLE companions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON companions USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON messages USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE memories ENABLE ROW LEVEL SECURITY;
ALTER TABLE memories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON memories USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE recent_memories ENABLE ROW LEVEL SECURITY;
ALTER TABLE recent_memories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON recent_memories USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE token_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE token_transactions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON token_transactions USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE talks ENABLE ROW LEVEL SECURITY;
ALTER TABLE talks FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON talks USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE frames ENABLE ROW LEVEL SECURITY;
ALTER TABLE frames FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON frames USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE episodes ENABLE ROW LEVEL SECURITY;
ALTER TABLE episodes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON episodes USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON people USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE memory_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE memory_people FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON memory_people USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE preferences FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON preferences USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON profiles USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE extraction_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE extraction_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON extraction_counts
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE memory_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE memory_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON memory_changes
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
