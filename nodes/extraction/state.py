"""What the steps after a turn hand to each other. Each step names what it reads and writes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import InstanceOf, WithJsonSchema
from typing_extensions import TypedDict

from nodes.services import Services
from storage.records import Kept, Message, NewMemory, Person, RecentMemories, Spending
from tools.loops.reading import ReadLoops
from tools.memory.consolidate import Judged, Neighbour
from tools.memory.gate import Accepted
from tools.memory.people import Identified, PersonMention
from tools.memory.preferences import AcceptedPreference
from tools.memory.window import QUIET_AFTER


@dataclass(frozen=True, kw_only=True)
class ExtractionContext:
    """What is handed to a run of the extraction graph beside its state."""

    services: Annotated[InstanceOf[Services], WithJsonSchema({})]
    spendings: list[Spending] = field(default_factory=list)
    """What model calls cost and no step has stored: at the end the caller books it."""
    quiet_after: timedelta = QUIET_AFTER
    """How long nothing is said before a talk counts as quiet."""


class Whose(TypedDict):
    """Whose messages and memories these are."""

    person: Person


class ExtractionInput(Whose):
    """Whose talk is read: one person with one companion."""

    agent_id: str | None
    now: datetime


class Loaded(TypedDict):
    """What `load_talk` found that one of the readers has not read."""

    recent: RecentMemories
    messages: Sequence[Message]
    """Unread messages, oldest first."""
    read_to: int
    """The position of the last of them."""
    more: bool
    """True when there was more than one reading takes: run again."""
    quiet_at: datetime | None
    """When the messages that still wait for extraction are due; None when none wait."""


class TalkState(ExtractionInput, Loaded):
    """A talk, and what is unread in it."""


class Summarised(TypedDict):
    """What `summarise_talk` wrote."""

    recent: RecentMemories


class Extracted(TypedDict):
    """What `extract_memories` let through the gates."""

    accepted: Sequence[Accepted]
    mentions: Sequence[PersonMention]
    preferences: Sequence[AcceptedPreference]
    loops: ReadLoops
    """What is open now, and what became of what was open."""
    rejected: Counter[str]
    """How many candidates were turned away, by reason."""


class Compared(TypedDict):
    """What `compare_memories` laid side by side."""

    kept: Kept
    identified: Identified
    new: Sequence[NewMemory]
    """What may be remembered, in the order it was said, each fact once."""
    near: Sequence[Sequence[Neighbour]]
    """At the same places the kept memories that are nearest."""


class Judgement(TypedDict):
    """What `judge_memories` was told."""

    judged: Sequence[Judged]
    title: str
    """A name for the stretch of talk; empty when none was given."""


class Consolidated(TypedDict):
    """That `consolidate_memories` has dealt with everything in sight."""

    quiet_at: datetime | None
    more: bool
    """True also when something was forgotten meanwhile, so that all must be read again."""


class Indexed(TypedDict):
    """How many messages `index_messages` gave a vector."""

    indexed: int


class IndexedMemories(TypedDict):
    """How many memories `index_memories` gave a vector."""

    indexed_memories: int


class Reindexed(Indexed, IndexedMemories):
    """How much of a person was given vectors."""


class ReembeddingState(Whose, Reindexed):
    """What the steps of re-embedding hand to each other."""


class ExtractionOutput(TypedDict):
    """What a run tells its caller: whether to run again, at once or when the talk goes quiet."""

    more: bool
    quiet_at: datetime | None


class ExtractionState(
    ExtractionInput, Loaded, Summarised, Extracted, Compared, Judgement, Consolidated, Reindexed
):
    """The sum of all steps."""
