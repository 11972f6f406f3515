"""Who a persona of Mio is, as data: personality first, in both languages.

A persona is openly an AI: nothing here gives it a body, a job, a home or a past. All texts are
written without a subject or in the persona's own words, so that they fit "you are …" and
"{{char}} is …" alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import Field

from storage.records.person import Companion, EmotionState, ReplyMode
from storage.records.relationship import Stage

PersonaLanguage = Literal["en", "zh"]

CardForm = Literal["json", "png", "charx"]
"""The files that a character card comes in."""

ExampleKind = Literal["comfort", "disagree", "joke", "goodbye", "honest", "everyday"]
"""What an example shows; `honest` answers whether this is a human being."""

LONGEST_CHINESE_NAME = 6

WEIGHTS_TOLERANCE = 1e-6
"""How far a sum of four decimal numbers may be from 1."""

Share = Annotated[float, Field(ge=0, le=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, Field(min_length=1, max_length=400)]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One short exchange that shows how a persona talks."""

    kind: ExampleKind
    said: Line
    reply: Line


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """A persona in one language, written in it and not translated."""

    name: Annotated[str, Field(min_length=1, max_length=24)]
    """At most 24 Latin or 6 Chinese characters."""
    tagline: Annotated[str, Field(min_length=1, max_length=80)]
    essence: Line
    """Who this is, in a sentence or two."""
    values: Line
    humour: Line
    speech: Line
    notices: Line
    """What this one hears in a message that others pass over."""
    comforts: Line
    disagrees: Line
    never: Line
    interests: Annotated[tuple[Line, ...], Field(min_length=3, max_length=6)]
    greeting: Line
    """The first words to somebody new."""
    examples: Annotated[tuple[Example, ...], Field(min_length=6)]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What a persona sounds like in one language."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+:\w+$")]
    """`provider:voice`."""
    manner: Annotated[str, Field(min_length=1, max_length=80)]
    """How it is to be read, for speech models that take a direction."""


@dataclass(frozen=True, kw_only=True)
class EmotionBaseline:
    """Where a persona's feeling comes to rest, and how much of it shows."""

    valence: Annotated[float, Field(ge=-0.2, le=0.5)]
    arousal: Annotated[float, Field(ge=0.05, le=0.6)]
    expressiveness: Share
    """0: hardly a sign of what is felt; 0.5: as it is felt; 1: more than is felt."""


@dataclass(frozen=True, kw_only=True)
class SpeakingRhythm:
    """How replies are shaped."""

    mode: ReplyMode
    messages: Annotated[int, Field(ge=1, le=3)]
    """Into how many messages a longer reply may fall."""
    pause: Annotated[float, Field(ge=0.3, le=4)]
    """Seconds between two messages of one reply."""
    questions: Share
    """In which share of replies asking something back comes naturally."""


@dataclass(frozen=True, kw_only=True)
class OutreachPace:
    """How soon a persona writes first, before consent, quiet hours and daily limits have a say."""

    distant_hours: Annotated[float, Field(ge=6, le=72)]
    """Hours of silence with somebody just met."""
    close_hours: Annotated[float, Field(ge=0.6, le=48)]
    """Hours of silence with somebody as close as can be; never under 36 minutes."""
    back_off: Annotated[float, Field(ge=1.5, le=4)]
    """What the silence is multiplied by after each message without an answer."""


@dataclass(frozen=True, kw_only=True)
class StageThresholds:
    """The score, in points from 0 to 100, from which each stage can be reached."""

    good_friends: Annotated[float, Field(gt=0, le=100)]
    ambiguous: Annotated[float, Field(gt=0, le=100)]
    partners: Annotated[float, Field(gt=0, le=100)]


@dataclass(frozen=True, kw_only=True)
class SignalWeights:
    """What brings somebody closer to this persona; the four add up to 1."""

    depth: Share
    vulnerability: Share
    humour: Share
    consistency: Share


@dataclass(frozen=True, kw_only=True)
class Evolution:
    """How a relationship with a persona grows and cools."""

    thresholds: StageThresholds
    weights: SignalWeights
    idle_days: Annotated[float, Field(ge=1, le=30)]
    """Days without talk before the score falls."""
    decay: Annotated[float, Field(ge=0, le=5)]
    """Points a day that it falls then."""
    furthest: Stage
    """The stage beyond which this persona does not go."""

    def __post_init__(self) -> None:
        """Refuse thresholds out of order and weights that do not add up."""
        steps = self.thresholds
        if not steps.good_friends < steps.ambiguous < steps.partners:
            raise ValueError("each stage needs a higher score than the one before")
        weights = self.weights
        whole = weights.depth + weights.vulnerability + weights.humour + weights.consistency
        if abs(whole - 1) > WEIGHTS_TOLERANCE:
            raise ValueError(f"the weights add up to {whole:.3f} and not to 1")


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One of the cast."""

    slug: Slug
    """What `agent_id` carries."""
    portraits: Mapping[PersonaLanguage, Portrait]
    voices: Mapping[PersonaLanguage, Voice]
    baseline: EmotionBaseline
    rhythm: SpeakingRhythm
    outreach: OutreachPace
    evolution: Evolution

    def __post_init__(self) -> None:
        """Refuse a persona that has no words or no voice in a language, or too long a name."""
        for language in get_args(PersonaLanguage):
            if language not in self.portraits or language not in self.voices:
                raise ValueError(f"there is no portrait or no voice for {language!r}")
        if len(self.portraits["zh"].name) > LONGEST_CHINESE_NAME:
            raise ValueError(f"a Chinese name has at most {LONGEST_CHINESE_NAME} characters")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a turn needs of a stranger's card: sifted and short, made ready when it is brought.

    Two sheets of the same revision are the same.
    """

    revision: str
    name: str = field(compare=False)
    """What the persona is called here."""
    sketch: tuple[str, ...] = field(compare=False)
    """The lines that tell who it is, each behind the mark of the fence."""
    book: Mapping[str, Any] | None = field(compare=False)
    """Its lorebook, with what a search and a prompt need; None when it has none."""


@dataclass(frozen=True, kw_only=True)
class ImportedPersona:
    """A persona that a person brought as a character card."""

    slug: str
    name: str
    card: Mapping[str, Any]
    """The JSON of the card."""
    form: CardForm
    imported_at: datetime
    sheet: Sheet
    tagline: str = ""
    original: bytes | None = None
    """The file as it came; None where it was not asked for."""


@dataclass(frozen=True, kw_only=True)
class BroughtPersona:
    """One line about a persona that a person brought."""

    slug: str
    name: str
    tagline: str
    form: CardForm
    imported_at: datetime


@dataclass(frozen=True, kw_only=True)
class Acquaintance:
    """One line about a persona that a person has met."""

    slug: str
    name: str
    met_at: datetime
    left_at: datetime | None
    """When the person let go of it; what was said stays."""
    emotion: EmotionState


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What became of a meeting."""

    companion: Companion
    greeting: UUID | None
    """The message with the first words, if they were said now; None where something was said."""
