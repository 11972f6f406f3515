-- Who a companion without a persona becomes: every state it was in, why it changed, and what can be brought back.

ALTER TABLE companions
    ADD COLUMN first_name text,  -- what it was called before somebody gave it a name; NULL while it still is
    ADD COLUMN personality_position bigint NOT NULL DEFAULT 0,  -- how far the talk was read for it
    ADD COLUMN personality_read_at timestamptz;

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
