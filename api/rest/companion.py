"""The companion as it is now."""

from typing import Literal

from litestar import get
from litestar.di import NamedDependency

from api.frames import EmotionBody
from api.outlet import emotion_body
from api.problems import problems
from api.rest.body import Body
from api.services import Running
from storage.records import Person

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


@get("/api/companion", responses=problems(401, 503))
async def companion(
    person: NamedDependency[Person], running: NamedDependency[Running]
) -> CompanionBody:
    """Show the companion of the person who is signed in."""
    found = await running.companions.get(person.id, None)
    return CompanionBody(
        name=found.name,
        emotion_state=emotion_body(found.emotion),
        voice=VoiceBody(kind=running.voice.kind, model=running.voice.model),
        seed=found.id.int % SEED_RANGE,
    )
