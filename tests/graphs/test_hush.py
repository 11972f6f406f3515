"""What one companion was told in danger makes the others gentle, and tells them nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.desks.persona_room import PersonaRoom
from storage.database import Database
from storage.outreach import Outreach
from storage.personas import Personas
from storage.records import Person
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.prompts.render import render

SECRET = "I want to die since the lighthouse burned down"

GENTLE = render("care_hush", "en")


def prompt_of(talk: Conversation) -> str:
    return str([call.prompt for call in talk.models.calls if call.role == "chat"][-1])


@pytest.fixture
async def talks(
    database: Database, person: Person, clock: MovedClock
) -> tuple[Conversation, Conversation, Conversation]:
    """Talks of one person with Ember, with Moss, and with Lumi."""
    room = PersonaRoom(personas=Personas(database), person=person, clock=clock)
    await room.meet("ember")
    await room.meet("moss")
    who = replace(person, country="GB")
    ember, moss, lumi = (
        Conversation(database, who, clock, agent_id=agent) for agent in ("ember", "moss", None)
    )
    return ember, moss, lumi


async def test_the_others_play_nobody_for_as_long_as_care_lasts_and_are_told_nothing(
    talks: tuple[Conversation, Conversation, Conversation], clock: MovedClock
) -> None:
    ember, moss, lumi = talks
    await moss.say("hello there")
    card = prompt_of(moss)
    assert "Moss" in card
    assert GENTLE not in card
    await ember.say(SECRET)
    clock.move(timedelta(hours=1))
    outreach = Outreach(ember.database)
    standings = [
        await outreach.standing(one.person, one.agent_id, now=clock.now())
        for one in (ember, moss, lumi)
    ]
    assert {one.crisis_at for one in standings} != {None}, "nobody writes first meanwhile"
    assert [one.crisis_was_here for one in standings] == [True, False, False]
    for other in (moss, lumi):
        trips = other.database.trips
        await other.say("what a day")
        assert other.database.trips - trips <= 4
        assert GENTLE in prompt_of(other)
        assert "lighthouse" not in prompt_of(other)
        assert (await other.stored())[-1].kind == "talk"
    assert len(prompt_of(moss)) < len(card), "no card of a persona in it"
    await ember.say("yes I'm safe")
    clock.move(timedelta(hours=4))
    for other in (moss, lumi):
        await other.say("good morning")
        assert GENTLE not in prompt_of(other)
