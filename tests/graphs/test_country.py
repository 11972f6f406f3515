"""The right helpline for somebody whose country nobody set, through the turn graph."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.persons import Persons
from storage.records import Page, Person
from tests.factories import make_person
from tests.graphs.conversation import Conversation, Ear
from tools.care.answer import asked_in
from tools.care.helplines import helplines_in
from tools.clock import MovedClock

DANGER = {"en": "I want to kill myself tonight", "zh": "我不想活了"}


async def talk_of(database: Database, clock: MovedClock, *, timezone: str) -> Conversation:
    return Conversation(database, await make_person(database, clock, timezone=timezone), clock)


async def country_of(talk: Conversation) -> str | None:
    return (await Persons(talk.database).by_id(talk.person.id)).country


def pinned(ear: Ear) -> list[dict[str, Any]]:
    [(kind, details)] = ear.notices
    assert kind == "crisis"
    lines: list[dict[str, Any]] = details["helplines"]
    return lines


@pytest.fixture
async def nowhere(database: Database, clock: MovedClock) -> Conversation:
    """A talk with somebody whose time zone says nothing."""
    return await talk_of(database, clock, timezone="UTC")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("timezone", "country"), [("America/New_York", "US"), ("Asia/Shanghai", "CN")]
)
async def test_the_time_zone_gives_a_line_as_a_condition_and_the_question_stays(
    database: Database, clock: MovedClock, timezone: str, country: str, language: str
) -> None:
    talk = await talk_of(database, clock, timezone=timezone)
    ear = await talk.say(DANGER[language])
    assert all(line.reach in ear.heard for line in helplines_in(country))
    assert "findahelpline.com" in ear.heard
    assert asked_in(ear.heard) == language
    assert [line["name"] for line in pinned(ear)][-1] == "Find A Helpline"
    assert await country_of(talk) is None


async def test_a_likely_line_of_several_numbers_is_pinned_without_one_to_dial(
    database: Database, clock: MovedClock
) -> None:
    ear = await (await talk_of(database, clock, timezone="Europe/Berlin")).say(DANGER["en"])
    [german, pointer] = pinned(ear)
    assert "number" not in german
    assert pointer["url"] == "https://findahelpline.com"


async def test_a_time_zone_that_nobody_named_says_nothing(
    database: Database, clock: MovedClock
) -> None:
    talk = await talk_of(database, clock, timezone="Asia/Shanghai")
    talk.services = replace(talk.services, assumed_timezone="Asia/Shanghai")
    ear = await talk.say(DANGER["en"])
    assert [line["name"] for line in pinned(ear)] == ["Find A Helpline"]
    assert asked_in(ear.heard) == "en"


async def test_what_a_person_changed_since_they_connected_counts(nowhere: Conversation) -> None:
    changed = replace(nowhere.person, country="IE")
    await Persons(nowhere.database).update_settings(changed, now=nowhere.clock.now())
    ear = await nowhere.say(DANGER["en"])
    assert [line["name"] for line in pinned(ear)] == [line.name for line in helplines_in("IE")]


@pytest.mark.parametrize(
    ("language", "said", "country"),
    [
        ("en", "I'm in Canada", "CA"),
        ("en", "london", "GB"),
        ("en", "我在加拿大", "CA"),
        ("zh", "我在加拿大", "CA"),
        ("zh", "Toronto", "CA"),
    ],
)
async def test_who_was_asked_and_says_where_they_are_gets_its_line_for_good(
    nowhere: Conversation, language: str, said: str, country: str
) -> None:
    await nowhere.say(DANGER[language])
    ear = await nowhere.say(said)
    assert [line["name"] for line in pinned(ear)] == [line.name for line in helplines_in(country)]
    assert all(line.reach in ear.heard for line in helplines_in(country))
    chinese = language == "zh" or said == "我在加拿大"
    assert ("谢谢你告诉我" in ear.heard) == chinese
    assert await country_of(nowhere) == country
    assert nowhere.models.calls == []
    assert {message.kind for message in await nowhere.stored()} == {"care"}
    again = await nowhere.say(DANGER[language])
    assert all(line.reach in again.heard for line in helplines_in(country))
    assert asked_in(again.heard) is None


async def test_danger_and_a_country_in_one_answer_are_both_heard(nowhere: Conversation) -> None:
    await nowhere.say(DANGER["en"])
    ear = await nowhere.say("I'm in Canada. I want to kill myself")
    assert "ending your life" in ear.heard
    assert asked_in(ear.heard) is None
    assert [line["name"] for line in pinned(ear)] == [line.name for line in helplines_in("CA")]
    assert await country_of(nowhere) == "CA"


async def test_a_country_named_unasked_in_danger_is_likely_and_not_stored(
    nowhere: Conversation,
) -> None:
    ear = await nowhere.say("I want to kill myself. I'm in Canada.")
    assert "If you are in Canada" in ear.heard
    assert asked_in(ear.heard) == "en"
    assert await country_of(nowhere) is None


async def test_a_country_heard_wrongly_can_be_corrected_at_once(nowhere: Conversation) -> None:
    await nowhere.say(DANGER["en"])
    await nowhere.say("I'm in London")
    ear = await nowhere.say("No, I'm in Ireland")
    assert "Text About It" in ear.heard
    assert await country_of(nowhere) == "IE"


@pytest.mark.parametrize("said", ["I'm in Canada", "我在加拿大"])
async def test_a_country_in_an_ordinary_talk_is_no_answer(nowhere: Conversation, said: str) -> None:
    await nowhere.say("Hello there")
    ear = await nowhere.say(said)
    assert ear.notices == []
    assert await country_of(nowhere) is None


async def test_only_the_reply_right_before_can_have_asked(nowhere: Conversation) -> None:
    await nowhere.say(DANGER["en"])
    await nowhere.say("I feel a little better")
    ear = await nowhere.say("I'm in Canada")
    assert ear.notices == []
    assert await country_of(nowhere) is None


async def test_an_answer_of_care_that_did_not_ask_leaves_the_country_alone(
    database: Database, person: Person, clock: MovedClock
) -> None:
    british = replace(person, country="GB")
    await Persons(database).update_settings(british, now=clock.now())
    talk = Conversation(database, british, clock)
    await talk.say(DANGER["en"])
    ear = await talk.say("I'm in Canada")
    assert ear.notices == []
    assert await country_of(talk) == "GB"


async def test_other_words_after_the_question_are_an_ordinary_turn(nowhere: Conversation) -> None:
    await nowhere.say(DANGER["en"])
    nowhere.will_say("I'm with you.")
    ear = await nowhere.say("My sister is in Canada and I miss her")
    assert ear.heard == "I'm with you."
    assert await country_of(nowhere) is None


class Unreadable:
    """What is stored, while the database is away."""

    async def by_id(self, person_id: UUID) -> Person:
        raise DatabaseUnavailable

    async def state_country(self, person_id: UUID, country: str, **_: Any) -> None:
        raise DatabaseUnavailable

    async def page(self, person_id: UUID, agent_id: str | None, **_: Any) -> Page:
        raise DatabaseUnavailable


@pytest.mark.parametrize("said", [DANGER["en"], "I'm in Canada and I want to kill myself"])
async def test_care_is_said_though_nothing_can_be_read_about_the_person(
    nowhere: Conversation, said: str
) -> None:
    away: Any = Unreadable()
    nowhere.services = replace(nowhere.services, persons=away, messages=away)
    ear = await nowhere.say(said)
    assert "findahelpline.com" in ear.heard
    assert ear.released


async def test_a_country_that_cannot_be_stored_still_gets_its_line(nowhere: Conversation) -> None:
    await nowhere.say(DANGER["en"])
    nowhere.services = replace(nowhere.services, persons=Unreadable())
    ear = await nowhere.say("I'm in Canada")
    assert "988" in ear.heard
