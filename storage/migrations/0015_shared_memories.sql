-- What the person marked "everyone may know": the words of a memory, never the talk they come from.
ALTER TABLE memories ADD COLUMN shared_at timestamptz;

CREATE INDEX memories_shared ON memories (user_id) WHERE shared_at IS NOT NULL;
