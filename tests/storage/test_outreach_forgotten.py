"""What is kept of writing first is gone when a person says so."""

from datetime import timedelta

from psycopg import AsyncConnection, sql

from storage.database import Database
from storage.first_words import FirstMessage, FirstWords
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue
from storage.records import MessageIndex, Person
from storage.records.outreach import OutreachSettings
from tests.factories import exchange, make_person, make_talks
from tests.letters import a_letter
from tests.remembering import make_forgetting
from tools.clock import MovedClock

AGREED = OutreachSettings(kinds=frozenset({"check_in"}), forbidden=("my father",))

TABLES = ("outreach_settings", "outreach_looks", "outreach_counts", "outreach_notes")


async def test_everything_of_writing_first_goes_with_its_companion_or_with_all(
    database: Database, database_url: str, person: Person, clock: MovedClock
) -> None:
    forgetting = make_forgetting(database)
    other = await make_person(database, clock)
    for somebody in (person, other):
        await _written_to(database, somebody, None, clock)
    await _written_to(database, person, "fern", clock)

    await forgetting.forget_everything(person.id, None, whole=False, now=clock.now())
    for table in TABLES:
        assert await _streams(database_url, table, person) == ["fern"], table
        assert await _streams(database_url, table, other) == [""], table
    assert await Outreach(database).settings(person.id, None) == OutreachSettings()

    await forgetting.forget_everything(person.id, None, whole=True, now=clock.now())
    for table in TABLES:
        assert await _streams(database_url, table, person) == [], table
        assert await _streams(database_url, table, other) == [""], table


async def test_nothing_of_writing_first_outlives_the_account(
    database: Database, database_url: str, person: Person, clock: MovedClock
) -> None:
    await _written_to(database, person, None, clock)
    assert await _streams(database_url, "outreach_notes", person) == [""]

    await Persons(database).delete(person.id)

    for table in TABLES:
        assert await _streams(database_url, table, person) == [], table
    later = clock.now() + timedelta(days=9)
    assert await Outreach(database).due(now=later, again_at=later, limit=9) == []


async def test_a_look_under_way_brings_nothing_back(
    database: Database, database_url: str, person: Person, clock: MovedClock
) -> None:
    await _written_to(database, person, None, clock)
    await make_forgetting(database).forget_everything(person.id, None, whole=False, now=clock.now())

    await Outreach(database).look_again(
        person.id, None, clock.now(), withheld=[("silence", "too_soon")], now=clock.now()
    )

    for table in TABLES:
        assert await _streams(database_url, table, person) == [], table


async def _written_to(
    database: Database, person: Person, agent_id: str | None, clock: MovedClock
) -> None:
    """Let a person agree, be thought of, be written to, and something be kept back."""
    now, outreach = clock.now(), Outreach(database)
    await exchange(make_talks(database), person, "Hello.", clock=clock, agent_id=agent_id)
    await outreach.save_settings(person.id, agent_id, AGREED, now=now)
    await outreach.look_again(person.id, agent_id, now, withheld=[("silence", "too_soon")], now=now)
    reply, note = a_letter(kind="check_in", trigger="silence", agent_id=agent_id, now=now)
    index = MessageIndex(message_id=reply.id, terms=["morning"], vector=None, embedder=None)
    message = FirstMessage(reply=reply, note=note, index=index, spendings=())
    first_words = FirstWords(database, Queue(database), holder="here")
    assert await first_words.say(person.id, message, lambda seq: {"seq": seq}, now=now)


async def _streams(database_url: str, table: str, person: Person) -> list[str]:
    """Return with whom a person has rows in a table."""
    query = sql.SQL("SELECT DISTINCT stream FROM {} WHERE user_id = %s ORDER BY 1")
    async with await AsyncConnection.connect(database_url) as connection:
        rows = await connection.execute(query.format(sql.Identifier(table)), (person.id,))
        return [stream for (stream,) in await rows.fetchall()]
