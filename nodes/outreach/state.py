"""What the steps of writing first hand to each other. Each step names what it reads and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from storage.records import EmotionState, Person, Recall, Reply, Spending
from storage.records.outreach import OutreachNote, OutreachReason, OutreachTrigger, Standing
from storage.records.talk import NO_VARIANTS
from tools.memory.rank import Ranked
from tools.outreach.situation import Situation
from tools.outreach.weigh import Weighed
from tools.prompts.private import Private
from tools.prompts.render import Language
from tools.variants.assign import Treatment


@runtime_checkable
class Outreach(Protocol):
    """What is known about writing first."""

    async def standing(self, person: Person, agent_id: str | None, *, now: datetime) -> Standing:
        """Return what bears on writing to a person first, in one trip."""
        ...

    async def look_again(
        self,
        person_id: UUID,
        agent_id: str | None,
        look_at: datetime,
        *,
        withheld: Sequence[tuple[OutreachTrigger, OutreachReason]] = (),
        now: datetime,
    ) -> None:
        """Think of a person again at a moment, and count what was kept back now and why."""
        ...


@runtime_checkable
class Doorstep(Protocol):
    """Where a message that comes first is handed over."""

    async def hand_over(
        self,
        person: Person,
        reply: Reply,
        note: OutreachNote,
        *,
        spendings: Sequence[Spending],
        variants: Mapping[str, str] = NO_VARIANTS,
        unless_said_since: datetime | None = None,
    ) -> bool:
        """Store a message with its reason, once, and send it to the person's devices.

        Returns False, and does nothing, when the person is talking, or when anybody said anything
        from `unless_said_since` on.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class OutreachContext:
    """What is handed to a run of the outreach graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    outreach: Annotated[InstanceOf[Outreach], WithJsonSchema({})]
    doorstep: Annotated[InstanceOf[Doorstep], WithJsonSchema({})]
    daily_budget: Decimal | None = None
    """US dollars a person's models may cost a day before nothing is written first."""
    dry_run: bool = False
    """True only looks: nothing is written, sent or counted, and no model is asked."""
    spendings: list[Spending] = field(default_factory=list)
    """What model calls cost and no step has stored: at the end the caller books it."""


class OutreachInput(TypedDict):
    """Of whom to think, with which companion."""

    person: Person
    agent_id: str | None
    now: datetime
    message_id: UUID
    """What the message would be called; a run that is repeated sends it once."""


class Stood(TypedDict):
    """What `load_standing` found."""

    standing: Standing
    situation: Situation


class Considered(TypedDict):
    """What `weigh_reasons` came to."""

    weighed: Weighed


class Occasion(TypedDict):
    """What `recall_occasion` brought."""

    language: Language
    recall: Recall
    ranked: Sequence[Ranked]


class Drafted(TypedDict):
    """What `write_message` wrote, and `check_message` let through; empty when nothing is said."""

    draft: str
    emotion: EmotionState
    treatment: Treatment
    """What is tried out with this person."""
    private: Private
    """What the message may not copy."""
    refused: OutreachReason | None
    """Why nothing is sent after all."""


class Handed(TypedDict):
    """What `send_message` did."""

    sent: bool
    refused: OutreachReason | None


Withheld: TypeAlias = tuple[OutreachTrigger, OutreachReason]


class OutreachOutput(Considered):
    """What a run tells its caller."""

    withheld: Sequence[Withheld]
    """What was not said, and why."""

    text: str
    """What was sent; empty when nothing was."""
    look_at: datetime
    """When to look again."""


class OutreachState(OutreachInput, Stood, Occasion, Drafted, Handed, OutreachOutput):
    """The sum of all steps."""
