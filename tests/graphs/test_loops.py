"""Something is told, asked about once, and closed by its answer: the real graphs and no key."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.loops import Loops
from storage.records.loops import OpenLoop
from tests.factories import make_person
from tests.graphs.conversation import Conversation
from tests.graphs.life import Life
from tests.tools.loops.making import FRIDAY, loop
from tools.clock import MovedClock


@pytest.fixture
async def life(database: Database, clock: MovedClock) -> Life:
    return Life(database, await make_person(database, clock, timezone="Europe/London"), clock)


async def loops_of(life: Life) -> list[OpenLoop]:
    return list(await Loops(life.database).all(life.person.id, None))


def wait_until(life: Life, moment: datetime) -> None:
    life.clock.move(moment - life.clock.now())


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
    [known] = await loops_of(life)
    assert (known.event, known.status, known.due_from) == (event, "open", at(6, 18))
    assert known.message_ids
    await life.pass_days(5)
    await life.tell(answer)
    [known] = await loops_of(life)
    assert known.status == "closed"
    assert len(known.settled_by) == 1


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
    [known] = await loops_of(life)
    assert (known.status, known.do_not_ask) == ("closed", True)


EXAMPLES = [
    ("I have an interview on Friday at three.", "interview", "Hi there!", "My interview went well"),
    ("周五下午三点面试。", "面试", "你好呀，晚上好！", "面试很顺利"),
]


async def test_the_next_talk_asks_how_it_went_once(life: Life) -> None:
    await life.tell("I have an interview on Friday at three.")
    wait_until(life, at(6, 14))
    assert "interview" not in await life.ask("Hi there!"), "it is not over"
    wait_until(life, at(6, 19))
    asked = await life.ask("Hi there!")
    assert "interview" in asked
    assert asked.endswith("?")
    [known] = await loops_of(life)
    assert (known.status, known.asked_at) == ("asked", life.clock.now())
    for days in (1, 1, 2):
        await life.pass_days(days)
        assert "interview" not in await life.ask("Hi there!"), "it was asked before"
    await life.tell("It went well!")
    [known] = await loops_of(life)
    assert known.status == "asked", "days after the question that could be anything"
    await life.tell("The interview, I mean, it went well")
    [known] = await loops_of(life)
    assert known.status == "closed"


@pytest.mark.parametrize(("told", "event", "hello", "answer"), EXAMPLES)
async def test_whoever_told_the_end_is_not_asked(
    life: Life, told: str, event: str, hello: str, answer: str
) -> None:
    await life.tell(told)
    wait_until(life, at(6, 19))
    prompt = await life.prompt_of(answer)
    assert "still open" not in prompt
    assert "还没有下文" not in prompt
    await life.pass_days(1)
    assert event not in await life.ask(hello)
    [known] = await loops_of(life)
    assert (known.status, known.asked_at) == ("closed", None)


@dataclass
class Waiting:
    """A talk at seven on a Friday evening, hours after what was at three."""

    conversation: Conversation
    loops: Loops

    async def say(self, text: str, answer: str = "I see.") -> str:
        """Say something that a model answers; returns its prompt."""
        self.conversation.will_say(answer)
        await self.conversation.say(text)
        return self.conversation.models.calls[-1].prompt[0].text

    async def now(self) -> list[tuple[str, str, bool]]:
        """What is stored: events, how they stand, and whether they are not to be asked about."""
        found = await self.loops.all(self.conversation.person.id, None)
        return [(one.event, one.status, one.do_not_ask) for one in found]


@pytest.fixture
async def waiting(database: Database, clock: MovedClock) -> Waiting:
    person = await make_person(database, clock)
    clock.move(FRIDAY - clock.now())
    loops = Loops(database)
    events = [
        loop("interview at Google", importance=0.8),
        loop("奶奶的手术", do_not_ask=True, status="closed"),
    ]
    await loops.write(person.id, None, events, (), now=clock.now())
    return Waiting(Conversation(database, person, clock), loops)


OPEN, HELD_BACK = "not know how it went: interview at Google", "how this went: "


async def test_a_prompt_says_what_may_be_asked_and_what_not(waiting: Waiting) -> None:
    prompt = await waiting.say("Good evening, I am home from work")
    assert OPEN in prompt
    assert f"{HELD_BACK}奶奶的手术" in prompt
    assert "谷歌" not in prompt
    chinese = await waiting.say("我到家了，今天的天气真不错")
    assert "不知道结果：interview at Google" in chinese
    assert "不要问这件事怎么样了：奶奶的手术" in chinese
    await waiting.say("So much to do in the garden")
    assert OPEN not in await waiting.say("And the roses are out"), "the talk has gone on since"
    waiting.conversation.clock.move(timedelta(hours=3))
    assert OPEN in await waiting.say("Here I am again")


async def test_somebody_who_is_sad_is_asked_about_nothing_else(waiting: Waiting) -> None:
    prompt = await waiting.say("I am so sad today, everything hurts and I cried all day")
    assert OPEN not in prompt


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("How did the interview go?", "asked"),
        ("Interviews can be hard. Rest well tonight.", "open"),
    ],
)
async def test_a_loop_is_asked_when_the_reply_really_asks(
    waiting: Waiting, answer: str, status: str
) -> None:
    trips = waiting.conversation.database.trips
    await waiting.say("Good evening!", answer)
    assert waiting.conversation.database.trips - trips == 3, "received, recalled, finished"
    assert ("interview at Google", status, False) in await waiting.now()


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("The interview was great!", ("interview at Google", "closed", False)),
        ("Please don't ask me about the interview", ("interview at Google", "closed", True)),
        ("别问我面试的事", ("interview at Google", "closed", True)),
        ("Please don't ask me about my divorce", ("divorce", "closed", True)),
        ("以后可以问我奶奶的手术", ("奶奶的手术", "open", False)),
    ],
)
async def test_what_the_person_says_of_a_loop_counts_at_once(
    waiting: Waiting, text: str, stored: tuple[str, str, bool]
) -> None:
    prompt = await waiting.say(text)
    assert stored in await waiting.now()
    if stored[0].startswith("interview"):
        assert OPEN not in prompt
