-- Personas that people brought themselves, as character cards.

CREATE TABLE personas (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL,
    card jsonb NOT NULL,
    form text NOT NULL CHECK (form IN ('json', 'png', 'charx')),
    original bytea NOT NULL,  -- the file as it came: its picture, its other parts, and how it wrote its numbers
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, slug)
);

ALTER TABLE personas ENABLE ROW LEVEL SECURITY;
ALTER TABLE personas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON personas USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
