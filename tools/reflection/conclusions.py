"""Conclusions of a night: each rests on two things the person said, and says something new."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard, get_args

from storage.records import Memory, MemoryType, NewMemory
from tools.memory.evidence import is_placeholder, is_refusal, is_supported
from tools.memory.gate import LEAST_IMPORTANCE
from tools.memory.likeness import agree, overlap, plain, words
from tools.memory.merge import content_hash, is_same, memory_id
from tools.reflection.doubts import Rejection, may_not_stand
from tools.reflection.references import Grounds, Shown, grounds_of
from tools.text.terms import terms_of

MOST_LEARNED = 6
"""Conclusions of one night; a model that finds more finds patterns in noise."""

LONGEST_LEARNED = 240

LEAST_CONFIDENCE = 0.5
"""Below this a model guesses."""

MOST_CONFIDENCE = 0.7
"""A conclusion is less sure than what was said once (0.75), until the person says it themselves."""

MOST_IMPORTANCE = 0.6
"""A conclusion never crowds out who somebody is."""

FEWEST_SOURCES = 2
"""One message is what extraction reads; a pattern takes two."""

SAYS_NOTHING_NEW = 0.7
"""Share of words with a memory from which a conclusion only repeats it."""

_FIGURE = re.compile(r"\d+(?:[.:]\d+)*|[零〇一二两三四五六七八九十百千万亿]{2,}")
"""A number; a single Chinese one is mostly part of another word, as in 一起."""

_TYPES: frozenset[str] = frozenset(get_args(MemoryType))


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """A learning as a model proposed it: nothing in it is checked yet."""

    type: str
    content: str
    confidence: float
    importance: float
    evidence: tuple[str, ...]


def learned_from(
    one: Conclusion,
    shown: Shown,
    *,
    known: Sequence[Memory],
    learned: Sequence[NewMemory],
    now: datetime,
) -> NewMemory | Rejection:
    """Return what may be kept of a conclusion, or why nothing may."""
    content = " ".join(one.content.split())
    if not _is_type(one.type) or not _has_usable_values(one, content):
        return "reflection_wrong_value"
    if one.confidence < LEAST_CONFIDENCE or one.importance < LEAST_IMPORTANCE:
        return "reflection_unsure"
    grounds = grounds_of(one.evidence, shown)
    if rejection := _ungrounded(content, grounds, fewest=FEWEST_SOURCES):
        return rejection
    memory = _memory(one, one.type, content, grounds, now=now)
    if any(_repeats(memory, old) for old in known) or any(_repeats(memory, new) for new in learned):
        return "reflection_known"
    return "reflection_too_many" if len(learned) == MOST_LEARNED else memory


def _has_usable_values(one: Conclusion, content: str) -> bool:
    return (
        0 < len(content) <= LONGEST_LEARNED
        and math.isfinite(one.confidence)
        and 0 <= one.confidence <= 1
        and math.isfinite(one.importance)
        and 0 <= one.importance <= 1
        and not is_placeholder(content)
        and not is_refusal(content)
    )


def _is_type(value: str) -> TypeGuard[MemoryType]:
    return value in _TYPES


def _ungrounded(content: str, grounds: Grounds, *, fewest: int) -> Rejection | None:
    if len(grounds.message_ids) < fewest:
        return "reflection_no_evidence"
    together = "\n".join(grounds.texts)
    if not is_supported(content, together) or not _figures(content) <= _figures(together):
        return "reflection_unsupported"
    return "reflection_unsafe" if may_not_stand(content, grounds) else None


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(plain(text)))


def _memory(
    one: Conclusion, kind: MemoryType, content: str, grounds: Grounds, *, now: datetime
) -> NewMemory:
    fingerprint, named = content_hash(content), plain(content)
    return NewMemory(
        id=memory_id(grounds.message_ids[0], fingerprint),
        type=kind,
        content=content,
        content_hash=fingerprint,
        quote="",
        importance=min(one.importance, MOST_IMPORTANCE),
        people=tuple(name for name in grounds.people if plain(name) in named),
        source_message_ids=grounds.message_ids,
        terms=terms_of(content),
        learned_at=now,
        origin="reflection",
        confidence=min(one.confidence, MOST_CONFIDENCE),
    )


def _repeats(memory: NewMemory, other: Memory | NewMemory) -> bool:
    if is_same(memory, other):
        return True
    first, second = words(memory.content), words(other.content)
    return overlap(first, second) >= SAYS_NOTHING_NEW and agree(memory.content, other.content)
