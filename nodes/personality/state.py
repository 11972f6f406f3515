"""What the steps of a personality hand to each other. Each step names what it reads and writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Protocol, runtime_checkable
from uuid import UUID

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from storage.records import Message, Person, Spending
from storage.records.personality import Becoming, Reading


@runtime_checkable
class Personalities(Protocol):
    """Who companions have become."""

    async def becoming(self, person_id: UUID, agent_id: str | None) -> Becoming:
        """Return how far a companion has come."""
        ...

    async def save(
        self,
        person_id: UUID,
        agent_id: str | None,
        before: Becoming,
        reading: Reading,
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a reading came to; False when something changed since `before`."""
        ...


@dataclass(frozen=True, kw_only=True)
class PersonalityContext:
    """What is handed to a run of the personality graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    personalities: Annotated[InstanceOf[Personalities], WithJsonSchema({})]
    spendings: list[Spending] = field(default_factory=list)
    """What model calls cost and no step has stored: at the end the caller books it."""


class PersonalityInput(TypedDict):
    """Whose companion, and when. A persona has a personality of its own: it is not run for one."""

    person: Person
    agent_id: str | None
    now: datetime


class LoadedPersonality(TypedDict):
    """What `load_personality` found."""

    becoming: Becoming
    messages: Sequence[Message]
    """The talk to be read, oldest first; empty when nothing is due."""


class Drawn(TypedDict):
    """What `draw_personality` came to: not stored yet."""

    reading: Reading


class PersonalityOutput(TypedDict):
    """What a run tells its caller: the number of the newest snapshot when there is a new one."""

    grown: int | None


class PersonalityState(PersonalityInput, LoadedPersonality, Drawn, PersonalityOutput):
    """The sum of all steps."""
