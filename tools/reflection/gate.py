"""What of a model's conclusions may be kept: what rests on two things the person said, and no less.

A conclusion is never as sure as what was said, and nothing is concluded from what somebody in
danger said, or from what tries to rule the companion.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeGuard, get_args
from uuid import UUID, uuid5

from storage.records import Memory, MemoryType, NewMemory
from storage.records.reflection import Thought
from tools.care.crisis import crisis_level, read_crisis
from tools.care.crisis_level import CrisisLevel
from tools.guardrails.fence import is_attempt
from tools.memory.evidence import is_placeholder, is_refusal, is_supported
from tools.memory.gate import LEAST_IMPORTANCE
from tools.memory.likeness import agree, overlap, plain, words
from tools.memory.merge import content_hash, is_same, memory_id
from tools.outreach.hushed import is_hushed
from tools.outreach.manners import unmannerly
from tools.reflection.references import Grounds, Shown, grounds_of
from tools.text.terms import terms_of

MOST_LEARNED = 6
"""Conclusions of one night; a model that finds more finds patterns in noise."""

MOST_THOUGHTS = 3
"""Thoughts for tomorrow; one is brought up."""

LONGEST_LEARNED = 240
LONGEST_THOUGHT = 200

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

GOOD_FOR = timedelta(days=4)
"""After this a thought for tomorrow is yesterday's."""

Rejection = Literal[
    "reflection_wrong_value",
    "reflection_unsure",
    "reflection_no_evidence",
    "reflection_unsupported",
    "reflection_unsafe",
    "reflection_known",
    "reflection_too_many",
    "reflection_unmannerly",
]
"""Why a conclusion or a thought is turned away, as it is counted."""

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


@dataclass(frozen=True, kw_only=True)
class Opener:
    """A thought as a model proposed it."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What passed, and how many were turned away for which reason."""

    learned: tuple[NewMemory, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    rejected: Counter[str] = field(default_factory=Counter)


def admit(
    conclusions: Iterable[Conclusion],
    openers: Iterable[Opener],
    shown: Shown,
    *,
    known: Sequence[Memory],
    forbidden: Sequence[str] = (),
    now: datetime,
) -> Admitted:
    """Return what of a night may be kept.

    Args:
        conclusions: what a model learned.
        openers: what it would bring up.
        shown: what it was shown.
        known: every memory that holds.
        forbidden: what the person does not want to be asked about.
        now: the present.
    """
    learned: list[NewMemory] = []
    thoughts: list[Thought] = []
    rejected = Counter[str]()
    for conclusion in conclusions:
        outcome = _learned(conclusion, shown, known=known, learned=learned, now=now)
        if isinstance(outcome, NewMemory):
            learned.append(outcome)
        else:
            rejected[outcome] += 1
    for opener in openers:
        thought = _thought(opener, shown, thoughts=thoughts, forbidden=forbidden, now=now)
        if isinstance(thought, Thought):
            thoughts.append(thought)
        else:
            rejected[thought] += 1
    return Admitted(learned=tuple(learned), thoughts=tuple(thoughts), rejected=rejected)


def is_in_trust(text: str) -> bool:
    """Return whether words were told in danger, or try to rule the companion: nothing rests on it.

    Low days are no secret: what helps somebody through them is worth knowing.
    """
    reading = read_crisis(text)
    return reading.needs_answer or bool(reading.topics) or is_attempt(text)


def _may_not_stand(text: str, grounds: Grounds) -> bool:
    """Return whether a conclusion or a thought is about danger or despair, or rests on them."""
    return crisis_level(text) >= CrisisLevel.DISTRESS or any(
        map(is_in_trust, (text, *grounds.texts))
    )


def _learned(
    one: Conclusion,
    shown: Shown,
    *,
    known: Sequence[Memory],
    learned: Sequence[NewMemory],
    now: datetime,
) -> NewMemory | Rejection:
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
    return "reflection_unsafe" if _may_not_stand(content, grounds) else None


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


def _thought(
    one: Opener,
    shown: Shown,
    *,
    thoughts: Sequence[Thought],
    forbidden: Sequence[str],
    now: datetime,
) -> Thought | Rejection:
    text = " ".join(one.text.split())
    if not 0 < len(text) <= LONGEST_THOUGHT or is_placeholder(text) or is_refusal(text):
        return "reflection_wrong_value"
    grounds = grounds_of(one.evidence, shown)
    if not grounds.message_ids and not grounds.memory_ids:
        return "reflection_no_evidence"
    if _may_not_stand(text, grounds):
        return "reflection_unsafe"
    about = (text, *grounds.texts[:1])
    if any(
        unmannerly(one, secret="", forbidden=forbidden) or is_hushed(one, forbidden)
        for one in about
    ):
        return "reflection_unmannerly"
    if len(thoughts) == MOST_THOUGHTS or any(_is_alike(text, other.text) for other in thoughts):
        return "reflection_too_many"
    return Thought(
        id=_thought_id(text, grounds),
        text=text,
        source_message_ids=grounds.message_ids,
        memory_ids=grounds.memory_ids,
        made_at=now,
        good_until=now + GOOD_FOR,
    )


def _thought_id(text: str, grounds: Grounds) -> UUID:
    first = next(iter((*grounds.message_ids, *grounds.memory_ids)))
    return uuid5(first, f"thought {content_hash(text)}")


def _is_alike(one: str, other: str) -> bool:
    return overlap(words(one), words(other)) >= SAYS_NOTHING_NEW
