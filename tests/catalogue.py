"""Looking for a word in everything that a database keeps."""

from psycopg import AsyncConnection, sql

TEXTUAL = """
SELECT table_schema, table_name, column_name
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_type = 'BASE TABLE'
    AND table_schema NOT IN ('pg_catalog', 'information_schema')
    AND data_type IN (
        'text', 'character varying', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED', 'bytea', 'tsvector'
    )
ORDER BY 1, 2, 3
"""


async def places_of(database_url: str, word: str) -> set[str]:
    """Return every column in the whole database that has a word in it, in any spelling of JSON."""
    escaped = word.encode("ascii", "backslashreplace").decode()
    found: set[str] = set()
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        columns = await (await connection.execute(TEXTUAL)).fetchall()
        assert len(columns) > 60
        for schema, table, column in columns:
            question = sql.SQL(
                "SELECT FROM {}.{} WHERE strpos(lower({column}::text), %(word)s) > 0"
                " OR strpos({column}::text, %(escaped)s) > 0 LIMIT 1"
            ).format(sql.Identifier(schema), sql.Identifier(table), column=sql.Identifier(column))
            rows = await connection.execute(question, {"word": word.lower(), "escaped": escaped})
            if rows.rowcount:
                found.add(f"{table}.{column}")
    return found
