"""Who Lumi has become: to see it, to write it, and to bring back what was."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Router, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from api.desks.personality_desk import PersonalityDesk, Shown
from api.problems import problems
from api.rest.body import Body
from api.rest.reader import reader
from api.services import Running
from storage.records import Person
from storage.records.personality import (
    PARTS,
    Becoming,
    Personality,
    PersonalityPart,
    Snapshot,
    SnapshotReason,
)
from tools.personality.limits import LONGEST, WIDE
from tools.personality.voices import voices
from tools.personality.words import personality_words
from tools.prompts.render import Language
from tools.relationship.words import language_of_person

LARGEST_TEXT = 4_000
"""Characters of one text that is sent; far above the limits, which are told in words."""

Given = Annotated[str, Field(max_length=LARGEST_TEXT, pattern=r"^[^\x00]*$")]


class PersonalityBody(Body):
    """Who Lumi is with this person; empty texts are what has not emerged yet."""

    essence: str
    tone: str
    pace: str
    interests: str
    manner: str
    """How the person likes to be spoken to."""
    language: Literal["en", "zh"]


class VoiceChoiceBody(Body):
    """A voice that can be chosen."""

    id: str
    name: str
    """In the language asked for, or the person's."""


class LimitsBody(Body):
    """How many characters each text may have; in a name a Chinese one counts as four."""

    name: int
    name_wide: int
    """How much of it one Chinese character takes."""
    essence: int
    tone: int
    pace: int
    interests: int
    manner: int


class LumiBody(Body):
    """Who Lumi is now."""

    number: int
    """Of the newest state; 0 while nothing has changed since it began."""
    emerged: bool
    name: str
    voice_id: str | None
    personality: PersonalityBody
    own_words: tuple[PersonalityPart, ...]
    """The parts that the person wrote; no reading of the talk changes them."""
    voices: tuple[VoiceChoiceBody, ...]
    limits: LimitsBody


class SnapshotSourceBody(Body):
    """Something the person said that led to a state."""

    message_id: UUID
    content: str
    said_at: datetime


class SnapshotBody(Body):
    """Lumi as it was after one change."""

    number: int
    current: bool
    reason: SnapshotReason
    reason_words: str
    """How it came about, in the language asked for, or the person's."""
    name: str
    voice_id: str | None
    personality: PersonalityBody
    parts_changed: tuple[str, ...]
    """What was different from the state before: parts, `name` and `voice`."""
    changed: str
    """What a reading of the talk changed, in a sentence."""
    why: str
    restored_from: int | None
    sources: tuple[SnapshotSourceBody, ...]
    at: datetime


class PersonalityChanges(Body):
    """What a person writes; what is left out stays. Limits: `limits` of the answer."""

    name: Given | None = None
    voice_id: Given | None = None
    essence: Given | None = None
    tone: Given | None = None
    pace: Given | None = None
    interests: Given | None = None
    manner: Given | None = None


class RestoreBody(Body):
    """Which state to bring back."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)]


@get("/api/companion/personality", responses=problems(400, 401, 503))
async def personality(
    reader: NamedDependency[Person], running: NamedDependency[Running]
) -> LumiBody:
    """Show who Lumi has become with the person who is signed in."""
    return lumi_body(await PersonalityDesk(running=running, person=reader).now(), reader)


@patch("/api/companion/personality", responses=problems(400, 401, 403, 503))
async def change_personality(
    reader: NamedDependency[Person],
    running: NamedDependency[Running],
    data: JSONBody[PersonalityChanges],
) -> LumiBody:
    """Write who Lumi is, its name and its voice; what is too long or blank is told, never cut."""
    given = data.model_dump(exclude_none=True, by_alias=False)
    changes = {"voice" if key == "voice_id" else key: text for key, text in given.items()}
    desk = PersonalityDesk(running=running, person=reader)
    return lumi_body(await desk.edit(changes), reader)


@get("/api/companion/personality/history", responses=problems(400, 401, 503))
async def personality_history(
    reader: NamedDependency[Person], running: NamedDependency[Running]
) -> tuple[SnapshotBody, ...]:
    """Show every state that is kept, the latest first, with what changed and why."""
    shown = await PersonalityDesk(running=running, person=reader).history()
    return tuple(snapshot_bodies(shown, reader))


@post(
    "/api/companion/personality/restore",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def restore_personality(
    reader: NamedDependency[Person],
    running: NamedDependency[Running],
    data: JSONBody[RestoreBody],
) -> LumiBody:
    """Bring back an earlier state, the name and the voice of that time included."""
    desk = PersonalityDesk(running=running, person=reader)
    return lumi_body(await desk.restore(data.number), reader)


def lumi_body(becoming: Becoming, person: Person) -> LumiBody:
    """Return who Lumi is, as it is shown."""
    language = language_of_person(person.language)
    return LumiBody(
        number=becoming.number,
        emerged=bool(becoming.personality.essence),
        name=becoming.name,
        voice_id=becoming.voice_id,
        personality=_personality(becoming.personality),
        own_words=becoming.latest.own_words if becoming.latest else (),
        voices=tuple(
            VoiceChoiceBody(id=one.id, name=one.names[language]) for one in voices().values()
        ),
        limits=LimitsBody(**{str(field): most for field, most in LONGEST.items()}, name_wide=WIDE),
    )


def snapshot_bodies(shown: list[Shown], person: Person) -> Iterator[SnapshotBody]:
    """Yield states as they are shown."""
    language = language_of_person(person.language)
    newest = shown[0].snapshot.number if shown else 0
    for one in shown:
        snapshot = one.snapshot
        yield SnapshotBody(
            number=snapshot.number,
            current=snapshot.number == newest,
            reason=snapshot.reason,
            reason_words=_reason(snapshot, language),
            name=snapshot.name,
            voice_id=snapshot.voice_id,
            personality=_personality(snapshot.personality),
            parts_changed=one.parts_changed,
            changed=snapshot.changed,
            why=snapshot.why,
            restored_from=snapshot.restored_from,
            sources=tuple(
                SnapshotSourceBody(
                    message_id=source.message_id, content=source.content, said_at=source.said_at
                )
                for source in one.sources
            ),
            at=snapshot.created_at,
        )


def _reason(snapshot: Snapshot, language: Language) -> str:
    words = personality_words(language)["reasons"]
    # A name written by hand is no name given in the talk.
    by_hand = snapshot.reason == "named" and not snapshot.source_message_ids
    reason = words["edited"] if by_hand else words[snapshot.reason]
    return reason.format(number=snapshot.restored_from)


def _personality(personality: Personality) -> PersonalityBody:
    parts = {part: getattr(personality, part) for part in PARTS}
    return PersonalityBody(**parts, language=personality.language)


PERSONALITY_HANDLERS = (
    Router(
        path="",
        dependencies={"reader": Provide(reader)},
        route_handlers=[
            personality,
            change_personality,
            personality_history,
            restore_personality,
        ],
    ),
)
"""To see who Lumi has become, to write it, and to bring back what was."""
