"""What the steps of a look for gaps hand to each other; each names what it reads and writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Protocol, runtime_checkable
from uuid import UUID

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from storage.records import Person
from storage.records.loops import LoopChange, OpenLoop, Unfinished


@runtime_checkable
class Loops(Protocol):
    """What people have before them and have not told the end of."""

    async def unfinished(
        self, person_id: UUID, agent_id: str | None, *, since: datetime
    ) -> Unfinished:
        """Return, in one trip, what a look for gaps starts from."""
        ...

    async def write(
        self,
        person_id: UUID,
        agent_id: str | None,
        opened: Sequence[OpenLoop],
        changes: Sequence[LoopChange],
        *,
        now: datetime,
    ) -> None:
        """Keep new loops and note what became of others; done twice, it is as done once."""
        ...


@dataclass(frozen=True, kw_only=True)
class GapsContext:
    """What is handed to a run of the gaps graph beside its state."""

    loops: Annotated[InstanceOf[Loops], WithJsonSchema({})]
    dry_run: bool = False
    """True only looks: nothing is written."""


class GapsInput(TypedDict):
    """Whose talk is looked at: one person with one companion."""

    person: Person
    agent_id: str | None
    since: datetime
    """From when on what was said and remembered is gone through."""
    now: datetime


class LoadedGaps(TypedDict):
    """What `load_loops` found."""

    unfinished: Unfinished


class ChosenGaps(TypedDict):
    """What `choose_loops` came to."""

    opened: Sequence[OpenLoop]
    """Remembered happenings whose end nobody told."""
    changes: Sequence[LoopChange]
    """What became of loops that were known."""
    due: Sequence[OpenLoop]
    """What may be asked about now, the most important first."""


class GapsOutput(ChosenGaps):
    """What a run tells its caller."""


class GapsState(GapsInput, LoadedGaps, ChosenGaps):
    """The sum of all steps."""
