-- scope_person: let this transaction see the rows of one person
SELECT set_config('miolumi.person', %(person_id)s, true)

-- scope_everyone: let this transaction see all rows, for work of the service itself
SELECT set_config('miolumi.everyone', 'yes', true)

-- prepare_session: neither compile queries nor keep rows that are looked up once: both take longer than they save
SELECT set_config('jit', 'off', false), set_config('enable_memoize', 'off', false)

-- submit_to_policies: give up the right to pass by row-level security, for the whole connection
SELECT set_config('role', 'miolumi_app', false)
FROM pg_roles
WHERE rolname = session_user AND (rolsuper OR rolbypassrls)

-- suitability: what has to be known of a server before it is used
SELECT
    current_setting('server_version_num')::int AS version_number,
    current_setting('server_version') AS version,
    (SELECT installed_version FROM pg_available_extensions WHERE name = 'vector') AS vector_installed,
    (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS vector_available,
    coalesce((
        SELECT bool_or(rolsuper OR (trusted AND has_database_privilege(current_database(), 'CREATE')))
        FROM pg_available_extension_versions, pg_roles
        WHERE name = 'vector' AND rolname = session_user
    ), false) AS may_install_vector,
    coalesce((SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user), false) AS bypasses_policies,
    EXISTS (SELECT FROM pg_roles WHERE rolname = 'miolumi_app') AS app_role_exists
