import asyncio
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from storage.database import EVERYONE, Database
from storage.embedded import EmbeddedPostgres
from storage.errors import (
    DatabaseUnavailable,
    DatabaseUnsuitable,
    NotFound,
    StorageError,
)
from storage.ledger import Ledger, spendings_statement
from storage.messages import Messages
from storage.migrate import migrate
from storage.persons import Persons
from storage.records import IncomingMessage, Person, Spending
from tests.factories import exchange, make_outcome, make_person, make_talks, say
from tests.places import quick_folder
from tests.storage.relay import relayed
from tools.clock import MovedClock

CALL = Spending(operation="chat", model="test:model", input_tokens=5)
WARM_UP = 8
"""Runs after which psycopg has prepared a statement."""


async def test_a_trip_is_one_round_trip_on_the_wire(
    database_url: str, person: Person, clock: MovedClock
) -> None:
    async with relayed(database_url) as (url, relay), Database(url, size=1) as database:
        talks = make_talks(database)
        for _ in range(WARM_UP):
            before = relay.round_trips
            received = await say(talks, person, "hello", clock=clock)
            assert relay.round_trips - before == 1
            assert received.claim is not None
            outcome = make_outcome(received.claim, received.waiting, now=clock.now())
            await talks.finish(received.claim, outcome)
            assert relay.round_trips - before == 2


async def test_an_error_in_the_third_statement_undoes_the_first(
    database: Database, person: Person, clock: MovedClock
) -> None:
    ledger = Ledger(database)
    good = spendings_statement(person.id, None, [CALL], now=clock.now())
    bad = spendings_statement(uuid4(), None, [CALL], now=clock.now())
    with pytest.raises(StorageError):
        await database.trip(person.id, good, good, bad)
    assert await ledger.summary(person.id, since=clock.now()) == []


async def test_the_scope_ends_with_its_trip(
    database_url: str, person: Person, clock: MovedClock
) -> None:
    stranger = uuid4()
    one = ("person_by_subject", {"subject": person.subject})
    async with Database(database_url, size=1) as database:
        assert [len(rows) for rows in await database.trip(person.id, one)] == [1]
        assert await database.trip(stranger, one) == [[]]
        assert [len(rows) for rows in await database.trip(EVERYONE, one)] == [1]
        assert await database.trip(stranger, one) == [[]]


async def test_the_scope_that_a_function_sets_ends_with_its_call(
    database_url: str, person: Person, clock: MovedClock
) -> None:
    count = b"SELECT count(*) AS seen FROM messages"
    async with Database(database_url, size=1) as database:
        await exchange(make_talks(database), person, "hello", clock=clock)
        async with database._pool.connection() as connection:
            [row] = await (await connection.execute(count)).fetchall()
    assert row == {"seen": 0}


async def test_a_forgotten_filter_finds_nothing_of_others_even_as_superuser(
    database: Database, person: Person, clock: MovedClock
) -> None:
    other = await make_person(database, clock)
    await exchange(make_talks(database), other, "a secret", clock=clock)
    async with database.transaction(person.id) as transaction:
        connection = transaction._connection
        assert (await (await connection.execute("SELECT current_user")).fetchall()) == [
            {"current_user": "miolumi_app"}
        ]
        for table in ("messages", "frames", "talks", "companions", "users"):
            rows = await (await connection.execute(f"SELECT * FROM {table}".encode())).fetchall()  # noqa: S608
            assert all(
                row.get("user_id", row["id"] if table == "users" else None) == person.id
                for row in rows
            )


async def test_rows_of_others_cannot_be_written(
    database: Database, person: Person, clock: MovedClock
) -> None:
    other = await make_person(database, clock)
    with pytest.raises(DatabaseUnsuitable):
        await database.trip(person.id, spendings_statement(other.id, None, [CALL], now=clock.now()))


async def test_an_unknown_person_is_told_as_not_found(
    database: Database, clock: MovedClock
) -> None:
    stranger = uuid4()
    with pytest.raises(NotFound):
        await Ledger(database).record(stranger, None, [CALL], now=clock.now())


async def test_text_that_cannot_be_stored_is_refused_and_nothing_breaks(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for text in ("nul \x00", "surrogate \ud800"):
        with pytest.raises(StorageError):
            await say(talks, person, text, clock=clock)
    assert (await say(talks, person, "fine", clock=clock)).claim is not None


async def test_a_broken_connection_repeats_what_may_be_repeated(
    database_url: str, person: Person, clock: MovedClock
) -> None:
    async with relayed(database_url) as (url, relay), Database(url, size=3) as database:
        talks = make_talks(database)
        await asyncio.gather(*(talks.pending(person.id) for _ in range(6)))
        relay.cut()
        received = await say(talks, person, "hello", clock=clock)
        assert received.claim is not None
        assert not received.duplicate


async def test_a_message_whose_answer_was_lost_is_stored_once_and_claimed(
    database_url: str, person: Person, clock: MovedClock
) -> None:
    async with relayed(database_url) as (url, relay), Database(url, size=2) as database:
        talks = make_talks(database)
        for pause in (0.0, 0.001, 0.002, 0.004):
            attempt = asyncio.create_task(say(talks, person, "hello", clock=clock))
            await asyncio.sleep(pause)
            relay.cut()
            received = await attempt
            assert received.claim is not None
            assert [message.id for message in received.waiting] == [received.message.id]
            finishing = asyncio.create_task(
                talks.finish(
                    received.claim,
                    make_outcome(received.claim, received.waiting, now=clock.now()),
                )
            )
            await asyncio.sleep(pause)
            relay.cut()
            assert not await finishing
    async with Database(database_url) as database:
        page = await Messages(database).page(person.id, None, before=None, limit=99)
        assert [message.role for message in page.messages] == ["user", "assistant"] * 4


async def test_a_talk_goes_on_after_the_server_was_restarted(clock: MovedClock) -> None:
    with tempfile.TemporaryDirectory(prefix="miolumi-tests-", dir=quick_folder()) as folder:
        server = EmbeddedPostgres(Path(folder))
        url = server.start()
        await migrate(url)
        async with Database(url) as database:
            person = await make_person(database, clock)
            talks = make_talks(database)
            await exchange(talks, person, "before", clock=clock)
            await asyncio.to_thread(server.stop)
            waiting = asyncio.create_task(say(talks, person, "meanwhile", clock=clock))
            await asyncio.sleep(0.3)
            assert not waiting.done()
            await asyncio.to_thread(server.start)
            assert (await waiting).claim is not None
            await asyncio.gather(*(talks.pending(person.id) for _ in range(5)))
        server.stop()


async def test_a_database_that_stays_away_is_told_in_time(server_url: str) -> None:
    nowhere = make_conninfo(server_url, host="/nowhere")
    with pytest.raises(DatabaseUnavailable):
        await Database(nowhere, retry_seconds=0.1).open()


async def test_a_database_without_tables_says_so(empty_database_url: str) -> None:
    with pytest.raises(DatabaseUnsuitable, match="migrations"):
        await Database(empty_database_url).open()


async def test_a_role_that_passes_by_the_policies_needs_the_app_role(
    database_url: str, server_url: str
) -> None:
    async with await AsyncConnection.connect(server_url, autocommit=True) as connection:
        await connection.execute("ALTER ROLE miolumi_app RENAME TO miolumi_away")
        try:
            with pytest.raises(DatabaseUnsuitable, match="CREATE ROLE miolumi_app"):
                await Database(database_url).open()
        finally:
            await connection.execute("ALTER ROLE miolumi_away RENAME TO miolumi_app")


async def test_an_ordinary_owner_needs_no_app_role_and_sees_no_others(
    empty_database_url: str, server_url: str, clock: MovedClock
) -> None:
    async with await AsyncConnection.connect(empty_database_url, autocommit=True) as connection:
        await connection.execute("CREATE ROLE ordinary LOGIN")
        await connection.execute("GRANT CREATE ON SCHEMA public TO ordinary")
        await connection.execute("CREATE EXTENSION vector")
    url = make_conninfo(empty_database_url, user="ordinary")
    await migrate(url)
    async with Database(url) as database:
        one, other = await make_person(database, clock), await make_person(database, clock)
        await exchange(make_talks(database), one, "a secret", clock=clock)
        assert (await Persons(database).by_id(one.id)) == one
        seen = await database.trip(other.id, ("person_by_subject", {"subject": one.subject}))
        assert seen == [[]]
    async with await AsyncConnection.connect(empty_database_url, autocommit=True) as connection:
        await connection.execute("DROP OWNED BY ordinary CASCADE")
        await connection.execute("DROP ROLE ordinary")


async def test_a_client_may_leave_while_its_trip_is_under_way(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for _ in range(20):
        task = asyncio.create_task(
            talks.receive(person.id, IncomingMessage(text="gone"), now=clock.now())
        )
        await asyncio.sleep(0.0005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (await talks.pending(person.id)) is not None
