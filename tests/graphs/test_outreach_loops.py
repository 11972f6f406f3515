"""What is still open is asked about first: when it is over, once, and not where it is unwelcome."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.loops import Loops
from storage.records import Person
from storage.records.outreach import OutreachNote
from tests.factories import make_person
from tests.graphs.reaching import Reaching
from tests.tools.loops.making import loop
from tools.clock import MovedClock

FRIDAY = datetime(2026, 3, 6, tzinfo=UTC)
ENGLISH: dict[str, Any] = {
    "said": "I have an interview on Friday at three.",
    "loop": {"event": "interview", "when": "on Friday at three", "importance": 0.8},
    "told": "The interview went well",
    "hush": "Please don't ask me about the interview.",
}
CHINESE: dict[str, Any] = {
    "said": "周五下午三点面试。",
    "loop": {"event": "面试", "when": "周五下午三点", "importance": 0.8},
    "told": "面试很顺利",
    "hush": "面试的事你别问我。",
}
BOTH = pytest.mark.parametrize("talk", [ENGLISH, CHINESE], ids=["en", "zh"])


async def reaching_of(database: Database, clock: MovedClock, timezone: str) -> Reaching:
    """Somebody who agreed to be written to, on a Monday evening."""
    person = await make_person(database, clock, timezone=timezone)
    reaching = Reaching(database, person, clock)
    await reaching.agree()
    await reaching.go_quiet()
    return reaching


@pytest.fixture
async def reaching(database: Database, clock: MovedClock) -> Reaching:
    return await reaching_of(database, clock, "Europe/London")


async def tell(reaching: Reaching, talk: dict[str, Any], *texts: str) -> None:
    """Have it told, read and noted."""
    loop = talk["loop"] | {"may_ask": True, "quote": talk["said"], "message_number": 1}
    reaching.models.answer_with("ExtractedMemories", {"memories": [], "loops": [loop]})
    await reaching.say(talk["said"], *texts)
    await reaching.go_quiet()
    reaching.models.answer_with("ExtractedMemories", {"memories": []})


async def asked_until(reaching: Reaching, moment: datetime) -> Sequence[OutreachNote]:
    """Look until a moment; return why what was sent was sent, where it asked about a loop."""
    await reaching.look_until(moment)
    standing = await reaching.outreach.standing(reaching.person, None, now=reaching.clock.now())
    return [note for note in standing.notes if note.trigger == "open_loop"]


async def status_of(reaching: Reaching, person: Person | None = None) -> list[str]:
    found = await Loops(reaching.database).all((person or reaching.person).id, None)
    return [one.status for one in found]


@BOTH
@pytest.mark.parametrize("timezone", ["Europe/London", "Asia/Shanghai"])
async def test_an_interview_on_friday_at_three_is_asked_about_on_friday_evening_once(
    database: Database, clock: MovedClock, talk: dict[str, Any], timezone: str
) -> None:
    reaching = await reaching_of(database, clock, timezone)
    await tell(reaching, talk)
    [note] = await asked_until(reaching, FRIDAY + timedelta(days=4))
    there = note.sent_at.astimezone(ZoneInfo(timezone))
    assert f"{there:%a}" == "Fri"
    assert 18 <= there.hour < 22
    assert (note.kind, note.loop_id is not None) == ("follow_up", True)
    assert await status_of(reaching) == ["asked"]
    [ground] = await reaching.outreach.grounds(reaching.person.id, None, note)
    assert ground.content == talk["loop"]["event"], "why did you write?"
    asked = [one.prompt for one in reaching.models.calls if one.schema == "OutreachDraft"]
    assert any(
        f"：{talk['loop']['event']}\n" in prompt[-1].text.replace(": ", "：") for prompt in asked
    )


@BOTH
@pytest.mark.parametrize("ending", ["told", "hush"])
async def test_what_was_told_or_is_unwelcome_is_never_asked(
    reaching: Reaching, talk: dict[str, Any], ending: str
) -> None:
    texts = [talk["hush"]] if ending == "hush" else []
    await tell(reaching, talk, *texts)
    if ending == "told":
        reaching.clock.move(FRIDAY + timedelta(hours=17) - reaching.clock.now())
        await reaching.say(talk["told"])
        await reaching.go_quiet()
    assert await status_of(reaching) == ["closed"]
    assert await asked_until(reaching, FRIDAY + timedelta(days=9)) == []


async def test_a_new_loop_pulls_the_next_look_forward(reaching: Reaching) -> None:
    film = {"event": "film", "when": "in two hours", "importance": 0.6}
    reaching.clock.move(timedelta(days=1, hours=-6))
    [before] = await reaching.outreach.due(
        now=reaching.clock.now() + timedelta(days=9), again_at=FRIDAY + timedelta(days=99), limit=1
    )
    assert before.agent_id is None
    await tell(reaching, {"loop": film, "said": "We are going to a film in two hours"})
    due_at = (await Loops(reaching.database).all(reaching.person.id, None))[0].due_from
    assert due_at - reaching.clock.now() < timedelta(hours=5)
    for moment, found in ((due_at - timedelta(minutes=1), 0), (due_at, 1)):
        looks = await reaching.outreach.due(now=moment, again_at=moment, limit=1)
        assert len(looks) == found


async def test_a_message_that_failed_to_be_stored_leaves_the_loop_open(reaching: Reaching) -> None:
    await tell(reaching, ENGLISH)
    reaching.clock.move(FRIDAY + timedelta(hours=18, minutes=30) - reaching.clock.now())
    await reaching.look(dry_run=True)
    assert await status_of(reaching) == ["open"]


@pytest.mark.parametrize(
    ("draft", "sent"),
    [
        ("How did your grandmother's operation go?", False),
        ("How is the exam going, by the way?", False),
        ("How did the interview go?", True),
    ],
)
async def test_no_letter_asks_what_is_unwelcome_or_was_asked_before(
    reaching: Reaching, draft: str, sent: bool
) -> None:
    now = reaching.clock.now()
    held = [
        loop("grandmother's operation", do_not_ask=True, status="closed", closed_at=now),
        loop("奶奶的手术", do_not_ask=True, status="closed", closed_at=now),
        loop("exam", status="asked", asked_at=now),
        loop("interview", due_from=now - timedelta(days=1), due_until=now + timedelta(days=9),
             happens_from=None, happens_until=None, importance=0.0),
    ]  # fmt: skip
    await Loops(reaching.database).write(reaching.person.id, None, held, (), now=now)
    reaching.models.answer_with("OutreachDraft", {"message": draft})
    outcomes = await reaching.look_until(now + timedelta(days=5))
    assert {outcome["text"] for outcome in outcomes} - {""} == ({draft} if sent else set())
    prompt = next(one for one in reaching.models.calls if one.schema == "OutreachDraft").prompt
    assert "how this went: " in prompt[0].text
    statuses = {one.event: one.status for one in await Loops(reaching.database).all(
        reaching.person.id, None
    )}  # fmt: skip
    assert statuses["interview"] == ("asked" if "interview" in draft else "open")
