-- Everything that makes up a schema, one line each, extensions and the queue's own tables left out.
WITH mine AS (
    SELECT pg_class.oid, relname, relkind, relrowsecurity, relforcerowsecurity, reloptions
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
        AND relname !~ '^(procrastinate|idx_procrastinate)'
        AND relname !~ '^migrations'
)
SELECT format('table %s %s security %s %s %s', relname, relkind, relrowsecurity, relforcerowsecurity, reloptions) AS line FROM mine
UNION ALL
SELECT format(
    'column %s.%s %s not null %s default %s identity %s storage %s', relname, attname,
    format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attidentity, attstorage
)
FROM mine JOIN pg_attribute ON attrelid = mine.oid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r'
UNION ALL
SELECT format('constraint %s %s %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
FROM mine JOIN pg_constraint ON conrelid = mine.oid
UNION ALL
SELECT format('index %s', pg_get_indexdef(indexrelid)) FROM mine JOIN pg_index ON indrelid = mine.oid
UNION ALL
SELECT format(
    'policy %s %s %s %s using %s check %s', relname, polname, polcmd, polpermissive,
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
)
FROM mine JOIN pg_policy ON polrelid = mine.oid
UNION ALL
SELECT format('trigger %s', pg_get_triggerdef(pg_trigger.oid))
FROM mine JOIN pg_trigger ON tgrelid = mine.oid
WHERE NOT tgisinternal
UNION ALL
SELECT format('function %s', pg_get_functiondef(pg_proc.oid))
FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace
    AND proname !~ '^procrastinate'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
UNION ALL
SELECT format('extension %s', extname) FROM pg_extension
ORDER BY line
