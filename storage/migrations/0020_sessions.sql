-- Sign-ins that were ended before their time.

ALTER TABLE users ADD COLUMN signed_out_at timestamptz;
CREATE INDEX users_signed_out ON users (signed_out_at) WHERE signed_out_at IS NOT NULL;

CREATE TABLE ended_sessions (
    session_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ended_at timestamptz NOT NULL,
    kept_until timestamptz NOT NULL
);
CREATE INDEX ended_sessions_person ON ended_sessions (user_id);
CREATE INDEX ended_sessions_lately ON ended_sessions (ended_at);

ALTER TABLE ended_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE ended_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON ended_sessions
    USING (user_id = (SELECT person_in_scope()) OR (SELECT everyone_in_scope()));
