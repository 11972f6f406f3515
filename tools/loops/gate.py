"""What of a model's proposals may become a loop."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from uuid import uuid5

from storage.records import Message
from storage.records.loops import OpenLoop
from tools.dates.find import resolve
from tools.guardrails.fence import is_attempt
from tools.loops.due import due_window
from tools.loops.topic import covers, event_topic, is_same, kind_in
from tools.memory.evidence import (
    MARKS_AROUND,
    is_placeholder,
    is_quoted,
    is_refusal,
    is_supported,
)
from tools.memory.likeness import plain

LONGEST_EVENT = 80
"""Characters; an event is a few words."""

SAME_DAY = timedelta(hours=36)
"""Two of one kind whose times lie nearer than this are one thing told twice."""

SAME_AGAIN = timedelta(days=21)
"""In this time an event of the same words without a date is the one that is known."""


@dataclass(frozen=True, kw_only=True)
class LoopProposal:
    """A loop as a model proposed it: nothing in it is checked yet."""

    event: str
    quote: str
    message_number: int
    importance: float
    when: str | None = None
    """The words that say when it is."""
    may_ask: bool = True


def opened(
    proposal: LoopProposal,
    message: Message | None,
    known: Sequence[OpenLoop],
    *,
    agent_id: str | None,
    zone: tzinfo,
) -> OpenLoop | str:
    """Return a proposal as a loop, or why it is none.

    Args:
        proposal: what a model found.
        message: the one it is said to stand in.
        known: every loop there is, also closed and deleted ones.
        agent_id: with whom.
        zone: where the person's wall clock stands.
    """
    event = " ".join(proposal.event.split()).strip(MARKS_AROUND)
    if not event or len(event) > LONGEST_EVENT or not _is_share(proposal.importance):
        return "loop_wrong_value"
    if is_placeholder(event) or is_refusal(event) or is_attempt(f"{event}\n{proposal.quote}"):
        return "loop_placeholder"
    if message is None or message.role != "user":
        return "loop_not_their_words"
    if not is_quoted(proposal.quote, message.content) or not is_supported(event, message.content):
        return "loop_unquoted"
    loop = _made(proposal, event, message, agent_id=agent_id, zone=zone)
    return "loop_known" if any(is_known(loop, one) for one in known) else allowed(loop, known)


def _made(
    proposal: LoopProposal, event: str, message: Message, *, agent_id: str | None, zone: tzinfo
) -> OpenLoop:
    said_at = message.created_at
    span = resolve(proposal.when, said_at=said_at, zone=zone) if proposal.when else None
    window = due_window(
        span, kind_in(event), importance=proposal.importance, said_at=said_at, zone=zone
    )
    return OpenLoop(
        id=uuid5(message.id, f"loop {plain(event)}"),
        agent_id=agent_id,
        event=event,
        message_ids=(message.id,),
        importance=proposal.importance,
        happens_from=window.happens_from,
        happens_until=window.happens_until,
        happens_precision=window.precision,
        due_from=window.due_from,
        due_until=window.due_until,
        opened_at=said_at,
        do_not_ask=not proposal.may_ask,
        status="open" if proposal.may_ask else "closed",
        closed_at=None if proposal.may_ask else said_at,
    )


def allowed(loop: OpenLoop, known: Sequence[OpenLoop]) -> OpenLoop:
    """Return a loop, closed from the start where its topic is not to be asked about."""
    topic = event_topic(loop.event)
    if not any(one.do_not_ask and covers(event_topic(one.event), topic) for one in known):
        return loop
    return replace(loop, do_not_ask=True, status="closed", closed_at=loop.opened_at)


def is_known(loop: OpenLoop, other: OpenLoop) -> bool:
    """Return whether a loop is one that is known: of one kind, and about the same time."""
    if other.id == loop.id:
        return True
    if other.do_not_ask and other.importance == 0:
        return False
    if not other.event:
        return bool(set(other.message_ids) & set(loop.message_ids))
    if not is_same(event_topic(loop.event), event_topic(other.event)):
        return False
    if loop.happens_from is None or other.happens_from is None:
        return loop.opened_at - other.opened_at <= SAME_AGAIN
    return abs(loop.happens_from - other.happens_from) <= SAME_DAY


def _is_share(number: float) -> bool:
    return math.isfinite(number) and 0 <= number <= 1
