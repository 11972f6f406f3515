from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection

from storage.database import Database
from storage.errors import NotFound
from storage.outreach import Look, Outreach
from storage.records import Person
from storage.records.outreach import OutreachNote, OutreachSettings, QuietHours
from tests.factories import make_person
from tools.clock import MovedClock

AGREED = OutreachSettings(
    kinds=frozenset({"follow_up", "greeting"}),
    quiet=QuietHours(start=time(23), end=time(7, 30)),
    forbidden=("my father", "工作"),
    daily_ceiling=2,
    slower={"greeting": 2.0},
    touches_sensitive=False,
)
DAY = timedelta(days=1)


async def test_nothing_is_agreed_to_until_somebody_says_so(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach = Outreach(database)

    assert await outreach.settings(person.id, None) == OutreachSettings()
    assert await _due(outreach, clock.now() + 100 * DAY) == []


async def test_what_was_agreed_to_is_kept_and_thought_of_at_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach = Outreach(database)
    await outreach.save_settings(person.id, None, AGREED, now=clock.now())

    assert await outreach.settings(person.id, None) == AGREED
    assert await outreach.settings(person.id, "fern") == OutreachSettings(), "said to Lumi alone"
    assert await _due(outreach, clock.now()) == [Look(person.id, None)]


async def test_whoever_takes_it_back_is_not_thought_of_any_more(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach = Outreach(database)
    await outreach.save_settings(person.id, None, AGREED, now=clock.now())
    await outreach.save_settings(
        person.id, None, replace(AGREED, kinds=frozenset()), now=clock.now()
    )

    assert await _due(outreach, clock.now() + 100 * DAY) == []


async def test_two_processes_never_think_of_the_same_person(
    database: Database, clock: MovedClock
) -> None:
    outreach, people = Outreach(database), [await make_person(database, clock) for _ in range(3)]
    for number, person in enumerate(people):
        await outreach.save_settings(person.id, None, AGREED, now=clock.now() - number * DAY)

    first = await _due(outreach, clock.now(), limit=2)
    second = await _due(outreach, clock.now(), limit=2)

    assert {look.person_id for look in first} == {people[2].id, people[1].id}, "longest due first"
    assert [look.person_id for look in second] == [people[0].id]
    assert await _due(outreach, clock.now(), limit=2) == []


async def test_a_standing_counts_what_was_said_to_all_companions(
    database: Database, person: Person, clock: MovedClock
) -> None:
    now = clock.now()
    await _said(database, person, [now - 3 * DAY, now - 2 * DAY], agent_id=None)
    await _said(database, person, [now - timedelta(hours=20)], agent_id="fern")

    standing = await Outreach(database).standing(person, None, now=now)

    assert standing.messages == 2, "those to Lumi"
    assert standing.last_message_at == now - timedelta(hours=20)
    assert (standing.in_turn, standing.unanswered, standing.crisis_at) == (False, 0, None)
    assert sum(standing.said_by_hour) == 3
    assert standing.said_by_hour[20] == 2, "at eight in the evening in London"
    assert standing.spent_today == Decimal(0)


async def test_what_is_usual_is_read_from_the_pauses_between_talks(
    database: Database, person: Person, clock: MovedClock
) -> None:
    now = clock.now()
    assert (await Outreach(database).standing(person, None, now=now)).usual_pause is None
    days = range(35, 0, -7)
    weekly = [
        now - timedelta(days=day) + timedelta(minutes=9 * part) for day in days for part in (0, 1)
    ]
    weekly, last = weekly[:-2], weekly[-2:]
    await _said(database, person, weekly, agent_id=None)
    assert (await Outreach(database).standing(person, None, now=now)).usual_pause is None
    await _said(database, person, last, agent_id=None)

    usual = (await Outreach(database).standing(person, None, now=now)).usual_pause

    assert usual == timedelta(days=7, minutes=-9)


async def test_time_spent_here_is_talk_and_not_the_pauses_between(
    database: Database, person: Person, clock: MovedClock
) -> None:
    now = clock.now()
    talk = [now - DAY + timedelta(minutes=10 * number) for number in range(8)]
    await _said(database, person, [now - 2 * DAY, *talk], agent_id=None)

    standing = await Outreach(database).standing(person, None, now=now)

    assert standing.hours_a_day == pytest.approx(70 / 60 / 7)


async def test_messages_that_came_first_are_unanswered_until_the_person_writes(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach, now = Outreach(database), clock.now()
    await _said(database, person, [now - 3 * DAY], agent_id=None)
    for days in (2, 1):
        [message] = await _said(
            database, person, [now - days * DAY], agent_id=None, role="assistant"
        )
        await outreach.note(person.id, None, _note(message, now - days * DAY))
        await outreach.note(person.id, None, _note(message, now - days * DAY))

    waiting = await outreach.standing(person, None, now=now)
    assert (waiting.unanswered, len(waiting.notes)) == (2, 2)
    assert (await outreach.standing(person, "fern", now=now)).unanswered == 2, "one person to all"

    await _said(database, person, [now], agent_id="fern")
    assert (await outreach.standing(person, None, now=now)).unanswered == 0


async def test_a_reminder_asks_for_no_answer_and_is_none_that_is_missing(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach, now = Outreach(database), clock.now()
    await _said(database, person, [now - 3 * DAY], agent_id=None)
    [message] = await _said(database, person, [now - DAY], agent_id=None, role="assistant")
    note = replace(_note(message, now - DAY), kind="reminder", trigger="reminder")
    await outreach.note(person.id, None, note)

    assert (await outreach.standing(person, None, now=now)).unanswered == 0


async def test_a_zone_that_exists_no_more_stops_no_look(
    database: Database, person: Person, clock: MovedClock
) -> None:
    await _said(database, person, [clock.now()], agent_id=None)
    lost = replace(person, timezone="Atlantis/Centre")

    standing = await Outreach(database).standing(lost, None, now=clock.now())

    assert sum(standing.said_by_hour) == 1


async def test_something_new_brings_a_look_forward_and_never_puts_it_off(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach, now = Outreach(database), clock.now()
    await outreach.look_soon(person.id, None, now=now)
    assert await _due(outreach, now) == [], "of nobody who never agreed"

    await outreach.save_settings(person.id, None, AGREED, now=now)
    await outreach.look_again(person.id, None, now + DAY, now=now)
    await outreach.look_soon(person.id, None, now=now + timedelta(hours=1))
    assert await _due(outreach, now) == []
    await outreach.look_soon(person.id, None, now=now + 2 * DAY)
    assert await _due(outreach, now + timedelta(hours=1)) == [Look(person.id, None)]


async def test_a_message_can_say_why_it_was_written_and_a_reply_cannot(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach = Outreach(database)
    [first, reply] = await _said(
        database, person, [clock.now(), clock.now()], agent_id=None, role="assistant"
    )
    note = _note(first, clock.now())
    await outreach.note(person.id, None, note)

    assert await outreach.why(person.id, None, first) == note
    for agent_id, message_id in ((None, reply), ("fern", first)):
        with pytest.raises(NotFound):
            await outreach.why(person.id, agent_id, message_id)


async def test_what_was_kept_back_is_counted_by_reason(
    database: Database, person: Person, clock: MovedClock
) -> None:
    outreach = Outreach(database)
    await outreach.save_settings(person.id, None, AGREED, now=clock.now())
    for _ in range(2):
        await outreach.look_again(
            person.id,
            None,
            clock.now() + DAY,
            withheld=[("silence", "too_soon"), ("routine", "too_soon"), ("silence", "too_soon")],
            now=clock.now(),
        )

    assert await outreach.withheld(person.id, None, since=clock.now()) == [
        ("silence", "too_soon", 4),
        ("routine", "too_soon", 2),
    ]
    assert await outreach.withheld(person.id, None, since=clock.now() + DAY) == []


async def _due(outreach: Outreach, now: datetime, *, limit: int = 10) -> list[Look]:
    return await outreach.due(now=now, again_at=now + DAY, limit=limit)


async def _said(
    database: Database,
    person: Person,
    moments: Sequence[datetime],
    *,
    agent_id: str | None,
    role: str = "user",
) -> list[UUID]:
    """Let settled messages stand in a talk, with the companion they were said to."""
    ids = [uuid4() for _ in moments]
    async with await AsyncConnection.connect(database.url) as connection:
        await connection.execute(
            "INSERT INTO companions (user_id, agent_id, name) VALUES (%s, %s, 'Somebody')"
            " ON CONFLICT DO NOTHING",
            (person.id, agent_id),
        )
        for message_id, moment in zip(ids, moments, strict=True):
            await connection.execute(
                "INSERT INTO messages"
                " (id, user_id, agent_id, role, content, created_at, settled_at)"
                " VALUES (%s, %s, %s, %s, 'words', %s, %s)",
                (message_id, person.id, agent_id, role, moment, moment),
            )
    return ids


def _note(message_id: UUID, sent_at: datetime) -> OutreachNote:
    return OutreachNote(
        message_id=message_id,
        kind="check_in",
        trigger="silence",
        memory_ids=(uuid4(),),
        loop_id=None,
        score=0.4,
        sent_at=sent_at,
    )
