"""How personas are told over REST and in a terminal's JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Self
from zlib import crc32

from api.rest.body import Body
from api.talks.frames import EmotionBody
from api.talks.outlet import emotion_body
from storage.records import EmotionState
from storage.records.person import ReplyMode
from storage.records.persona import (
    Acquaintance,
    BroughtPersona,
    CardForm,
    Persona,
    PersonaLanguage,
    Portrait,
)
from storage.records.relationship import Stage
from tools.mood.orb import orb_mood
from tools.mood.temperament import express, temperament_of
from tools.persona.manner import manner_line

SEED_RANGE = 2**31
"""Seeds are whole numbers that every language can hold."""

Origin = Literal["cast", "imported", "gone"]
"""Of the cast, brought by the person, or brought and let go of."""


class PersonaBody(Body):
    """One line of the list."""

    slug: str
    """What `agentId` carries."""
    name: str
    tagline: str
    origin: Origin
    essence: str | None = None
    """Who this is, in a sentence or two; null for one that was brought."""
    manner: str | None = None
    """Its temper and its way of talking, in a line; null for one that was brought."""
    languages: tuple[PersonaLanguage, ...] | None = None
    """In which it was written; null for one that was brought: it answers in the person's."""
    seed: int
    """Makes its orb recognisable: the same for everybody and for ever."""
    emotion_state: EmotionBody
    """How it feels towards the person now; where they have not met, how it feels at rest."""
    met_at: datetime | None = None
    imported_at: datetime | None = None
    left_at: datetime | None = None
    """When the person let go of it; what was said can still be read."""

    @classmethod
    def of_cast(
        cls, persona: Persona, language: PersonaLanguage, met: Acquaintance | None = None
    ) -> Self:
        """Return the line of one of the cast."""
        portrait = persona.portraits[language]
        return cls(
            slug=persona.slug,
            name=portrait.name,
            tagline=portrait.tagline,
            origin="cast",
            essence=portrait.essence,
            manner=manner_line(persona, language),
            languages=tuple(sorted(persona.portraits)),
            seed=seed_of(persona.slug),
            emotion_state=shown_emotion(persona.slug, met.emotion if met else None),
            met_at=met.met_at if met else None,
        )

    @classmethod
    def of_import(cls, persona: BroughtPersona, met: Acquaintance | None = None) -> Self:
        """Return the line of one that was brought."""
        return cls(
            slug=persona.slug,
            name=persona.name,
            tagline=persona.tagline,
            origin="imported",
            seed=seed_of(persona.slug),
            emotion_state=shown_emotion(persona.slug, met.emotion if met else None),
            met_at=met.met_at if met else None,
            imported_at=persona.imported_at,
        )

    @classmethod
    def of_gone(cls, met: Acquaintance) -> Self:
        """Return the line of one that was let go of, whose talk is still there."""
        return cls(
            slug=met.slug,
            name=met.name,
            tagline="",
            origin="gone",
            seed=seed_of(met.slug),
            emotion_state=shown_emotion(met.slug, met.emotion),
            met_at=met.met_at,
            left_at=met.left_at,
        )


class PersonasBody(Body):
    """Everybody there is to talk with, and those who were."""

    personas: tuple[PersonaBody, ...]


class ExampleBody(Body):
    """A short exchange that shows how somebody talks."""

    kind: str
    said: str
    reply: str


class SideBody(Body):
    """Somebody of the cast in one language."""

    name: str
    tagline: str
    essence: str
    values: str
    humour: str
    speech: str
    notices: str
    comforts: str
    disagrees: str
    never: str
    interests: tuple[str, ...]
    greeting: str
    examples: tuple[ExampleBody, ...]
    manner: str

    @classmethod
    def of(cls, persona: Persona, language: PersonaLanguage) -> Self:
        """Return one of the cast in one language."""
        portrait: Portrait = persona.portraits[language]
        plain = {
            field: getattr(portrait, field)
            for field in cls.model_fields
            if field not in {"examples", "manner"}
        }
        examples = tuple(
            ExampleBody(kind=one.kind, said=one.said, reply=one.reply) for one in portrait.examples
        )
        return cls(**plain, examples=examples, manner=manner_line(persona, language))


class CardBody(Body):
    """What stands on a card that was brought: a stranger's words, as they wrote them."""

    version: int
    form: CardForm
    texts: Mapping[str, str]
    """Description, personality, scenario and first words, each cut short."""
    lorebook_entries: int
    remarks: tuple[str, ...]
    """What of it is never told to a model, and why."""


class PortraitBody(Body):
    """Who somebody is."""

    slug: str
    origin: Literal["cast", "imported"]
    seed: int
    portraits: Mapping[PersonaLanguage, SideBody] | None = None
    """In both languages; null for one that was brought."""
    card: CardBody | None = None
    """Null for one of the cast."""
    furthest: Stage
    """How far a relationship can go."""
    reply_mode: ReplyMode | None = None
    """How long its replies are by nature; null for one that was brought."""


class ImportedBody(Body):
    """What became of an import."""

    slug: str
    name: str
    version: int
    form: CardForm
    lorebook_entries: int
    remarks: tuple[str, ...]


class MetBody(Body):
    """Somebody the person can talk with now."""

    slug: str
    """What `agentId` carries in messages to it."""
    name: str
    seed: int
    emotion_state: EmotionBody
    greeted: bool
    """Whether it said its first words just now; they are the first message of the talk."""


def seed_of(slug: str) -> int:
    """Return what a persona's orb looks like: the same for everybody."""
    return crc32(slug.encode()) % SEED_RANGE


def shown_emotion(slug: str, felt: EmotionState | None) -> EmotionBody:
    """Return what a persona shows of what it feels; at rest where it has not met the person."""
    return emotion_body(express(felt or at_rest(slug), temperament_of(slug)))


def at_rest(slug: str) -> EmotionState:
    """Return how a persona feels where nothing has been said yet."""
    temperament = temperament_of(slug)
    valence, arousal = temperament.valence, temperament.arousal
    return EmotionState(valence=valence, arousal=arousal, mood=orb_mood(valence, arousal))


def everybody(
    cast: Sequence[Persona],
    brought: Sequence[BroughtPersona],
    met: Sequence[Acquaintance],
    language: PersonaLanguage,
) -> tuple[PersonaBody, ...]:
    """Return a line about everybody: the cast, then those brought, then those let go of."""
    known = {one.slug: one for one in met if one.left_at is None}
    back = {one.slug for one in brought}
    return (
        *(PersonaBody.of_cast(one, language, known.get(one.slug)) for one in cast),
        *(PersonaBody.of_import(one, known.get(one.slug)) for one in brought),
        *(PersonaBody.of_gone(one) for one in met if one.left_at and one.slug not in back),
    )
