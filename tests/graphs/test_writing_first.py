"""What is said in the talk of being written to first: heard, stored, told, and offered once."""

from dataclasses import replace
from datetime import time

import pytest

from storage.database import Database
from storage.outreach import Outreach
from storage.recall import OFFER_AFTER
from storage.records import Person
from storage.records.outreach import NIGHT, OutreachSettings
from tests.factories import exchange
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.outreach.words import KINDS

ALL = frozenset(KINDS)

RIVER = "We walked along the river this morning and it was bright."


@pytest.fixture
async def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    return Conversation(database, person, clock)


async def agreed(talk: Conversation) -> OutreachSettings:
    return await Outreach(talk.database).settings(talk.person.id, talk.agent_id)


async def is_due(talk: Conversation) -> bool:
    return await Outreach(talk.database).look_at(talk.person.id, talk.agent_id) is not None


def last_prompt(talk: Conversation) -> str:
    return str([call for call in talk.models.calls if call.role == "chat"][-1].prompt[0].content)


async def test_a_word_in_the_talk_is_stored_with_the_turn_told_and_taken_back(
    talk: Conversation,
) -> None:
    talk.will_say(*["Gladly."] * 5)
    assert await agreed(talk) == OutreachSettings()
    ear = await talk.say("You can write to me first, but not before nine.")
    stored = await agreed(talk)
    assert (stored.kinds, stored.quiet) == (ALL, replace(NIGHT, end=time(9)))
    assert stored.touches_sensitive
    assert await is_due(talk)
    [(kind, details)] = [one for one in ear.notices if one[0] == "outreach"]
    assert (kind, details["notBefore"], details["refuses"]) == ("outreach", "09:00", [])
    assert "the one who writes: Reminders" in last_prompt(talk)
    assert "Not before 09:00." in last_prompt(talk)

    await talk.say("晚上十点后不要给我发消息")
    assert (await agreed(talk)).quiet == replace(NIGHT, start=time(22), end=time(9))
    await talk.say("My brother came by and we cooked.")
    assert "Writing first" not in last_prompt(talk)
    await talk.say("Please don't write to me first any more.")
    assert (await agreed(talk)).kinds == {"reminder"}, "what they set themselves still comes"
    assert await is_due(talk)
    assert "You are not to write to them first" in last_prompt(talk).replace("you are", "You are")


async def test_hours_that_would_leave_no_day_change_nothing(talk: Conversation) -> None:
    talk.will_say("Noted.")
    await talk.say("Please don't write to me before 22:30.")
    assert (await agreed(talk)).quiet == NIGHT


async def test_it_is_offered_once_after_a_while_and_a_yes_is_enough(talk: Conversation) -> None:
    for number in range(OFFER_AFTER - 2):
        await exchange(talk.talks, talk.person, f"Line {number}.", clock=talk.clock)
    talk.will_say("Nice.", "Lovely. Shall I write to you first now and then?", "Good.", "Yes.")
    await talk.say(RIVER)
    assert "## An offer" not in last_prompt(talk), "that was the last of a while"
    await talk.say("Then we had soup at the little place by the bridge.")
    assert "## An offer" in last_prompt(talk)
    assert (await agreed(talk)).kinds == frozenset(), "asked is not agreed"
    await talk.say("Yes, please do!")
    assert (await agreed(talk)).kinds == ALL
    await talk.say("Yes, it was good.")
    assert "## An offer" not in last_prompt(talk)


async def test_a_no_is_taken_lightly_and_nobody_is_asked_again(talk: Conversation) -> None:
    for number in range(OFFER_AFTER):
        await exchange(talk.talks, talk.person, f"Line {number}.", clock=talk.clock)
    talk.will_say("Oh. May I write to you first sometimes?", "Fine.", "Sure.")
    await talk.say(RIVER)
    await talk.say("No thanks.")
    assert "This is noted, and nothing will come" in last_prompt(talk)
    await talk.say("Then we had soup at the little place by the bridge.")
    assert "## An offer" not in last_prompt(talk)
    assert (await agreed(talk)).kinds == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "I am so sad and lonely tonight.",
        "Good night, sleep well!",
        "?",
    ],
)
async def test_nothing_is_offered_to_somebody_low_leaving_or_hardly_there(
    talk: Conversation, text: str
) -> None:
    for number in range(OFFER_AFTER):
        await exchange(talk.talks, talk.person, f"Line {number}.", clock=talk.clock)
    talk.will_say("I am here.")
    await talk.say(text)
    assert "## An offer" not in last_prompt(talk)


async def test_no_minor_is_offered_anything_in_the_evening(talk: Conversation) -> None:
    for number in range(OFFER_AFTER):
        await exchange(talk.talks, talk.person, f"Line {number}.", clock=talk.clock)
    talk.person = replace(talk.person, age_group="minor")
    talk.clock.move(talk.clock.now().replace(hour=22) - talk.clock.now())
    talk.will_say("Nice.")
    await talk.say(RIVER)
    assert "## An offer" not in last_prompt(talk)


async def test_a_yes_to_another_question_agrees_to_nothing(talk: Conversation) -> None:
    talk.will_say("Shall I tell you a joke?", "Here it is.")
    await talk.say("Cheer me up a little, it rains.")
    ear = await talk.say("Yes, please!")
    assert [kind for kind, _ in ear.notices if kind == "outreach"] == []
    assert (await agreed(talk)).kinds == frozenset()
