"""One reading of a talk: what is open now, and what became of what was open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from uuid import UUID

from storage.records import Message
from storage.records.loops import LoopChange, LoopTurn, OpenLoop
from tools.loops.change import changed, may_become
from tools.loops.changes import Said, again, moved
from tools.loops.gate import LoopProposal, opened
from tools.loops.hear import hear
from tools.memory.evidence import is_quoted

MOST_A_READING = 12
"""Loops taken from one reading of at most 48 messages."""

VERDICTS: Mapping[str, LoopTurn] = {
    "told": "told",
    "do_not_ask": "hushed",
    "ask_again": "invited",
    "moved": "moved",
}
"""What a model can say of a loop, and what becomes of it."""


@dataclass(frozen=True, kw_only=True)
class LoopVerdict:
    """What a model says became of a known loop."""

    loop_number: int
    becomes: str
    quote: str
    message_number: int
    when: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReadLoops:
    """What one reading of a talk found of loops."""

    opened: tuple[OpenLoop, ...] = ()
    """New ones, as they stand at its end."""
    changes: tuple[LoopChange, ...] = ()
    """What became of others, in the order it was said."""
    rejected: Counter[str] = field(default_factory=Counter)
    """How many proposals were turned away, by reason."""


@dataclass(kw_only=True)
class _Standing:
    """Loops as they stand after each message."""

    known: dict[UUID, OpenLoop]
    new: dict[UUID, OpenLoop] = field(default_factory=dict)
    changes: list[LoopChange] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> list[OpenLoop]:
        return [*self.known.values(), *self.new.values()]

    def open(
        self,
        proposals: Iterable[LoopProposal],
        message: Message,
        agent_id: str | None,
        zone: tzinfo,
    ) -> None:
        """Take in what is new in a message."""
        for proposal in proposals:
            outcome = opened(proposal, message, self.all, agent_id=agent_id, zone=zone)
            if isinstance(outcome, OpenLoop) and len(self.new) == MOST_A_READING:
                outcome = "too_many"
            if isinstance(outcome, OpenLoop):
                self.new[outcome.id] = outcome
            else:
                self.rejected[outcome] += 1

    def change(self, change: LoopChange, message: Message) -> None:
        """Let something become of a loop; what was opened by this very message has no end yet."""
        here = self.new.get(change.loop_id)
        if here is not None:
            is_its_own = message.id in here.message_ids and change.becomes != "hushed"
            if not is_its_own and may_become(here, change):
                self.new[here.id] = changed(here, change, at=message.created_at)
            return
        known = self.known.get(change.loop_id)
        if known is None and change.becomes == "unspoken":
            self.changes.append(change)
        elif known is not None and may_become(known, change):
            self.known[known.id] = changed(known, change, at=message.created_at)
            self.changes.append(change)


def read_loops(
    proposals: Sequence[LoopProposal],
    verdicts: Sequence[LoopVerdict],
    *,
    messages: Mapping[int, Message],
    known: Sequence[OpenLoop],
    shown: Sequence[OpenLoop],
    agent_id: str | None,
    zone: tzinfo,
) -> ReadLoops:
    """Go through a talk message by message, so that what is said later is said of what was.

    Args:
        proposals: what a model found.
        verdicts: what it says of the loops it was shown.
        messages: by the number the model saw.
        known: every loop there is, also closed and deleted ones.
        shown: those the model saw, in the order of their numbers from 1.
        agent_id: with whom.
        zone: where the person's wall clock stands.
    """
    standing = _Standing(known={one.id: one for one in known})
    before = ""
    for number, message in sorted(messages.items()):
        if message.role != "user":
            continue
        mine = [one for one in proposals if one.message_number == number]
        standing.open(mine, message, agent_id, zone)
        said = Said(id=message.id, text=message.content, at=message.created_at, before=before)
        judged = [one for one in verdicts if one.message_number == number]
        for change in (
            *_judged(judged, shown, message, zone),
            *hear(said, standing.all, zone=zone),
        ):
            standing.change(change, message)
        before = message.content
    misplaced = [one for one in proposals if not _is_theirs(one.message_number, messages)]
    standing.rejected.update({"loop_not_their_words": len(misplaced)} if misplaced else {})
    return ReadLoops(
        opened=tuple(standing.new.values()),
        changes=tuple(standing.changes),
        rejected=standing.rejected,
    )


def _is_theirs(number: int, messages: Mapping[int, Message]) -> bool:
    return number in messages and messages[number].role == "user"


def _judged(
    verdicts: Sequence[LoopVerdict], shown: Sequence[OpenLoop], message: Message, zone: tzinfo
) -> list[LoopChange]:
    """Return what a model's verdicts on one message come to."""
    said = Said(id=message.id, text=message.content, at=message.created_at)
    found: list[LoopChange] = []
    for verdict in verdicts:
        known = 0 < verdict.loop_number <= len(shown) and verdict.becomes in VERDICTS
        if not known or not is_quoted(verdict.quote, message.content):
            continue
        loop, becomes = shown[verdict.loop_number - 1], VERDICTS[verdict.becomes]
        if becomes == "moved":
            found.append(moved(loop, verdict.when or message.content, said, zone))
        elif becomes == "invited":
            found.append(again(loop, verdict.when or "", said, zone))
        else:
            found.append(LoopChange(loop_id=loop.id, becomes=becomes, message_id=message.id))
    return found
