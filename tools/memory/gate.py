"""What of a model's proposals may become a memory."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeGuard, get_args

from storage.records import MemoryType, Message
from tools.memory.likeness import plain
from tools.text.scripts import HAN
from tools.text.terms import terms_of

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
    "too_many",
    "unreadable_answer",
]
"""Why a proposal is turned away."""

_TYPES: frozenset[str] = frozenset(get_args(MemoryType))
_PLACEHOLDER = re.compile(
    r"\bjohn doe\b|\bjane doe\b|\blorem ipsum\b|\bexample\.com\b|\bplaceholder\b|\bn/a\b|\btbd\b"
    r"|[\[<{](?:user|name|person|city|date|insert|用户|姓名|名字)[^\]>}]*[\]>}]"
    r"|^(?:none|null|unknown|string|content|无|未知|暂无|张三)\.?$"
)
_REFUSAL = re.compile(
    r"\bas an ai\b|\bi(?: a|')m (?:sorry|unable)\b|\bi can(?:no|')t (?:help|assist|extract)\b"
    r"|\bno (?:new )?memor(?:y|ies)\b|\bnothing (?:worth|to) remember|\blanguage model\b"
    r"|作为一个?(?:ai|人工智能)|语言模型|没有(?:可|值得|需要)(?:提取|记住|记忆)|抱歉.{0,4}(?:我|无法|不能)"
)
_HAN = re.compile(f"[{HAN}]")
_MARKS_AROUND = " \t\n\"'“”‘’「」『』.…,，。!！?？"


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
    if not _is_quoted(proposal.quote, message.content):
        return "unquoted"
    if not _is_supported(proposal.content, message.content):
        return "unsupported"
    return Accepted(
        type=proposal.type,
        content=" ".join(proposal.content.split()),
        quote=proposal.quote.strip(_MARKS_AROUND),
        importance=proposal.importance,
        message=message,
        subtype=proposal.subtype or None,
        people=_named(proposal.people, proposal.content),
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
    content = plain(proposal.content)
    if _PLACEHOLDER.search(content):
        return "placeholder"
    if _REFUSAL.search(content):
        return "refusal"
    return "trivial" if proposal.importance < LEAST_IMPORTANCE else None


def _is_quoted(quote: str, text: str) -> bool:
    wanted = plain(quote.strip(_MARKS_AROUND))
    return bool(wanted) and wanted in plain(text)


def _is_supported(content: str, text: str) -> bool:
    """Return whether a memory shares a term, or half its Chinese characters, with what was said."""
    if not set(terms_of(content)).isdisjoint(terms_of(text)):
        return True
    written = _HAN.findall(plain(content))
    return bool(written) and sum(one in plain(text) for one in written) * 2 >= len(written)


def _named(people: Iterable[str], content: str) -> tuple[str, ...]:
    """Return the people whose names are really in the memory, each once."""
    folded = plain(content)
    return tuple(
        dict.fromkeys(name.strip() for name in people if plain(name) and plain(name) in folded)
    )
