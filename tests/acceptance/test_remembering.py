"""What was said is remembered on another day, with a key and without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from pydantic import SecretStr

from api.background.jobs import FollowUps
from api.settings import Settings
from tests.acceptance.serving import House, open_house
from tests.servers.behaviour import FORTY_TOKENS
from tests.servers.gemini import GeminiServer
from tools.clock import MovedClock

NEXT_DAY = timedelta(days=1)

TALKS = {
    "English": ("My name is Mara.", "I have an interview on Friday.", "Mara", "interview"),
    "Chinese": ("我叫小雨。", "我星期五有个面试。", "小雨", "面试"),
}
QUESTIONS = {
    "English": ("What is my name?", "When is my interview?", "Friday"),
    "Chinese": ("我叫什么名字？", "我什么时候面试？", "星期五"),
}


SMALL_TALK = {
    "English": [f"It rained on street number {number} today." for number in range(8)],
    "Chinese": [f"今天第{number}条街下雨了。" for number in range(8)],
}
"""More than a prompt shows of what was said last."""


async def follow_up(house: House, subject: str) -> None:
    """Do what the worker does after a talk."""
    running = house.running
    person = await running.persons.find_or_create(
        subject, timezone="Europe/London", companion_name="Lumi", now=running.clock.now()
    )
    follow_ups = FollowUps(
        queue=running.queue,
        services=running.services,
        persons=running.persons,
        ledger=running.ledger,
    )
    await follow_ups.catch_up(person, None)


@asynccontextmanager
async def yesterday(settings: Settings, clock: MovedClock, language: str) -> AsyncIterator[House]:
    """Have the first talk and close everything; give a new server on the next day."""
    name, interview, *_ = TALKS[language]
    async with open_house(settings, clock=clock) as house:
        async with house.device("anna") as anna:
            await anna.ask(name)
            await anna.ask(interview)
        await follow_up(house, "anna")
        clock.move(timedelta(hours=3))
        await follow_up(house, "anna")
    clock.move(NEXT_DAY)
    async with open_house(settings, clock=clock) as house:
        yield house


@pytest.mark.parametrize("language", list(TALKS))
async def test_without_a_key_name_and_interview_are_known_on_another_day(
    settings: Settings, clock: MovedClock, language: str
) -> None:
    whose, when, friday = QUESTIONS[language]
    async with (
        yesterday(settings, clock, language) as house,
        house.device("anna") as anna,
        house.device("ben") as ben,
    ):
        name = TALKS[language][2]
        assert name in await anna.ask(whose)
        assert friday in await anna.ask(when)
        assert name not in await ben.ask(whose)
        assert friday not in await ben.ask(when)


@pytest.mark.parametrize("language", list(TALKS))
async def test_with_a_key_the_prompt_of_another_day_holds_both(
    settings: Settings, clock: MovedClock, gemini: GeminiServer, language: str
) -> None:
    keyed = settings.model_copy(
        update={"google_api_key": SecretStr("a-key"), "google_base_url": gemini.url}
    )
    *_, name, interview = TALKS[language]
    whose, when, _ = QUESTIONS[language]
    async with yesterday(keyed, clock, language) as house, house.device("anna") as anna:
        for text in SMALL_TALK[language]:
            await anna.ask(text)
        gemini.requests.clear()
        await anna.ask(f"{whose} {when}")
        [request] = gemini.chats
        prompt = f"{request.system} {request.messages[:-1]}"
        assert name in prompt
        assert interview in prompt
        assert FORTY_TOKENS.startswith(anna.replies[-1])
        assert anna.of("notice", kind="welcome")[0]["voice"]["kind"] == "model"
