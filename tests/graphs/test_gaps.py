from datetime import timedelta
from typing import Any

import pytest

from api.background.gaps import Gaps
from storage.database import Database
from storage.loops import Loops
from storage.records import Person
from tests.factories import exchange, make_talks
from tests.remembering import memory, read
from tests.tools.loops.making import FRIDAY, loop
from tools.clock import MovedClock

DAY = timedelta(days=1)
MONTH = timedelta(days=30)


@pytest.fixture
def gaps(database: Database, clock: MovedClock) -> Gaps:
    clock.move(FRIDAY - clock.now())
    return Gaps(loops=Loops(database), clock=clock)


async def remembered(
    database: Database, person: Person, clock: MovedClock, content: str, **changes: Any
) -> None:
    """A happening of tomorrow at three, as a reading without any loops left it."""
    message = await exchange(make_talks(database), person, content, clock=clock)
    begins = clock.now() + DAY
    values: dict[str, Any] = {
        "source_message_ids": (message.id,),
        "valid_from": begins,
        "valid_to": begins + timedelta(hours=1),
        "valid_precision": "hour",
    }
    new = memory(content, now=clock.now(), **(values | changes))
    await read(database, person.id, new, now=clock.now())


async def look(gaps: Gaps, person: Person, **how: Any) -> dict[str, int]:
    return dict(await gaps.look(person, None, since=gaps.clock.now() - MONTH, **how))


async def stored(gaps: Gaps, person: Person) -> list[tuple[str, str]]:
    return [(one.event, one.status) for one in await gaps.loops.all(person.id, None)]


@pytest.mark.parametrize(
    ("told", "event", "answer"),
    [
        ("They have a job interview tomorrow.", "They have a job interview tomorrow",
         "The interview went well"),
        ("对方明天有面试。", "对方明天有面试", "面试很顺利"),
    ],
)  # fmt: skip
async def test_an_old_interview_whose_end_nobody_told_is_found_once(
    gaps: Gaps,
    database: Database,
    person: Person,
    clock: MovedClock,
    told: str,
    event: str,
    answer: str,
) -> None:
    await remembered(database, person, clock, told)
    assert await look(gaps, person, dry_run=True) == {"opened": 1}
    assert await stored(gaps, person) == []
    assert await look(gaps, person) == {"opened": 1}
    assert await stored(gaps, person) == [(event, "open")]
    assert await look(gaps, person) == {}, "twice is as once"
    clock.move(2 * DAY)
    assert await look(gaps, person) == {"due": 1}
    await exchange(make_talks(database), person, answer, clock=clock)
    assert await look(gaps, person) == {"told": 1}
    assert await stored(gaps, person) == [(event, "closed")]


async def test_what_was_answered_before_anybody_looked_is_never_open(
    gaps: Gaps, database: Database, person: Person, clock: MovedClock
) -> None:
    await remembered(database, person, clock, "They have an exam tomorrow.")
    clock.move(2 * DAY)
    await exchange(make_talks(database), person, "I passed the exam!", clock=clock)
    assert await look(gaps, person) == {"opened": 1}
    assert [status for _, status in await stored(gaps, person)] == ["closed"]


async def test_what_was_no_appointment_or_is_over_is_no_gap(
    gaps: Gaps, database: Database, person: Person, clock: MovedClock
) -> None:
    await remembered(database, person, clock, "They will be lazy tomorrow.")
    past = clock.now() - 3 * DAY
    over = {"valid_from": past, "valid_to": past + DAY}
    await remembered(database, person, clock, "They had an interview.", **over)
    await remembered(database, person, clock, "They sing in concerts.", type="routine")
    assert await look(gaps, person) == {}


async def test_a_deleted_loop_does_not_come_back(
    gaps: Gaps, database: Database, person: Person, clock: MovedClock
) -> None:
    await remembered(database, person, clock, "They have an interview tomorrow.")
    await look(gaps, person)
    [one] = await gaps.loops.all(person.id, None)
    await gaps.loops.erase(person.id, None, one.id, now=clock.now())
    assert await look(gaps, person) == {}
    assert await stored(gaps, person) == []


async def test_what_nobody_will_ask_about_any_more_is_let_go(
    gaps: Gaps, person: Person, clock: MovedClock
) -> None:
    await gaps.loops.write(person.id, None, [loop("exam")], (), now=clock.now())
    clock.move(8 * DAY)
    assert await look(gaps, person) == {"expired": 1}
    assert await stored(gaps, person) == [("exam", "expired")]
    assert await look(gaps, person) == {}
