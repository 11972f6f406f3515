-- Devices that are told of a message when nobody is connected (Web Push), and what each was told.

CREATE TABLE push_devices (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    endpoint text NOT NULL UNIQUE CHECK (length(endpoint) <= 1024),  -- where its push service takes letters
    public_key bytea NOT NULL,  -- what they are encrypted for, a point on P-256
    secret bytea NOT NULL,  -- what only the browser and we know
    language text NOT NULL CHECK (language IN ('en', 'zh')),
    shows_words boolean NOT NULL DEFAULT false,  -- whether the message itself may stand on its screen
    seen_at timestamptz NOT NULL  -- when the browser last said that it is there
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
