-- lock_migrations: wait until no other process migrates this database, and see all rows from then on
SELECT pg_advisory_lock(hashtext('miolumi migrations')), set_config('miolumi.everyone', 'yes', false)

-- create_migrations: make the table that remembers what was applied
CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    hash text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)

-- applied_migrations: what was applied, with the hash it had then
SELECT name, hash FROM migrations

-- record_migration: remember that a file was applied
INSERT INTO migrations (name, hash) VALUES (%(name)s, %(hash)s)

-- queue_is_there: whether somebody has put procrastinate's tables here
SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS present

-- grant_to_app_role: make the role that row-level security applies to, if we may, and let it use every table
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'miolumi_app') THEN
        BEGIN
            CREATE ROLE miolumi_app NOLOGIN;
        EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
            NULL;  -- an ordinary owner needs no such role: the tables force row-level security on owners too
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'miolumi_app') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO miolumi_app', current_schema());
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO miolumi_app', current_schema());
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO miolumi_app', current_schema());
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I.migrations FROM miolumi_app', current_schema());
    END IF;
END
$$

-- index_queue: find the next job among hundreds of thousands that wait: by their hour, and by who holds the same lock
DO $$
BEGIN
    IF to_regclass('procrastinate_miolumi_waiting') IS NULL THEN
        CREATE INDEX procrastinate_miolumi_waiting ON procrastinate_jobs (scheduled_at) WHERE status = 'todo';
    END IF;
    IF to_regclass('procrastinate_miolumi_locked') IS NULL THEN
        CREATE INDEX procrastinate_miolumi_locked ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing');
    END IF;
END
$$
