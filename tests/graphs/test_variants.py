"""What is tried out, from the file to the prompt, the model and the messages."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.records import Person
from storage.variants import Variants
from tests.fakes import Call
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.prompts.assemble import rules
from tools.variants.experiments import Experiments

DRY = "You are drier than most."

EXPERIMENTS = Experiments.model_validate(
    {
        "experiments": {
            "dry": {
                "variants": [
                    {
                        "name": name,
                        "share": 0.5,
                        "manner": {"en": DRY, "zh": "你很淡。"},
                        "texts": {"turn_length_ping": {"en": "One word now.", "zh": "一个字。"}},
                        "options": {"temperature": 0.25},
                    }
                    for name in ("dry", "arid")
                ]
            }
        }
    }
)


@pytest.fixture
async def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    talk = Conversation(database, person, clock)
    talk.services = replace(talk.services, experiments=EXPERIMENTS)
    return talk


def last_chat(talk: Conversation) -> Call:
    return [call for call in talk.models.calls if call.role == "chat"][-1]


async def test_a_variant_reaches_the_prompt_the_model_and_every_message(
    talk: Conversation, database: Database, clock: MovedClock
) -> None:
    since = clock.now()
    await talk.say("We baked a cake.")
    await talk.say("?")
    system = str(last_chat(talk).prompt[0].content)
    assert system.index(DRY) < system.index(rules("en"))
    assert "One word now." in system
    assert last_chat(talk).options == {"temperature": 0.25}
    [found] = await Variants(database).compared(since, now=clock.now())
    assert (found.experiment, found.messages, found.replies) == ("dry", 2, 2)
    assert found.variant in {"dry", "arid"}


async def test_with_somebody_who_needs_care_nothing_is_tried_out(
    talk: Conversation, database: Database, clock: MovedClock
) -> None:
    since = clock.now()
    await talk.say("I can't do this anymore.")
    assert DRY not in str(last_chat(talk).prompt[0].content)
    assert "Length now" not in str(last_chat(talk).prompt[0].content)
    assert last_chat(talk).options == {}
    assert await Variants(database).compared(since, now=clock.now()) == []
