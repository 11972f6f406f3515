"""What the steps of a relationship hand to each other. Each step names what it reads and writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Protocol, runtime_checkable
from uuid import UUID

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from storage.records import Message, Person, Spending
from storage.records.relationship import (
    Relationship,
    RelationshipChange,
    RelationshipConfig,
    Stage,
)


@runtime_checkable
class Relationships(Protocol):
    """How far people and personas have come."""

    async def get_or_begin(self, person_id: UUID, agent_id: str, *, now: datetime) -> Relationship:
        """Return a person's relationship with a persona; it begins now if there is none."""
        ...

    async def save(
        self,
        person_id: UUID,
        relationship: Relationship,
        changes: Sequence[RelationshipChange],
        *,
        spendings: Sequence[Spending],
        now: datetime,
    ) -> bool:
        """Write what a reading came to; False when the relationship was written since."""
        ...


@dataclass(frozen=True, kw_only=True)
class RelationshipContext:
    """What is handed to a run of the relationship graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    relationships: Annotated[InstanceOf[Relationships], WithJsonSchema({})]
    config: RelationshipConfig = field(default_factory=RelationshipConfig)
    """How relationships with this persona grow."""
    spendings: list[Spending] = field(default_factory=list)
    """What model calls cost and no step has stored: at the end the caller books it."""


class RelationshipInput(TypedDict):
    """Whose relationship, with which persona; Lumi has none."""

    person: Person
    agent_id: str
    now: datetime


class LoadedRelationship(TypedDict):
    """What `load_relationship` found."""

    relationship: Relationship
    messages: Sequence[Message]
    """What was said since the relationship was last looked at, oldest first."""
    before: Sequence[Message]
    """What was said lately before that."""
    more: bool
    """True when there was more than one reading takes: run again."""


class Scored(TypedDict):
    """What `score_turns` counted, and `confirm_transition` decided: not stored yet."""

    grown: Relationship
    changes: Sequence[RelationshipChange]


class Proposed(TypedDict):
    """The stage that `score_turns` holds to be due; None when none is."""

    proposed: Stage | None


class RelationshipOutput(TypedDict):
    """What a run tells its caller: whether to run again at once."""

    more: bool


class RelationshipState(RelationshipInput, LoadedRelationship, Scored, Proposed):
    """The sum of all steps."""
