-- Who signs out is not woken in that browser any more.
ALTER TABLE push_devices ADD COLUMN session_id uuid;
