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
    region text,  -- a state or province as in ISO 3166-2, like US-NY
    age_vouched boolean NOT NULL DEFAULT false,  -- the sign-in service gave the age group
    heavy_use_hours smallint CHECK (heavy_use_hours BETWEEN 0 AND 24),  -- NULL is as usual, 0 never
    subscription_tier text NOT NULL DEFAULT 'free',
    trial_expires_at timestamptz,
    daily_usage jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    age_group text CHECK (age_group IN ('adult', 'minor')),  -- NULL has not said; only an adult goes beyond friendship
    signed_out_at timestamptz  -- no sign-in from before counts
);
CREATE INDEX users_signed_out ON users (signed_out_at) WHERE signed_out_at IS NOT NULL;

-- Sign-ins that were ended before their time: a session by the number it began with, or one token of it.
CREATE TABLE ended_sessions (
    session_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ended_at timestamptz NOT NULL,  -- a little ahead for a token that was renewed: others of its browser are on the way
    kept_until timestamptz NOT NULL  -- when it would have ended by itself
);
CREATE INDEX ended_sessions_person ON ended_sessions (user_id);
CREATE INDEX ended_sessions_lately ON ended_sessions (ended_at);

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
    left_at timestamptz,  -- when a persona was let go of; what was said to it stays
    first_name text,  -- what it was called before somebody gave it a name; NULL while it still is
    personality_position bigint NOT NULL DEFAULT 0,  -- how far the talk was read for it
    personality_read_at timestamptz,
    reply_mode text CHECK (reply_mode IN ('concise', 'natural', 'expansive')),  -- NULL is as its own rhythm says
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
    episode_id uuid REFERENCES episodes (id) ON DELETE SET NULL,
    mood jsonb,  -- of the person: valence, arousal, label, confidence; told once a model said
    variants jsonb  -- by experiment; NULL where nothing was tried out
);
CREATE UNIQUE INDEX messages_client_id ON messages (user_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_stream ON messages (user_id, stream, position);
CREATE INDEX messages_answered_by ON messages (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX messages_varied ON messages (created_at) WHERE variants IS NOT NULL;
CREATE INDEX messages_unsettled ON messages (user_id, position) WHERE role = 'user' AND settled_at IS NULL;
CREATE INDEX messages_vector_space ON messages (user_id, embedder, position)
    WHERE kind IN ('talk', 'proactive')
        AND (ended IS NULL OR ended = 'complete')
        AND (role = 'assistant' OR settled_at IS NOT NULL);

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
    origin text NOT NULL DEFAULT 'talk' CHECK (origin IN ('talk', 'correction', 'import', 'reflection')),
    superseded_as text CHECK (superseded_as IN ('outdated', 'merged', 'corrected')),
    shared_at timestamptz,  -- since when every companion of the person may know these words; NULL is the usual
    confidence real CHECK (confidence BETWEEN 0 AND 1)  -- of what was concluded; NULL is counted from how often it was said
);
CREATE INDEX memories_scope ON memories (user_id, stream);
CREATE INDEX memories_shared ON memories (user_id) WHERE shared_at IS NOT NULL;
CREATE UNIQUE INDEX memories_said_once ON memories (user_id, agent_id, content_hash)
    NULLS NOT DISTINCT WHERE superseded_at IS NULL;
CREATE INDEX memories_vector_space ON memories (user_id, embedder)
    WHERE superseded_as IS NULL OR superseded_as <> 'merged';

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
    forgotten_seq bigint NOT NULL DEFAULT 0,  -- frames up to this number are no longer kept
    used_since timestamptz,  -- when this use began, which no pause has ended
    used_until timestamptz,
    used_on date,  -- the last day of use, where the person is
    used_seconds double precision NOT NULL DEFAULT 0,  -- and the use of that day
    told jsonb NOT NULL DEFAULT '{}'  -- kind of notice to when it was last told
);

-- How a person's use stands, as JSON.
CREATE FUNCTION use_of(of_person uuid) RETURNS jsonb LANGUAGE sql STABLE AS
$$
    SELECT jsonb_build_object(
        'since', used_since, 'until', used_until, 'day', used_on, 'seconds', used_seconds, 'told', told
    )
    FROM talks WHERE user_id = of_person
$$;

-- Take a message as a sign of use: time since the last one counts, unless it was a pause.
CREATE FUNCTION note_use(of_person uuid, on_day date, pause interval, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    UPDATE talks
    SET used_seconds = CASE WHEN used_on = on_day THEN used_seconds ELSE 0 END
            + CASE WHEN moment - used_until < pause THEN greatest(extract(epoch FROM moment - used_until), 0) ELSE 0 END,
        used_on = on_day,
        used_since = CASE WHEN moment - used_until < pause THEN used_since ELSE moment END,
        used_until = greatest(used_until, moment)
    WHERE user_id = of_person;
    RETURN use_of(of_person);
END
$$;

-- Keep when notices were told, with the turn that told them.
CREATE FUNCTION note_told(of_person uuid, kinds text[], moment timestamptz) RETURNS void LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(kinds) > 0 THEN
        UPDATE talks
        SET told = told || (SELECT jsonb_object_agg(kind, moment) FROM unnest(kinds) AS kind)
        WHERE user_id = of_person;
    END IF;
END
$$;

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

-- Take a talk that has unanswered messages and is free, or was taken by this very attempt; no row otherwise.
CREATE FUNCTION claim_talk(
    of_person uuid, for_holder text, attempt uuid, is_ours boolean, until timestamptz, block bigint, moment timestamptz
) RETURNS TABLE (epoch bigint, next_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;  -- the next statement sees what others wrote before
    RETURN QUERY UPDATE talks
    SET holder = for_holder,
        claim_id = attempt,
        epoch = epoch + 1,
        lease_until = until,
        next_seq = next_seq + block
    WHERE user_id = of_person
        AND (
            holder IS NULL
            OR claim_id = attempt
            OR (lease_until < moment AND (holder <> for_holder OR NOT is_ours))
        )
        AND EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL)
    RETURNING epoch, next_seq - block;
END
$$;

-- Store what a person said, unless it is there already, and claim their talk if it is free. Returns the message, or
-- the earlier one with its client id, and with a claim everything that waits for an answer, oldest first.
CREATE FUNCTION receive_message(
    of_person uuid, new_id uuid, to_agent text, from_client text, said text, media text[],
    for_holder text, attempt uuid, is_ours boolean, until timestamptz, block bigint, moment timestamptz
) RETURNS TABLE (message messages, waits boolean, epoch bigint, claimed_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
DECLARE
    claimed record;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;
    INSERT INTO messages (id, user_id, agent_id, client_id, role, content, media_urls, created_at)
    VALUES (new_id, of_person, to_agent, from_client, 'user', said, media, moment)
    ON CONFLICT DO NOTHING;
    SELECT * INTO claimed FROM claim_talk(of_person, for_holder, attempt, is_ours, until, block, moment);
    RETURN QUERY
    SELECT messages, role = 'user' AND settled_at IS NULL, talks.epoch, claimed.next_seq
    FROM messages JOIN talks USING (user_id)
    WHERE user_id = of_person
        AND (
            id = new_id
            OR client_id = from_client
            OR (claimed.epoch IS NOT NULL AND role = 'user' AND settled_at IS NULL)
        )
    ORDER BY position;
END
$$;

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

-- Put a job in the queue, unless one with the same queueing lock waits; that one is held until we commit.
CREATE FUNCTION enqueue_job(
    in_queue text, task text, by_lock text, by_queueing_lock text, args jsonb, delay interval
) RETURNS void LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM FROM procrastinate_jobs WHERE queueing_lock = by_queueing_lock AND status = 'todo' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
            in_queue, task, 0, by_lock, by_queueing_lock, args, now() + delay
        )::procrastinate_job_to_defer_v1]);
    END IF;
END
$$;

-- Book what model calls cost; booked twice, they are there once.
CREATE FUNCTION book_spendings(of_person uuid, of_agent text, calls json, moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO token_transactions (
        id, user_id, agent_id, operation_type, model_id,
        input_tokens, cached_input_tokens, output_tokens, cost_usd, created_at
    )
    SELECT id, of_person, of_agent, operation, model,
        input_tokens, cached_input_tokens, output_tokens, cost_usd, moment
    FROM json_to_recordset(calls) AS spent (
        id uuid, operation text, model text,
        input_tokens int, cached_input_tokens int, output_tokens int, cost_usd numeric
    )
    ON CONFLICT (id) DO NOTHING;
END
$$;

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

-- Store everything that ends a turn, unless somebody has claimed the talk since. Returns whether the talk is kept:
-- it is when more was said, and let go otherwise. Run twice, it leaves the same as once.
CREATE FUNCTION finish_turn(
    of_person uuid, of_epoch bigint, of_agent text, turn json, vectors vector[], block bigint, moment timestamptz
) RETURNS boolean LANGUAGE plpgsql AS
$$
DECLARE
    part record;
    more boolean;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    PERFORM keep_claim(of_person, of_epoch);
    SELECT * INTO part FROM json_to_record(turn) AS parts (
        reply json, answered_by uuid, settled uuid[], kind text, emotion jsonb, indexes json,
        frames json, first_seq bigint, last_seq bigint, spendings json
    );

    WITH findable AS MATERIALIZED (
        SELECT message_id, array_to_tsvector(terms) AS terms, vectors[vector] AS embedding, embedder
        FROM json_to_recordset(part.indexes) AS found (message_id uuid, terms text[], vector int, embedder text)
    ), said AS (
        INSERT INTO messages (
            id, user_id, agent_id, role, kind, content, ended, emotion_state, terms, embedding, embedder, created_at
        )
        SELECT
            id, of_person, agent_id, 'assistant', kind, content, ended, emotion,
            findable.terms, findable.embedding, findable.embedder, moment
        FROM json_to_record(part.reply) AS reply (
            id uuid, agent_id text, kind text, content text, ended text, emotion jsonb
        ) LEFT JOIN findable ON message_id = id
        WHERE id IS NOT NULL
        ON CONFLICT (id) DO NOTHING
    )
    UPDATE messages
    SET settled_at = moment,
        answered_by = part.answered_by,
        kind = coalesce(part.kind, messages.kind),
        emotion_state = part.emotion,
        terms = coalesce(findable.terms, messages.terms),
        embedding = coalesce(findable.embedding, messages.embedding),
        embedder = coalesce(findable.embedder, messages.embedder)
    FROM unnest(part.settled) AS message_id LEFT JOIN findable USING (message_id)
    WHERE user_id = of_person AND id = message_id AND settled_at IS NULL;

    UPDATE companions SET emotion_state = part.emotion, updated_at = moment
    WHERE user_id = of_person AND coalesce(agent_id, '') = coalesce(of_agent, '');

    INSERT INTO frames (user_id, first_seq, last_seq, body, created_at)
    SELECT of_person, part.first_seq, part.last_seq, part.frames, moment
    WHERE part.first_seq IS NOT NULL
    ON CONFLICT (user_id, first_seq) DO NOTHING;

    PERFORM book_spendings(of_person, of_agent, part.spendings, moment);

    more := EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL);
    UPDATE talks
    SET holder = CASE WHEN more THEN holder END,
        claim_id = CASE WHEN more THEN claim_id END,
        lease_until = CASE WHEN more THEN lease_until END,
        next_seq = coalesce(part.last_seq + 1 + CASE WHEN more THEN block ELSE 0 END, next_seq)
    WHERE user_id = of_person AND epoch = of_epoch
    RETURNING holder IS NOT NULL INTO more;
    RETURN more;
END
$$;

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

-- What a person agreed to be written, when to think of them next, and why a message was written first.
-- No row is nothing agreed to.
CREATE TABLE outreach_settings (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    kinds text[] NOT NULL DEFAULT '{}',
    quiet_start time,
    quiet_end time,
    snoozed_until timestamptz,
    forbidden text[] NOT NULL DEFAULT '{}',
    daily_ceiling int CHECK (daily_ceiling >= 0),
    slower jsonb NOT NULL DEFAULT '{}',
    touches_sensitive boolean NOT NULL DEFAULT false,
    checks_in_after_crisis boolean NOT NULL DEFAULT false,
    updated_at timestamptz NOT NULL,
    asked_at timestamptz,  -- since when a person has been asked, or has said without being asked, what they want
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL)),
    UNIQUE (user_id, stream)
);

-- When a companion thinks of a person next; only of those who agreed to be written to.
CREATE TABLE outreach_looks (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    look_at timestamptz NOT NULL,
    UNIQUE (user_id, stream)
);
CREATE INDEX outreach_looks_due ON outreach_looks (look_at) INCLUDE (user_id, agent_id);

-- Why each message that came first was written: never in words, which a person may want forgotten.
CREATE TABLE outreach_notes (
    message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    kind text NOT NULL,
    trigger text NOT NULL,
    memory_ids uuid[] NOT NULL DEFAULT '{}',
    loop_id uuid,
    score double precision NOT NULL,
    sent_at timestamptz NOT NULL,
    reminder_id uuid  -- the reminder that a message was
);
CREATE INDEX outreach_notes_person ON outreach_notes (user_id, sent_at);

-- Reminders that a person set. One that repeats keeps the time on the person's wall, wherever they live by then.
CREATE TABLE reminders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    what text NOT NULL,
    first_at timestamptz NOT NULL,
    timezone text NOT NULL,
    every text CHECK (every IN ('day', 'weekday', 'week', 'month', 'year')),
    insists boolean NOT NULL DEFAULT false,  -- whether it comes in the quiet hours too
    message_id uuid,
    set_at timestamptz NOT NULL,
    sent_at timestamptz,
    done_at timestamptz
);
CREATE INDEX reminders_person ON reminders (user_id, stream, first_at);

-- How often what was kept back, by day (UTC) and reason.
CREATE TABLE outreach_counts (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    day date NOT NULL,
    trigger text NOT NULL,
    reason text NOT NULL,
    count int NOT NULL,
    UNIQUE (user_id, stream, day, trigger, reason)
);

-- Open loops: what somebody has before them, and has not told the end of.

-- A row without words is one that the person deleted: it only keeps the same thing from coming back.
CREATE TABLE open_loops (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    event text NOT NULL,
    message_ids uuid[] NOT NULL DEFAULT '{}',  -- the evidence
    importance double precision NOT NULL CHECK (importance >= 0 AND importance <= 1),
    happens_from timestamptz,  -- NULL where nobody said when
    happens_until timestamptz,
    happens_precision text,
    due_from timestamptz NOT NULL,
    due_until timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'asked', 'closed', 'expired')),
    do_not_ask boolean NOT NULL DEFAULT false,
    opened_at timestamptz NOT NULL,
    asked_at timestamptz,
    closed_at timestamptz,
    settled_by uuid[] NOT NULL DEFAULT '{}',  -- the messages that said what became of it: each counts once
    CHECK (due_from <= due_until),
    CHECK ((happens_from IS NULL) = (happens_until IS NULL))
);
CREATE INDEX open_loops_person ON open_loops (user_id, stream, due_from);
CREATE INDEX open_loops_over ON open_loops (due_until) WHERE status IN ('open', 'asked');

ALTER TABLE open_loops ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_loops FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON open_loops
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Note what became of loops, each only where it can become that; done twice, it is as done once.
CREATE FUNCTION settle_loops(of_person uuid, of_stream text, changes jsonb, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    -- A topic that is not to be asked about, and of which nothing is open.
    INSERT INTO open_loops (
        id, user_id, agent_id, event, message_ids, importance, due_from, due_until, status, do_not_ask, opened_at,
        closed_at
    )
    SELECT
        loop_id, of_person, nullif(of_stream, ''), event, array_remove(ARRAY[message_id], NULL), 0, moment, moment,
        'closed', true, moment, moment
    FROM jsonb_to_recordset(changes) AS change (loop_id uuid, becomes text, event text, message_id uuid)
    WHERE becomes = 'unspoken'
    ON CONFLICT (id) DO NOTHING;
    UPDATE open_loops
    SET status = CASE becomes
            WHEN 'asked' THEN 'asked'
            WHEN 'told' THEN 'closed'
            WHEN 'hushed' THEN 'closed'
            WHEN 'expired' THEN 'expired'
            ELSE 'open'
        END,
        do_not_ask = becomes = 'hushed' OR (do_not_ask AND becomes <> 'invited'),
        asked_at = CASE
            WHEN becomes = 'asked' THEN moment
            WHEN becomes NOT IN ('invited', 'moved') THEN asked_at
        END,
        closed_at = CASE WHEN becomes IN ('told', 'hushed', 'expired') THEN moment END,
        settled_by = array_remove(settled_by || message_id, NULL),
        happens_from = coalesce(change.happens_from, open_loops.happens_from),
        happens_until = coalesce(change.happens_until, open_loops.happens_until),
        happens_precision = coalesce(change.happens_precision, open_loops.happens_precision),
        due_from = coalesce(change.due_from, open_loops.due_from),
        due_until = coalesce(change.due_until, open_loops.due_until)
    FROM jsonb_to_recordset(changes) AS change (
        loop_id uuid, becomes text, message_id uuid, happens_from timestamptz, happens_until timestamptz,
        happens_precision text, due_from timestamptz, due_until timestamptz
    )
    WHERE user_id = of_person
        AND stream = of_stream
        AND id = loop_id
        AND event <> ''
        AND (message_id IS NULL OR NOT message_id = ANY(settled_by))
        AND CASE becomes
            WHEN 'asked' THEN status = 'open'
            WHEN 'told' THEN status <> 'closed'
            WHEN 'hushed' THEN NOT do_not_ask
            WHEN 'expired' THEN status IN ('open', 'asked') AND open_loops.due_until <= moment
            WHEN 'moved' THEN status IN ('open', 'asked') AND NOT do_not_ask
            ELSE becomes = 'invited'
        END;
    -- What is due sooner than the person was to be thought of next is thought of then.
    UPDATE outreach_looks SET look_at = least(look_at, sooner.due_from)
    FROM (
        SELECT min(due_from) AS due_from
        FROM jsonb_to_recordset(changes) AS change (becomes text, due_from timestamptz)
        WHERE becomes IN ('invited', 'moved')
    ) AS sooner
    WHERE user_id = of_person AND stream = of_stream AND look_at > sooner.due_from;
END
$$;

-- What a person says in the talk of being written to is kept with the turn that heard it.
CREATE FUNCTION take_outreach(of_person uuid, of_stream text, wish json, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
#variable_conflict use_column
DECLARE
    said record;
    agreed text[];
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    SELECT * INTO said FROM json_to_record(wish) AS parts (
        allows text[], refuses text[], not_before time, not_after time, night_start time, night_end time
    );
    INSERT INTO outreach_settings (user_id, agent_id, quiet_start, quiet_end, touches_sensitive, updated_at)
    VALUES (of_person, nullif(of_stream, ''), said.night_start, said.night_end, true, moment)
    ON CONFLICT (user_id, stream) DO NOTHING;
    UPDATE outreach_settings
    SET kinds = ARRAY(
            SELECT DISTINCT kind FROM unnest(kinds || said.allows) AS kind WHERE kind <> ALL (said.refuses) ORDER BY kind
        ),
        checks_in_after_crisis = checks_in_after_crisis AND cardinality(said.refuses) = 0,
        snoozed_until = CASE WHEN cardinality(said.allows) = 0 THEN snoozed_until END,
        asked_at = coalesce(asked_at, moment),
        updated_at = moment
    WHERE user_id = of_person AND stream = of_stream
    RETURNING kinds INTO agreed;
    IF said.not_before IS NOT NULL OR said.not_after IS NOT NULL THEN
        UPDATE outreach_settings
        SET quiet_start = coalesce(said.not_after, quiet_start, said.night_start),
            quiet_end = coalesce(said.not_before, quiet_end, said.night_end)
        WHERE user_id = of_person
            AND stream = of_stream
            AND coalesce(said.not_after, quiet_start, said.night_start)
                <> coalesce(said.not_before, quiet_end, said.night_end);
    END IF;
    IF cardinality(agreed) > 0 THEN
        INSERT INTO outreach_looks (user_id, agent_id, look_at) VALUES (of_person, nullif(of_stream, ''), moment)
        ON CONFLICT (user_id, stream) DO UPDATE SET look_at = least(outreach_looks.look_at, excluded.look_at);
    ELSE
        DELETE FROM outreach_looks WHERE user_id = of_person AND stream = of_stream;
    END IF;
END
$$;

-- Reminders are kept with the turn that heard them; each is agreed to by being set.
CREATE FUNCTION keep_reminders(of_person uuid, of_stream text, wish json, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
#variable_conflict use_column
DECLARE
    said record;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    SELECT * INTO said FROM json_to_record(wish) AS parts (reminders json, night_start time, night_end time);
    INSERT INTO reminders (id, user_id, agent_id, what, first_at, timezone, every, insists, message_id, set_at)
    SELECT id, of_person, nullif(of_stream, ''), what, first_at, timezone, every, insists, message_id, moment
    FROM json_to_recordset(said.reminders) AS reminder (
        id uuid, what text, first_at timestamptz, timezone text, every text, insists boolean, message_id uuid
    )
    ON CONFLICT (id) DO NOTHING;
    INSERT INTO outreach_settings (user_id, agent_id, kinds, quiet_start, quiet_end, touches_sensitive, updated_at)
    VALUES (
        of_person, nullif(of_stream, ''), '{reminder}', said.night_start, said.night_end, true, moment
    )
    ON CONFLICT (user_id, stream) DO UPDATE
    SET kinds = ARRAY(SELECT DISTINCT kind FROM unnest(outreach_settings.kinds || excluded.kinds) AS kind ORDER BY kind);
    INSERT INTO outreach_looks (user_id, agent_id, look_at)
    SELECT of_person, nullif(of_stream, ''), min(first_at)
    FROM json_to_recordset(said.reminders) AS reminder (first_at timestamptz)
    HAVING count(*) > 0
    ON CONFLICT (user_id, stream) DO UPDATE SET look_at = least(outreach_looks.look_at, excluded.look_at);
END
$$;

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

-- Take a talk that is free and in which nothing waits for an answer, to say something first, once; no row otherwise.
CREATE FUNCTION claim_talk_to_speak(
    of_person uuid, new_id uuid, for_holder text, attempt uuid, until timestamptz, moment timestamptz
) RETURNS TABLE (epoch bigint, next_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;
    RETURN QUERY UPDATE talks
    SET holder = for_holder,
        claim_id = attempt,
        epoch = epoch + 1,
        lease_until = until,
        next_seq = next_seq + 1
    WHERE user_id = of_person
        AND (holder IS NULL OR lease_until < moment)
        AND NOT EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL)
        AND NOT EXISTS (SELECT FROM messages WHERE id = new_id)
    RETURNING epoch, next_seq - 1;
END
$$;

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

ALTER TABLE ended_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE ended_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON ended_sessions USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
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
CREATE UNIQUE INDEX message_keys_order ON message_keys (user_id, stream, number) INCLUDE (message_id, said_at);

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

-- Relationships with personas. Lumi has none.
CREATE TABLE relationships (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text NOT NULL,
    stage text NOT NULL DEFAULT 'just_met' CHECK (stage IN ('just_met', 'good_friends', 'ambiguous', 'partners')),
    score double precision NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 100),
    since timestamptz NOT NULL,
    counted_to timestamptz NOT NULL,
    held_at timestamptz,
    last_turn_at timestamptz,
    gained double precision NOT NULL DEFAULT 0,
    gained_on date,
    read_position bigint NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, agent_id)
);

-- What happened to them, and why in a word of a fixed list: no sentence of a model, which could tell what was said.
CREATE TABLE relationship_changes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    agent_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN (
        'grew', 'refused', 'cooled', 'capped', 'stepped_back', 'held', 'released'
    )),
    from_stage text NOT NULL,
    to_stage text NOT NULL,
    made_by text NOT NULL CHECK (made_by IN ('judge', 'time', 'rule', 'person')),
    reason text NOT NULL,
    made_at timestamptz NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    FOREIGN KEY (user_id, agent_id) REFERENCES relationships (user_id, agent_id) ON DELETE CASCADE
);
CREATE INDEX relationship_changes_scope ON relationship_changes (user_id, agent_id, number);

ALTER TABLE relationships ENABLE ROW LEVEL SECURITY;
ALTER TABLE relationships FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON relationships USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE relationship_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE relationship_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON relationship_changes
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Personas that people brought themselves, as character cards.
CREATE TABLE personas (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL,
    card jsonb NOT NULL,
    form text NOT NULL CHECK (form IN ('json', 'png', 'charx')),
    original bytea NOT NULL,  -- the file as it came: its picture, its other parts, and how it wrote its numbers
    imported_at timestamptz NOT NULL,
    tagline text NOT NULL DEFAULT '',
    sheet jsonb NOT NULL DEFAULT '{}',  -- what a turn tells of the card, sifted and short
    revision text NOT NULL DEFAULT '',  -- of the sheet: a process that has it is not sent it again
    PRIMARY KEY (user_id, slug)
);

ALTER TABLE personas ENABLE ROW LEVEL SECURITY;
ALTER TABLE personas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON personas USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Who a companion without a persona becomes.
-- One row for each change; the one with the greatest number is how the companion is now.
CREATE TABLE personality_snapshots (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    agent_id text,
    stream text GENERATED ALWAYS AS (coalesce(agent_id, '')) STORED,
    number int NOT NULL,
    reason text NOT NULL CHECK (reason IN ('emerged', 'refreshed', 'edited', 'restored', 'named')),
    name text NOT NULL,
    voice_id text,
    essence text NOT NULL DEFAULT '',
    tone text NOT NULL DEFAULT '',
    pace text NOT NULL DEFAULT '',
    interests text NOT NULL DEFAULT '',
    manner text NOT NULL DEFAULT '',
    language text NOT NULL CHECK (language IN ('en', 'zh')),
    own_words text[] NOT NULL DEFAULT '{}',  -- the parts that the person wrote, which no reading changes
    changed text NOT NULL DEFAULT '',
    why text NOT NULL DEFAULT '',
    restored_from int,
    source_message_ids uuid[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    UNIQUE (user_id, stream, number)
);

ALTER TABLE personality_snapshots ENABLE ROW LEVEL SECURITY;
ALTER TABLE personality_snapshots FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON personality_snapshots
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Let a companion take the name or the voice that it was given in a turn; without a wish nothing runs, and a wish
-- that is fulfilled already changes nothing.
CREATE FUNCTION take_name(of_person uuid, of_stream text, wish json, moment timestamptz) RETURNS void
LANGUAGE plpgsql STRICT AS
$$
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    UPDATE companions
    SET first_name = coalesce(first_name, name),
        name = coalesce(wish ->> 'name', name),
        voice_id = coalesce(wish ->> 'voice_id', voice_id),
        updated_at = moment
    WHERE user_id = of_person
        AND coalesce(agent_id, '') = of_stream
        AND (
            coalesce(wish ->> 'name', name) <> name
            OR coalesce(wish ->> 'voice_id', voice_id) IS DISTINCT FROM voice_id
        );
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO personality_snapshots (
        user_id, agent_id, number, reason, name, voice_id, essence, tone, pace, interests, manner, language,
        own_words, source_message_ids, created_at
    )
    SELECT
        of_person, companions.agent_id, coalesce(latest.number, 0) + 1, 'named', companions.name, companions.voice_id,
        coalesce(latest.essence, ''), coalesce(latest.tone, ''), coalesce(latest.pace, ''),
        coalesce(latest.interests, ''), coalesce(latest.manner, ''), coalesce(latest.language, wish ->> 'language'),
        coalesce(latest.own_words, '{}'), ARRAY[(wish ->> 'message_id')::uuid], moment
    FROM companions LEFT JOIN LATERAL (
        SELECT * FROM personality_snapshots
        WHERE user_id = of_person AND stream = of_stream
        ORDER BY number DESC LIMIT 1
    ) AS latest ON true
    WHERE companions.user_id = of_person AND coalesce(companions.agent_id, '') = of_stream;
END
$$;

ALTER TABLE outreach_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_settings
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_looks FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_looks
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_notes
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminders FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reminders
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE outreach_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE outreach_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON outreach_counts
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- Devices that are told of a message when nobody is connected (Web Push), and what each was told.

CREATE TABLE push_devices (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    endpoint text NOT NULL UNIQUE CHECK (length(endpoint) <= 1024),  -- where its push service takes letters
    public_key bytea NOT NULL,  -- what they are encrypted for, a point on P-256
    secret bytea NOT NULL,  -- what only the browser and we know
    language text NOT NULL CHECK (language IN ('en', 'zh')),
    shows_words boolean NOT NULL DEFAULT false,  -- whether the message itself may stand on its screen
    seen_at timestamptz NOT NULL,  -- when the browser last said that it is there
    session_id uuid  -- the sign-in in which it did; when that is ended the browser is woken no longer
);
CREATE INDEX push_devices_person ON push_devices (user_id, seen_at);

-- Which message was pushed to which device, and at which attempt.
CREATE TABLE pushes (
    message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    device_id uuid NOT NULL REFERENCES push_devices (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    attempt int NOT NULL,
    pushed_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, device_id)
);
CREATE INDEX pushes_device ON pushes (device_id);
CREATE INDEX pushes_person ON pushes (user_id);

ALTER TABLE push_devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE push_devices FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON push_devices
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON pushes
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

-- How often somebody was told where help is, by month and reason. No person, no text: nothing here leads back to anybody.
CREATE TABLE care_counts (
    month date NOT NULL,
    referral text NOT NULL CHECK (referral IN ('ideation', 'intent', 'plan', 'other', 'violence', 'screened')),
    count bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (month, referral)
);

-- Count a referral before its turn is stored; a turn that is stored a second time is counted once.
CREATE FUNCTION count_referral(of_person uuid, reason text, message_ids uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF reason IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('miolumi.person', of_person::text, true);
    IF EXISTS (
        SELECT FROM messages WHERE user_id = of_person AND id = ANY(message_ids) AND settled_at IS NULL
    ) THEN
        INSERT INTO care_counts (month, referral, count)
        VALUES (date_trunc('month', moment AT TIME ZONE 'UTC')::date, reason, 1)
        ON CONFLICT (month, referral) DO UPDATE SET count = care_counts.count + 1;
    END IF;
END
$$;

-- How often a sentence that clings to somebody was kept back, by month and rule. No person, no text.
CREATE TABLE kept_back_counts (
    month date NOT NULL,
    rule text NOT NULL,
    count bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (month, rule)
);

-- Count what was kept back before its turn is stored; a turn that is stored a second time is counted once.
CREATE FUNCTION count_kept_back(of_person uuid, rules text[], message_ids uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    IF cardinality(rules) = 0 THEN
        RETURN;
    END IF;
    PERFORM set_config('miolumi.person', of_person::text, true);
    IF EXISTS (
        SELECT FROM messages WHERE user_id = of_person AND id = ANY(message_ids) AND settled_at IS NULL
    ) THEN
        INSERT INTO kept_back_counts (month, rule, count)
        SELECT date_trunc('month', moment AT TIME ZONE 'UTC')::date, rule, count(*) FROM unnest(rules) AS rule
        GROUP BY rule
        ON CONFLICT (month, rule) DO UPDATE SET count = kept_back_counts.count + excluded.count;
    END IF;
END
$$;

ALTER TABLE reflections ENABLE ROW LEVEL SECURITY;
ALTER TABLE reflections FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reflections
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));

ALTER TABLE thoughts ENABLE ROW LEVEL SECURITY;
ALTER TABLE thoughts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON thoughts
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
