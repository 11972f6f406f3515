"""Writing first when things go wrong: clocks, processes, the database, the model."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from api.background.reaching import AGAIN_AFTER, AT_ONCE, LOOK, Reaching
from storage.database import Database
from storage.ledger import Ledger
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Person
from storage.records.outreach import OutreachSettings
from tests.graphs.reaching import DAY, HOUR, LINE
from tests.graphs.reaching import Reaching as Life
from tests.storage.relay import relayed
from tools.clock import MovedClock
from tools.models.errors import ModelUnavailable

CHECK_INS = OutreachSettings(kinds=frozenset({"check_in"}), quiet=None)

LATE = 10_000
"""People who are due after a long stop."""


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
async def life(database: Database, person: Person, clock: MovedClock) -> Life:
    """Somebody who agreed to check-ins and was quiet for three days."""
    life = Life(database, person, clock)
    await life.agree(CHECK_INS)
    clock.move(timedelta(days=3))
    return life


def reaching(life: Life) -> Reaching:
    """The jobs of a worker for one life."""
    return Reaching(
        queue=Queue(life.database),
        services=life.services,
        persons=Persons(life.database),
        outreach=life.outreach,
        doorstep=life.doorstep,
        ledger=Ledger(life.database),
    )


async def test_a_worker_killed_after_the_message_was_stored_never_sends_it_twice(
    life: Life,
) -> None:
    job: dict[str, Any] = {
        "person_id": str(life.person.id),
        "agent_id": None,
        "message_id": str(uuid4()),
    }

    def killed(*_: object) -> None:
        raise Killed

    life.doorstep._deliver = killed
    with pytest.raises(Killed):
        await reaching(life).look(**job)
    assert (await _said(life)).count(LINE["message"]) == 1

    life.doorstep._deliver = life._deliver
    await reaching(life).look(**job)
    life.clock.move(timedelta(days=7))
    await reaching(life).look(**job)
    assert (await _said(life)).count(LINE["message"]) == 1, "a week later neither"
    assert life.sent == []


async def test_a_clock_that_jumps_forward_and_back_sends_nothing_twice_and_silences_nobody(
    life: Life,
) -> None:
    jump = 20 * DAY
    life.clock.move(jump)
    await life.say("Strange, it is late in March already.")
    life.clock.move(3 * DAY)
    assert (await life.look())["text"]
    life.clock.move(-jump)

    outcomes = list(await life.look_until(life.clock.now() + 7 * DAY))
    assert [outcome["text"] for outcome in outcomes if outcome["text"]] == []

    await life.say("Now it is as it was.")
    outcomes = list(await life.look_until(life.clock.now() + 5 * DAY))
    assert len([outcome for outcome in outcomes if outcome["text"]]) == 1, "as if it never was"
    assert outcomes[-1]["weighed"].kept_back


async def test_a_database_that_goes_away_while_it_is_sent_leaves_it_to_the_next_look(
    database: Database, database_url: str, person: Person, clock: MovedClock
) -> None:
    whole = Life(database, person, clock)
    await whole.agree(CHECK_INS)
    clock.move(timedelta(days=3))
    job: dict[str, Any] = {"person_id": str(person.id), "agent_id": None}
    async with (
        relayed(database_url) as (address, relay),
        Database(address, retry_seconds=0.2) as shaky,
    ):
        life = Life(shaky, person, clock)

        def away(prompt: object) -> dict[str, Any]:
            relay.cut()
            return LINE

        life.models.answer_with("OutreachDraft", away, LINE)
        again = reaching(life)
        await again.look(**job, message_id=str(uuid4()))
        after_first = len(life.sent)
        clock.move(DAY)
        await again.look(**job, message_id=str(uuid4()))

    assert after_first == 0
    assert (await _said(whole)).count(LINE["message"]) == 1


async def test_a_model_that_fails_for_an_hour_is_asked_again_and_writes_once(life: Life) -> None:
    back_at = life.clock.now() + timedelta(minutes=70)

    def answer(prompt: object) -> dict[str, Any]:
        if life.clock.now() < back_at:
            raise ModelUnavailable("away")
        return LINE

    life.models.answer_with("OutreachDraft", answer)
    outcomes = list(await life.look_until(life.clock.now() + 26 * HOUR))

    assert [bool(outcome["text"]) for outcome in outcomes].count(True) == 1
    withheld = await life.outreach.withheld(life.person.id, None, since=life.clock.now() - 3 * DAY)
    assert ("silence", "model_away", 2) in withheld
    assert len([call for call in life.models.calls if call.role == "chat"]) == 3


async def test_a_zone_that_exists_no_more_is_on_record_and_stops_nobody_else(life: Life) -> None:
    async with await AsyncConnection.connect(life.database.url) as connection:
        await connection.execute(
            "UPDATE users SET timezone = 'Atlantis/Centre' WHERE id = %s", (life.person.id,)
        )
    await reaching(life).look(str(life.person.id), None, str(uuid4()))

    assert life.sent == []
    withheld = await life.outreach.withheld(life.person.id, None, since=life.clock.now() - 3 * DAY)
    assert ("silence", "unknown_zone", 1) in withheld


async def test_after_a_long_stop_late_people_are_spread_out_and_each_is_thought_of_once(
    database: Database, clock: MovedClock
) -> None:
    outreach, now = Outreach(database), clock.now()
    await _late(database, LATE, since=now - 3 * DAY)
    seen: set[object] = set()
    rounds = 0
    while looks := await outreach.due(now=now, again_at=now + AGAIN_AFTER, limit=AT_ONCE):
        assert len(looks) <= AT_ONCE
        assert seen.isdisjoint(look.person_id for look in looks)
        seen |= {look.person_id for look in looks}
        rounds += 1
    assert (len(seen), rounds) == (LATE, LATE // AT_ONCE)


async def test_a_look_that_waits_is_not_put_in_again(life: Life) -> None:
    jobs = reaching(life)
    for _ in range(3):
        await jobs.look_around()
        life.clock.move(2 * AGAIN_AFTER)

    async with await AsyncConnection.connect(life.database.url) as connection:
        rows = await connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", (LOOK,)
        )
        assert await rows.fetchone() == (1,)


async def test_what_is_late_after_a_long_stop_is_dropped_and_on_record(
    life: Life,
) -> None:
    greetings = OutreachSettings(kinds=frozenset({"greeting"}), quiet=None)
    await life.outreach.save_settings(life.person.id, None, greetings, now=life.clock.now())

    outcome = await life.look()

    assert life.clock.now().hour == 20
    assert outcome["text"] == ""
    assert ("time_of_day", "stale") in outcome["withheld"]


async def _said(life: Life) -> list[str]:
    page = await life.messages.page(life.person.id, None, before=None, limit=100)
    return [message.content for message in page.messages]


async def _late(database: Database, how_many: int, *, since: datetime) -> None:
    async with await AsyncConnection.connect(database.url) as connection:
        await connection.execute(
            "WITH late AS (INSERT INTO users (subject, timezone)"
            " SELECT 'late ' || number, 'UTC' FROM generate_series(1, %s) AS number RETURNING id)"
            " INSERT INTO outreach_looks (user_id, look_at) SELECT id, %s FROM late",
            (how_many, since),
        )
