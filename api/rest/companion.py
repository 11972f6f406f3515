"""The companion as it is now."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from litestar import get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from api.talks.frames import EmotionBody
from api.talks.outlet import emotion_body
from storage.records import Companion, EmotionState, Person
from storage.records.person import ReplyMode
from tools.length.plan import rhythm_of
from tools.mood.feel import fade
from tools.mood.temperament import express, temperament_of

SEED_RANGE = 2**31
"""Seeds are whole numbers that every language can hold."""


class VoiceBody(Body):
    """What speaks."""

    kind: Literal["offline", "model"]
    model: str


class CompanionBody(Body):
    """What a page needs to show a companion."""

    name: str
    emotion_state: EmotionBody
    voice: VoiceBody
    seed: int
    """Makes an orb recognisable: the same for a companion for ever."""
    reply_mode: ReplyMode | None
    """How long its replies are, as it was chosen; null is as its own rhythm says."""
    own_reply_mode: ReplyMode
    """How long they are by its own rhythm."""


class CompanionChanges(Body):
    """What is changed about a companion."""

    reply_mode: ReplyMode | None
    """How long its replies are; null is as its own rhythm says."""


@get("/api/companion", responses=problems(400, 401, 404, 503))
async def companion(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> CompanionBody:
    """Show a companion of the person who is signed in as it shows itself now: Lumi, or a persona.

    What it felt at the last word has come nearer to rest since.
    """
    return _body(await running.companions.get(person.id, agent_id), person, running)


@patch("/api/companion", responses=problems(400, 401, 403, 404, 503))
async def change_companion(
    data: JSONBody[CompanionChanges],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> CompanionBody:
    """Have the replies of a companion short, as usual, or long: Lumi's, or a persona's."""
    now = running.clock.now()
    found = await running.companions.set_reply_mode(
        person.id, agent_id, mode=data.reply_mode, now=now
    )
    return _body(found, person, running)


def _body(found: Companion, person: Person, running: Running) -> CompanionBody:
    return CompanionBody(
        name=found.name,
        emotion_state=emotion_body(_shown(found, person, now=running.clock.now())),
        voice=VoiceBody(kind=running.voice.kind, model=running.voice.model),
        seed=found.id.int % SEED_RANGE,
        reply_mode=found.reply_mode,
        own_reply_mode=rhythm_of(found.agent_id).mode,
    )


def _shown(found: Companion, person: Person, *, now: datetime) -> EmotionState:
    temperament = temperament_of(found.agent_id)
    local = now.astimezone(ZoneInfo(person.timezone))
    faded = fade(
        found.emotion,
        now - (found.felt_at or now),
        hour=local.hour + local.minute / 60,
        temperament=temperament,
    )
    return express(faded, temperament)
