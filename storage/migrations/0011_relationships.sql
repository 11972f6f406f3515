-- Relationships with personas. Lumi has none.

-- NULL is somebody who has not said; nobody but an adult goes beyond friendship.
ALTER TABLE users ADD COLUMN age_group text CHECK (age_group IN ('adult', 'minor'));

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
