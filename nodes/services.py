"""What a step may call, each protocol written for the steps that use it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from storage.records import (
    Claim,
    Consolidation,
    Found,
    Kept,
    Memory,
    MemoryType,
    Message,
    MessageIndex,
    Page,
    Person,
    Recall,
    RecallRequest,
    RecentMemories,
    Spending,
    TurnOutcome,
    Vector,
)
from storage.records.loops import OpenLoop
from storage.records.mood import ReadMood
from tools.clock import Clock
from tools.models.table import NO_OPTIONS, Role
from tools.variants.experiments import NO_EXPERIMENTS, Experiments

Answer = TypeVar("Answer", bound=BaseModel)

SpendingSink = Callable[[Spending], None]
"""Is told what each model call cost, also of calls that failed or were stopped."""


class Models(Protocol):
    """Models by role. Every call reports what it cost, and falls back along the role's chain."""

    def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Stream a reply, with `options` in place of the model's own.

        Raises `tools.models.errors.CutShort` when the model stops half-way.
        """
        ...

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Return one structured answer; raises a `ModelError` when none is to be had."""
        ...

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        """Return one vector a text, in the space named by `embedder`."""
        ...

    @property
    def embedder(self) -> str:
        """The name of the vector space."""
        ...


class Memories(Protocol):
    """What is remembered of a person."""

    async def recall(self, request: RecallRequest) -> Recall:
        """Read everything a prompt needs, in one trip."""
        ...

    async def recent(self, person_id: UUID, agent_id: str | None) -> RecentMemories:
        """Return the rolling fields."""
        ...

    async def save_recent(
        self,
        person_id: UUID,
        agent_id: str | None,
        recent: RecentMemories,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> None:
        """Replace the rolling fields, unless a later turn is already summarised."""
        ...

    async def kept(self, person_id: UUID, agent_id: str | None) -> Kept:
        """Return everything a new reading is compared with."""
        ...

    async def loops(self, person_id: UUID, agent_id: str | None) -> Sequence[OpenLoop]:
        """Return every loop there ever was, those due first first; the deleted ones too."""
        ...

    async def nearest(
        self,
        person_id: UUID,
        agent_id: str | None,
        vectors: Sequence[Vector],
        *,
        embedder: str,
        types: Sequence[MemoryType],
        limit: int,
    ) -> list[list[tuple[Memory, float]]]:
        """Return for each vector the memories nearest to it, of the type at its place."""
        ...

    async def unindexed(self, person_id: UUID, *, embedder: str, limit: int) -> list[Memory]:
        """Return memories without a vector in this space, those that hold first."""
        ...

    async def save_vectors(
        self,
        person_id: UUID,
        memories: Sequence[Memory],
        vectors: Sequence[Vector],
        *,
        embedder: str,
    ) -> None:
        """Give memories their vectors in a space."""
        ...

    async def consolidate(
        self,
        person_id: UUID,
        agent_id: str | None,
        change: Consolidation,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Apply one reading in one transaction; False when nothing was written.

        That is when these messages were read before, or something was forgotten since.
        """
        ...


class Messages(Protocol):
    """The stored talk."""

    async def unread(
        self, person_id: UUID, agent_id: str | None, *, after: int, limit: int
    ) -> list[Message]:
        """Return the settled messages after a position, oldest first."""
        ...

    async def page(
        self, person_id: UUID, agent_id: str | None, *, before: int | None, limit: int
    ) -> Page:
        """Return the last `limit` messages of a talk before a position, oldest first."""
        ...

    async def unindexed(self, person_id: UUID, *, embedder: str, limit: int) -> list[Message]:
        """Return messages without a vector of this embedder, newest first."""
        ...

    async def mood_of(
        self, person_id: UUID, agent_id: str | None, message_id: UUID
    ) -> ReadMood | None:
        """Return how a message of the person read; None where its mood was never read."""
        ...

    async def correct_mood(
        self, person_id: UUID, agent_id: str | None, message_id: UUID, mood: ReadMood
    ) -> None:
        """Keep another reading of a message of the person."""
        ...

    async def save_indexes(
        self, person_id: UUID, indexes: Sequence[MessageIndex], *, said: Mapping[UUID, str]
    ) -> None:
        """Store what makes messages findable that still say what they `said`."""
        ...


class Persons(Protocol):
    """Who talks here."""

    async def by_id(self, person_id: UUID) -> Person:
        """Return a person as they are stored now."""
        ...

    async def state_country(self, person_id: UUID, country: str, *, now: datetime) -> None:
        """Store the country a person says they are in."""
        ...


class Archive(Protocol):
    """The whole of what was said, searched on demand and off the hot path."""

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        """Return the messages that fit a question best."""
        ...


class Pages(Protocol):
    """The web, through the one door to it."""

    async def read(self, link: str) -> str:
        """Return the words of a page as data; raises an `OutsideError` where it cannot be read."""
        ...


class Talks(Protocol):
    """Whose turn it is, and what a finished turn leaves behind."""

    async def finish(self, claim: Claim, outcome: TurnOutcome) -> bool:
        """Store a turn in one transaction, enqueue what follows; True when more messages wait.

        Raises:
            ClaimLost: another process answers this person now; nothing was written.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything with a state or an outside that steps use."""

    clock: Clock
    models: Models
    memories: Memories
    messages: Messages
    archive: Archive
    talks: Talks
    persons: Persons
    pages: Pages | None = None
    """None where no page is opened."""
    experiments: Experiments = NO_EXPERIMENTS
    """What is tried out beside what is usual."""
    canary_key: bytes = b""
    """Makes the canaries in prompts; without one there are none."""
    assumed_timezone: str | None = None
    """The time zone of people who named none, so that it says nothing about where they are."""
