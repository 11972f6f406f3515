-- Memory that feels human: episodes, people, preferences, a standing profile, and a record of changes.

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

ALTER TABLE messages ADD episode_id uuid REFERENCES episodes (id) ON DELETE SET NULL;

ALTER TABLE memories
    ADD stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    ADD episode_id uuid REFERENCES episodes (id) ON DELETE SET NULL,
    ADD valid_precision text CHECK (valid_precision IN (
        'minute', 'hour', 'part_of_day', 'day', 'weekend', 'week', 'month', 'season', 'year'
    )),
    ADD pinned_at timestamptz,
    ADD origin text NOT NULL DEFAULT 'talk' CHECK (origin IN ('talk', 'correction', 'import')),
    ADD superseded_as text CHECK (superseded_as IN ('outdated', 'merged', 'corrected'));

-- Counts what was forgotten, so that a reading that began before does not bring it back.
ALTER TABLE recent_memories ADD forgets int NOT NULL DEFAULT 0;

DROP INDEX memories_scope;
CREATE INDEX memories_scope ON memories (user_id, stream);

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
