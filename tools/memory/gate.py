"""What of a model's proposals may become a memory."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeGuard, get_args

from storage.records import MemoryType, Message
from tools.guardrails.fence import is_attempt
from tools.memory.evidence import (
    MARKS_AROUND,
    is_placeholder,
    is_quoted,
    is_refusal,
    is_supported,
)
from tools.memory.likeness import plain

LEAST_IMPORTANCE = 0.3
"""Below this a proposal is trivial; at it, it stays. The seeds' gate."""

LONGEST_CONTENT = 400
"""Characters; a memory is one sentence, not a retold talk."""

MOST_A_READING = 40
"""Proposals taken from one reading of at most 48 messages; more is a model out of hand."""

Rejection = Literal[
    "wrong_value",
    "placeholder",
    "refusal",
    "trivial",
    "not_their_words",
    "unquoted",
    "unsupported",
    "attempt",
    "too_many",
    "unreadable_answer",
]
"""Why a proposal is turned away."""

_TYPES: frozenset[str] = frozenset(get_args(MemoryType))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A memory as a model proposed it: nothing in it is checked yet."""

    type: str
    content: str
    quote: str
    message_number: int
    importance: float
    subtype: str | None = None
    people: tuple[str, ...] = ()
    when: str | None = None
    """The words that say when it was, or the date itself."""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A proposal that may be kept, with the message that it rests on."""

    type: MemoryType
    content: str
    quote: str
    importance: float
    message: Message
    subtype: str | None
    people: tuple[str, ...]
    when: str | None = None


@dataclass(frozen=True, kw_only=True)
class Gated:
    """What passed, and how many were turned away for which reason."""

    accepted: tuple[Accepted, ...] = ()
    rejected: Counter[Rejection] = field(default_factory=Counter)


def gate(proposals: Iterable[Proposal], *, messages: Mapping[int, Message]) -> Gated:
    """Let through what rests on the person's own words; `messages` by the number a model saw."""
    accepted: list[Accepted] = []
    rejected: Counter[Rejection] = Counter()
    for proposal in proposals:
        outcome = _judged(proposal, messages.get(proposal.message_number))
        if isinstance(outcome, Accepted) and len(accepted) == MOST_A_READING:
            outcome = "too_many"
        if isinstance(outcome, Accepted):
            accepted.append(outcome)
        else:
            rejected[outcome] += 1
    return Gated(accepted=tuple(accepted), rejected=rejected)


def _judged(proposal: Proposal, message: Message | None) -> Accepted | Rejection:
    if not _is_type(proposal.type) or not _has_usable_values(proposal):
        return "wrong_value"
    if rejection := _junk(proposal):
        return rejection
    if message is None or message.role != "user":
        return "not_their_words"
    if not is_quoted(proposal.quote, message.content):
        return "unquoted"
    if not is_supported(proposal.content, message.content):
        return "unsupported"
    if is_attempt(f"{proposal.content}\n{proposal.quote}"):
        return "attempt"
    return Accepted(
        type=proposal.type,
        content=" ".join(proposal.content.split()),
        quote=proposal.quote.strip(MARKS_AROUND),
        importance=proposal.importance,
        message=message,
        subtype=proposal.subtype or None,
        people=_named(proposal.people, proposal.content),
        when=proposal.when or None,
    )


def _is_type(value: str) -> TypeGuard[MemoryType]:
    return value in _TYPES


def _has_usable_values(proposal: Proposal) -> bool:
    return (
        0 < len(proposal.content.strip()) <= LONGEST_CONTENT
        and math.isfinite(proposal.importance)
        and 0 <= proposal.importance <= 1
    )


def _junk(proposal: Proposal) -> Rejection | None:
    if is_placeholder(proposal.content):
        return "placeholder"
    if is_refusal(proposal.content):
        return "refusal"
    return "trivial" if proposal.importance < LEAST_IMPORTANCE else None


def _named(people: Iterable[str], content: str) -> tuple[str, ...]:
    """Return the people whose names are really in the memory, each once."""
    folded = plain(content)
    return tuple(
        dict.fromkeys(name.strip() for name in people if plain(name) and plain(name) in folded)
    )
