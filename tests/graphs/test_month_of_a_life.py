"""A month of one life, and years after it: what a friend would remember."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.records import Memory
from tests.factories import make_person
from tests.graphs.life import Life
from tools.clock import MovedClock
from tools.memory.prune import MOST_MEMORIES

NOISE = 400


@pytest.fixture
async def life(database: Database, clock: MovedClock) -> Life:
    return Life(database, await make_person(database, clock, timezone="Europe/London"), clock)


@pytest.mark.parametrize(
    ("home", "news", "question", "old", "new", "past_question"),
    [
        (
            "I live in Seattle.", "I moved to New York last week.", "Where do I live?",
            "Seattle", "New York", "Where did I live before?",
        ),
        (
            "我住在成都。", "我上周搬到了北京。", "我现在住在哪里？",
            "成都", "北京", "我以前住在哪里？",
        ),
    ],
)  # fmt: skip
async def test_after_a_move_the_old_home_is_past(
    life: Life, home: str, news: str, question: str, old: str, new: str, past_question: str
) -> None:
    await life.tell(home)
    await life.pass_days(21)
    await life.tell(news)
    await life.pass_days(3)

    answer = await life.ask(question)
    assert new in answer
    assert old not in answer
    assert not any(old in content for content in await life.contents())
    await life.pass_days(1)
    assert old in await life.ask(past_question)


@pytest.mark.parametrize(
    ("told", "noise", "question", "name"),
    [
        ("Hi, my name is Oluwaseun.", "It rained on street number {} today.", "What is my name?",
         "Oluwaseun"),
        ("你好，我叫欧阳若兰。", "今天第{}条街下雨了。", "我叫什么名字？", "欧阳若兰"),
    ],
)  # fmt: skip
async def test_a_name_is_never_lost_among_four_hundred_messages(
    life: Life, told: str, noise: str, question: str, name: str
) -> None:
    await life.tell(told)

    await life.mumble(*(noise.format(number) for number in range(NOISE)))

    assert name in await life.ask(question)
    assert len((await life.kept()).memories) <= MOST_MEMORIES


@pytest.mark.parametrize(
    ("loves", "stopped", "again", "thing"),
    [
        ("I love coffee.", "I don't like coffee any more.", "I love coffee again!", "coffee"),
        ("我很喜欢喝咖啡。", "我不喜欢喝咖啡了。", "我又喜欢喝咖啡了！", "咖啡"),
    ],
)
async def test_a_taste_that_turned_twice_is_the_last_one(
    life: Life, loves: str, stopped: str, again: str, thing: str
) -> None:
    held: list[list[Memory]] = []
    for said in (loves, stopped, again):
        await life.tell(said)
        held.append([one for one in (await life.kept()).memories if thing in one.content])
        await life.pass_days(10)

    assert [len(memories) for memories in held] == [1, 1, 1]
    first, second, third = (memories[0].content for memories in held)
    assert first != second != third


@pytest.mark.parametrize(
    ("one", "other", "question", "his", "hers"),
    [
        ("My friend Li Ming works at Tencent.", "My friend Li Na is a nurse.",
         "How is Li Na doing?", "Tencent", "nurse"),
        ("我朋友李明在腾讯上班。", "我朋友李娜是护士。", "李娜最近怎么样？", "腾讯", "护士"),
    ],
)  # fmt: skip
async def test_two_friends_called_li_stay_two(
    life: Life, one: str, other: str, question: str, his: str, hers: str
) -> None:
    await life.tell(one)
    await life.pass_days(2)
    await life.tell(other)
    await life.pass_days(20)

    people = (await life.kept()).people
    answer = await life.ask(question)

    assert len(people) == 2
    assert hers in answer
    assert his not in answer


@pytest.mark.parametrize(
    ("ill", "well", "question", "now", "then"),
    [
        ("My grandma is in hospital.", "My grandma is home again, she is well!",
         "How is my grandma?", "home", "is in hospital"),
        ("我奶奶住院了。", "我奶奶出院了，身体好多了！", "我奶奶怎么样了？", "出院", "住院了"),
    ],
)  # fmt: skip
async def test_grandmother_fell_ill_and_is_well_again(
    life: Life, ill: str, well: str, question: str, now: str, then: str
) -> None:
    await life.tell(ill)
    await life.pass_days(14)
    await life.tell(well)
    await life.pass_days(5)

    answer = await life.ask(question)

    assert now in answer
    assert then not in answer


@pytest.mark.parametrize(
    ("trip", "other", "question", "words"),
    [
        ("We went to the lighthouse in Whitby with Ana and ate crab.",
         "I bought a new bicycle.", "Do you remember when I told you about the lighthouse?",
         "Whitby"),
        ("我和小雨去了青海湖看日出。", "我买了一辆新自行车。",
         "你还记得上次我说的青海湖吗？", "日出"),
    ],
)  # fmt: skip
async def test_remember_when_brings_back_that_talk(
    life: Life, trip: str, other: str, question: str, words: str
) -> None:
    await life.tell(trip)
    await life.pass_days(9)
    await life.tell(other)
    await life.mumble(*(f"Nothing new on day {day}." for day in range(24)))
    await life.pass_days(9)

    assert words in await life.prompt_of(question)


async def test_a_time_asked_for_is_the_time_that_comes_back(life: Life) -> None:
    """The clock stands on 2 March 2026 in the beginning."""
    await life.tell("I had dinner with my cousin Rosa, she told me about Lisbon.")
    await life.pass_days(40)
    await life.tell("I had dinner with my boss, he told me about Helsinki.")
    await life.mumble(*(f"Nothing new on day {day}." for day in range(24)))
    await life.pass_days(20)

    prompt = await life.prompt_of("Who did I have dinner with in March?")

    recalled = prompt[prompt.index("## What comes to mind") :]
    assert recalled.index("Rosa") < (recalled + "Helsinki").index("Helsinki")


async def test_a_thousand_days_later_the_name_is_known_and_the_weather_is_not(life: Life) -> None:
    await life.tell("My name is Oluwaseun.", "It is raining today.")

    await life.pass_days(1_000)

    assert "Oluwaseun" in await life.ask("What is my name?")
    assert not any("rain" in content for content in await life.contents())


async def test_an_interview_has_its_day(life: Life) -> None:
    """2 March 2026 is a Monday."""
    await life.tell("I have an interview on Friday.")

    (plan,) = [one for one in (await life.kept()).memories if "interview" in one.content]

    assert plan.valid_from is not None
    assert plan.valid_from.isoformat() == "2026-03-06T00:00:00+00:00"
    assert plan.valid_to == plan.valid_from + timedelta(days=1)
    assert plan.valid_precision == "day"
