"""What the steps of a reflection hand to each other. Each step names what it reads and writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Protocol, runtime_checkable
from uuid import UUID

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from storage.records import Kept, Person, RecentMemories, Spending
from storage.records.reflection import Day, Reflection
from tools.prompts.render import Language
from tools.reflection.gate import Admitted
from tools.reflection.references import Shown
from tools.reflection.threads import Thread

Came = Literal["reflected", "planned", "nothing new", "done before", "over budget", "too late"]
"""What a run came to: `planned` is a dry run that would have asked a model; `too late` is one that
wrote nothing, because the night was taken or something was forgotten meanwhile."""


@runtime_checkable
class Reflections(Protocol):
    """Which talks are looked back on when, and what that came to."""

    async def day(
        self,
        person_id: UUID,
        agent_id: str | None,
        *,
        since: datetime,
        again: bool = False,
        now: datetime,
    ) -> Day:
        """Return what was said since a moment and was not looked back on."""
        ...

    async def plan(self, person_id: UUID, agent_id: str | None, look_at: datetime | None) -> None:
        """Have a talk looked back on at a moment; None waits for its next word."""
        ...

    async def save(
        self,
        person_id: UUID,
        agent_id: str | None,
        reflection: Reflection,
        *,
        next_night: datetime,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a night came to; False when it was done before, or all was void."""
        ...


@dataclass(frozen=True, kw_only=True)
class ReflectionContext:
    """What is handed to a run of the reflection graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    reflections: Annotated[InstanceOf[Reflections], WithJsonSchema({})]
    daily_budget: Decimal | None = None
    """US dollars a person's models may cost a day; None is without an end."""
    dry_run: bool = False
    """Whether nothing is asked and nothing is written."""
    spendings: list[Spending] = field(default_factory=list)
    """What model calls cost and no step has stored: at the end the caller books it."""


class ReflectionInput(TypedDict):
    """Whose talk is looked back on: one person with one companion."""

    person: Person
    agent_id: str | None
    now: datetime
    since: datetime | None
    """How far back it is read, once more where it was read before; None is what is new."""


class LoadedDay(TypedDict):
    """What `load_day` found."""

    day: Day
    came: Came


class Gathered(TypedDict):
    """What `gather_threads` laid out."""

    came: Came
    recent: RecentMemories
    kept: Kept
    shown: Shown
    """What a model is shown, in the order of its numbers."""
    threads: Sequence[Thread]
    """Where it begins: what was surprising, what is unresolved."""
    language: Language
    """In which the person writes."""


class Concluded(TypedDict):
    """What `reflect` came to: not stored yet."""

    admitted: Admitted
    profile: dict[int, str]
    """Other wordings of the lines of MEMORY.md, by their numbers."""
    notes: dict[str, str]
    """The rolling fields anew, as far as they were mended."""


class Embedded(TypedDict):
    """What `embed_learnings` gave vectors."""

    admitted: Admitted


class ReflectionOutput(TypedDict):
    """What a run tells its caller."""

    came: Came
    learned: int
    """Conclusions that are remembered now."""
    thoughts: int
    """Thoughts for the next talk."""


class ReflectionState(ReflectionInput, LoadedDay, Gathered, Concluded, ReflectionOutput):
    """The sum of all steps."""
