"""Something is told, asked about once, and closed by its answer: the real graphs and no key."""

from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.loops import Loops
from storage.records.loops import OpenLoop
from tests.factories import make_person
from tests.graphs.life import Life
from tools.clock import MovedClock


@pytest.fixture
async def life(database: Database, clock: MovedClock) -> Life:
    return Life(database, await make_person(database, clock, timezone="Europe/London"), clock)


async def loops_of(life: Life) -> list[OpenLoop]:
    return list(await Loops(life.database).all(life.person.id, None))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "event", "answer"),
    [
        ("I have an interview on Friday at three.", "interview", "The interview went well!"),
        ("周五下午三点面试。", "面试", "面试很顺利"),
    ],
)
async def test_an_interview_is_open_until_its_end_is_told(
    life: Life, told: str, event: str, answer: str
) -> None:
    await life.tell(told)
    [loop] = await loops_of(life)
    assert (loop.event, loop.status, loop.due_from) == (event, "open", at(6, 18))
    assert loop.message_ids
    await life.pass_days(5)
    await life.tell(answer)
    [loop] = await loops_of(life)
    assert loop.status == "closed"
    assert len(loop.settled_by) == 1


@pytest.mark.parametrize(
    "told",
    [
        "My grandmother has an operation on Thursday. Please don't ask me about it.",
        "奶奶周四要做手术，别问我这件事。",
    ],
)
async def test_an_operation_that_is_not_to_be_spoken_of_is_never_open(
    life: Life, told: str
) -> None:
    await life.tell(told)
    [loop] = await loops_of(life)
    assert (loop.status, loop.do_not_ask) == ("closed", True)
