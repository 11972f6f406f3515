from litestar import Litestar
from litestar.testing import AsyncTestClient
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

Client = AsyncTestClient[Litestar]


async def test_a_process_is_ready_when_its_database_is(visitor: Client) -> None:
    assert (await visitor.get("/health")).json() == {"status": "ok", "program": "miolumi"}
    assert (await visitor.get("/ready")).status_code == 200


async def test_a_process_without_its_database_lives_and_is_not_ready(
    visitor: Client, database_url: str
) -> None:
    name = str(conninfo_to_dict(database_url)["dbname"])
    server_url = make_conninfo(database_url, dbname="postgres")
    async with await AsyncConnection.connect(server_url, autocommit=True) as connection:
        close = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name))
        await connection.execute(close)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
    assert (await visitor.get("/health")).status_code == 200
    answer = await visitor.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
