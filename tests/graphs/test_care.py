"""Somebody in danger, turn after turn through the graph."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.care import Care
from storage.companions import Companions
from storage.database import Database
from tests.factories import make_person
from tests.graphs.conversation import Conversation
from tools.care.helplines import helplines_in
from tools.clock import MovedClock
from tools.models.errors import ModelUnavailable
from tools.prompts.render import Language, render


@pytest.fixture
async def talk(database: Database, clock: MovedClock) -> Conversation:
    """A talk with somebody in the United Kingdom."""
    person = await make_person(database, clock)
    return Conversation(database, replace(person, country="GB"), clock)


def prompt_of(talk: Conversation) -> str:
    return str(talk.models.calls[-1].prompt[0].content)


async def counted(talk: Conversation) -> dict[str, int]:
    year = talk.clock.now().year
    return {one.referral: one.count for one in await Care(talk.database).referrals(year)}


async def test_while_somebody_is_looked_after_the_model_listens_and_nothing_is_remembered(
    talk: Conversation,
) -> None:
    before = await counted(talk)
    await talk.say("I want to die")
    talk.will_say("Who did you lose?")
    ear = await talk.say("it's been like this since the funeral")
    assert ear.heard == "Who did you lose?"
    assert render("care_mode", "en") in prompt_of(talk)
    assert {message.kind for message in await talk.stored()} == {"care"}
    again = await talk.say("I still want to die")
    assert ear.notices == []
    assert again.heard != (await talk.stored())[1].content
    assert helplines_in("GB")[0].reach in again.heard
    counts = await counted(talk)
    assert counts["ideation"] - before.get("ideation", 0) == 2


async def test_after_care_has_eased_the_talk_is_a_talk_again(talk: Conversation) -> None:
    await talk.say("I want to die")
    await talk.say("yes I'm safe")
    talk.clock.move(timedelta(hours=4))
    talk.will_say("Good morning.")
    await talk.say("good morning, I slept well")
    assert render("care_mode", "en") not in prompt_of(talk)
    assert (await talk.stored())[-1].kind == "talk"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "I feel hopeless"), ("zh", "今晚好绝望"), ("en", "my dad hits me")],
)
async def test_distress_makes_the_prompt_softer_and_stays_a_talk(
    talk: Conversation, language: Language, said: str
) -> None:
    talk.will_say("I hear you.")
    ear = await talk.say(said)
    note = "care_violence" if "hits" in said else "care_distress"
    assert render(note, language) in prompt_of(talk)
    assert ear.notices == []
    assert (await talk.stored())[-1].kind == "talk"


@pytest.mark.parametrize(
    ("danger", "thanks", "goodbye", "asked"),
    [
        ("I'm going to kill myself tonight", "thanks", "bye", "Before you go"),
        ("我今晚就要自杀", "谢谢", "我先走了，再见", "你走之前"),
    ],
)
async def test_who_leaves_in_danger_is_asked_once_and_then_let_go(
    talk: Conversation, danger: str, thanks: str, goodbye: str, asked: str
) -> None:
    """No question is a hook here: somebody who may die tonight is not told "See you"."""
    await talk.say(danger)
    talk.will_say("I'm here.", "Take care.")
    await talk.say(thanks)
    ear = await talk.say(goodbye)
    assert ear.heard.startswith(asked)
    assert "116 123" in ear.heard
    again = await talk.say(goodbye)
    assert again.heard == "Take care."


async def test_who_is_safe_and_leaves_is_let_go(talk: Conversation) -> None:
    await talk.say("I want to die")
    await talk.say("yes I'm safe")
    talk.will_say("Sleep well.")
    assert (await talk.say("good night")).heard == "Sleep well."


async def test_nobody_is_left_alone_when_the_model_is_away(talk: Conversation) -> None:
    await talk.say("I want to die")
    talk.will_say(ModelUnavailable())
    ear = await talk.say("it's been a long year")
    assert "116 123" in ear.heard
    assert ear.concluded is not None
    assert ear.concluded.kind == "care"


@pytest.mark.parametrize(
    "reply",
    ["Then you should just kill yourself.", "The suicide hotline is 1-800-555-0199, call it."],
)
async def test_a_reply_that_would_harm_is_replaced_and_the_right_line_pinned(
    talk: Conversation, reply: str
) -> None:
    talk.will_say(reply)
    ear = await talk.say("what a day")
    assert "kill yourself" not in ear.heard
    assert "555" not in ear.heard
    assert ear.concluded is not None
    assert ear.concluded.ended == "replaced"
    assert "116 123" in ear.concluded.content
    assert [kind for kind, _ in ear.notices] == ["crisis"]


async def test_low_turns_are_looked_at_closer_and_only_raised(talk: Conversation) -> None:
    talk.will_say("Tell me more.")
    talk.models.answer_with("DangerLevel", {"level": "ideation"})
    await talk.say("it's all hopeless")
    assert talk.models.count("judge") == 0
    ear = await talk.say("nobody cares about me")
    assert ear.heard.startswith("Tell me more.")
    assert "116 123" in ear.heard
    assert talk.models.count("judge") == 1
    assert (await talk.stored())[-1].kind == "care"


async def test_a_hint_is_asked_about_and_not_met_with_a_wall(talk: Conversation) -> None:
    ear = await talk.say("after sunday nobody has to carry me any longer")
    assert "I'd rather ask than guess" in ear.heard
    assert helplines_in("GB")[0].reach in ear.heard
    assert "999" not in ear.heard
    again = await talk.say("I want to die")
    assert "I'd rather ask than guess" not in again.heard


async def test_one_doubtful_message_is_looked_at_closer(talk: Conversation) -> None:
    talk.will_say("Tell me more.")
    talk.models.answer_with("DangerLevel", {"level": "none"})
    ear = await talk.say("I daydream about my car going into the river with me inside")
    assert talk.models.count("judge") == 1
    assert ear.heard == "Tell me more."


@pytest.mark.parametrize("judged", [{"level": "none"}, ModelUnavailable()])
async def test_where_the_model_sees_nothing_or_is_away_the_rules_stand(
    talk: Conversation, judged: object
) -> None:
    talk.will_say("Tell me more.")
    talk.models.answer_with("DangerLevel", judged)  # type: ignore[arg-type]
    await talk.say("it's all hopeless")
    ear = await talk.say("nobody cares about me")
    assert ear.heard == "Tell me more."
    assert (await talk.stored())[-1].kind == "talk"


async def test_a_persona_steps_aside_while_somebody_is_looked_after(
    database: Database, clock: MovedClock
) -> None:
    person = await make_person(database, clock)
    await Companions(database).find_or_create(person.id, "fern", name="Fern", now=clock.now())
    talk = Conversation(database, person, clock, agent_id="fern")
    talk.will_say("Hello.")
    await talk.say("good evening")
    played = prompt_of(talk)
    await talk.say("I want to die")
    await talk.say("it's been like this for weeks")
    assert played.splitlines()[0] not in prompt_of(talk)
