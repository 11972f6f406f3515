"""What the steps of a turn hand to each other. Each step names what it reads and what it writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Protocol, runtime_checkable
from uuid import UUID

from langchain_core.messages import AIMessage, BaseMessage
from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from nodes.turn.stop import Stop
from storage.records import (
    Claim,
    EmotionState,
    Ending,
    Frame,
    Message,
    MessageKind,
    Person,
    Recall,
    Reply,
    Spending,
    Vector,
)
from storage.records.care import Referral
from storage.records.personality import Naming
from storage.records.use import Use
from tools.care.crisis import CrisisReading
from tools.care.standing import Standing
from tools.guardrails.verdict import Verdict
from tools.length.plan import ReplyPlan
from tools.memory.introduce import Introduced
from tools.memory.rank import Ranked
from tools.mood.read import Mood
from tools.outreach.written import WritingFirst
from tools.prompts.private import Private
from tools.prompts.render import Language
from tools.variants.assign import Treatment


@runtime_checkable
class Outlet(Protocol):
    """Where a turn speaks: each call becomes one numbered frame on every device of the person."""

    def token(self, text: str, *, part: int = 0, pause: float | None = None) -> None:
        """Send words of the reply.

        Args:
            text: the words, with what parts them from the words before.
            part: in which of its messages they stand, from 0.
            pause: seconds a person would take before it; given where a message begins.
        """
        ...

    def emotion(self, state: EmotionState) -> None:
        """Move the orb."""
        ...

    def notice(self, kind: str, text: str, details: dict[str, Any] | None = None) -> None:
        """Tell the person something beside the reply."""
        ...

    def conclude(self, reply: Reply | None, *, spoken_by: str | None) -> tuple[Frame, ...]:
        """Number the last frame and return all of the turn, to be stored before it is sent.

        Args:
            reply: what was said, or None when nothing of it was seen.
            spoken_by: the `provider:model` that spoke, or None where fixed words were.
        """
        ...

    def release(self) -> None:
        """Send the last frame, now that the turn is stored."""
        ...


@dataclass(frozen=True, kw_only=True)
class TurnContext:
    """What is handed to a run of the turn graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    outlet: Annotated[InstanceOf[Outlet], WithJsonSchema({})]
    claim: Claim
    stop: Annotated[InstanceOf[Stop], WithJsonSchema({})]
    """Set when the person interrupts or says more: the reply ends with what was sent."""
    spendings: list[Spending] = field(default_factory=list)


class TurnInput(TypedDict):
    """What starts a turn."""

    person: Person
    agent_id: str | None
    messages: Sequence[Message]
    """The person's messages that this turn answers as one, oldest first; never empty."""
    reply_id: UUID
    now: datetime
    tool_rounds: int
    """How often tools were used in this turn; starts at 0."""
    use: Use
    """How long the person talks, and what they were told when."""


@dataclass(frozen=True)
class StatedCountry:
    """The country a person named when they were asked for it."""

    code: str
    """As in ISO 3166."""
    asked_in: Language
    """The language of the question."""


class Guarded(TypedDict):
    """What `guard_input` found."""

    text: str
    """The messages as one text, normalised."""
    verdict: Verdict
    mood: Mood
    stated: StatedCountry | None
    """Where the person says they are, right after a care answer asked; None otherwise."""
    reading: CrisisReading
    """What the rules of care see in `text`; the model that speaks can raise it."""
    looked_after: Standing
    """How care stood before this turn; read only where a fixed answer needs it, else closed."""


class Retrieved(TypedDict):
    """What `retrieve_memories` brought."""

    recall: Recall
    ranked: Sequence[Ranked]
    people: Sequence[Introduced]
    """The known people that `text` speaks of."""
    asks_back: bool
    """Whether `text` asks for something that was."""
    vector: Vector | None
    """The embedding of `text`; None when none was to be had, or another text was searched for."""
    mood: Mood
    """How the person feels, in the light of what was told of their last message."""
    emotion: EmotionState
    """How the companion feels about it; what it shows of that is `express`ed where it leaves."""


class Assembled(TypedDict):
    """What `assemble_prompt` built."""

    language: Language
    naming: Naming | None
    """The name or the voice that the person gives in this turn; stored with it."""
    writing: WritingFirst
    """What is said of writing first; stored with the turn."""
    plan: ReplyPlan
    """How the reply is to be shaped."""
    standing: Standing
    """Whether the person is being looked after."""
    prompt: Sequence[BaseMessage]
    private: Private
    """What of the prompt no reply may copy."""
    treatment: Treatment
    """What is tried out with this person, and nothing where somebody needs care."""
    thoughts: Sequence[UUID]
    """What the companion had in mind as this talk began, and the prompt tells."""


class Spoken(TypedDict):
    """What was said and how it ended."""

    reply: str
    kind: MessageKind
    ended: Ending
    emotion: EmotionState


class Referred(Spoken):
    """What was said to somebody who was told where help is."""

    referral: Referral | None
    """What it is counted as; None when no line was told."""


class Generated(Spoken):
    """What `generate_reply` leaves: words, or a wish to use tools first."""

    asked: AIMessage | None
    """The model's message when it asks for tools, None when the reply is said."""
    broken: str | None
    """Why the hold-back stopped the reply, None when it let all of it through."""
    kept_back: Sequence[str]
    """The rules that sentences were left out for which cling to the person."""
    reading: CrisisReading
    """What care sees in the person's words, with what the model that speaks noticed."""


class ToolsUsed(TypedDict):
    """What `use_tools` adds to the prompt."""

    prompt: Sequence[BaseMessage]
    tool_rounds: int


class Stored(TypedDict):
    """What `extract` reports."""

    more_waiting: bool
    """True when the person has said more that no turn has answered yet."""


class TurnState(TurnInput, Guarded, Retrieved, Assembled, Generated, Referred, ToolsUsed, Stored):
    """The sum of all steps."""
