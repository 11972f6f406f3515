"""When two memories are one, and which of them stays."""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID, uuid5

from storage.records import Memory, NewMemory
from tools.memory.likeness import agree, overlap, plain, words

MERGE_COSINE = 0.6
"""The least likeness of vectors. Words decide: by vectors alone, false merges happen at 0.95."""

MERGE_OVERLAP = 0.7
"""The least share of common words, when all the words of one text are in the other."""

_FILLER = re.compile(
    r"['’]s\b|\b(?:an?|the|is|are|am|be|that|says|said|mentioned)\b"
    r"|\b(?:they|their|them|his|her|its|user|person)\b"
    "|用户|对方|他们|他|她"
)
"""Words that carry no part of a fact; tense, direction and company do, and are not here."""

_PARTICLES = re.compile("(?<!为)了(?![解结如不])|(?<!目)的(?![士确])|[啊呀呢吧啦嘛哦]$")
"""Chinese characters that stand beside a fact and say nothing of it."""

SMALL_WORDS = 4
"""Characters that an article or an ending takes, its space included."""

_OWNS = re.compile(r"\b(?:have|has|had|got|owns?|adopted|bought|keeps?)\b")
"""Where somebody has something, one and several are two facts."""

_HAS = re.compile(r"\bhas\b")

_PLURALS = (
    (re.compile("(?<=[^aeiou]{1})ies$"), "y"),
    (re.compile("(?<=ch|sh|ss)es$|(?<=[xz])es$"), ""),
    (re.compile("(?<=[a-z]{2}[^sui])s$"), ""),
)
"""Endings of English nouns and verbs that say how many there are, the first that fits."""

_NOT_WORDS = re.compile(r"[\W_]+")


def content_hash(content: str) -> str:
    """Return a fingerprint that ignores case, spaces, width and punctuation."""
    return hashlib.sha256(_NOT_WORDS.sub(" ", plain(content)).strip().encode()).hexdigest()


def memory_id(source_id: UUID, content_hash: str) -> UUID:
    """Return the id of what was read out of one source: read twice, it is the same memory."""
    return uuid5(source_id, content_hash)


def is_same(one: Memory | NewMemory, other: Memory | NewMemory) -> bool:
    """Return whether two memories state one fact: type, people, numbers, negation and words agree.

    The same sentence is the same fact, whatever else was noted about it. Otherwise words agree
    when one text says nothing that the other does not. A fact told in other words stays apart: a
    duplicate costs a line, a false merge costs a fact.
    """
    if content_hash(one.content) == content_hash(other.content):
        return True
    if one.type != other.type or _people(one) != _people(other):
        return False
    if not agree(one.content, other.content):
        return False
    first, second = _substance(one.content), _substance(other.content)
    return _say_one(first, second) or (
        _one_or_many(one.content, other.content) and _say_one(_folded(first), _folded(second))
    )


def is_better(new: Memory | NewMemory, old: Memory | NewMemory) -> bool:
    """Return whether `new` is kept: more important than `old`, or as important and shorter.

    Of two wordings that differ by an article, an ending or a particle, the whole one is better.
    """
    if new.importance != old.importance:
        return new.importance > old.importance
    if _differ_by_grammar(new.content, old.content):
        return len(new.content) > len(old.content)
    return len(new.content) < len(old.content)


def distinct(memories: Iterable[NewMemory]) -> tuple[NewMemory, ...]:
    """Return memories of one reading with those that state one fact merged, keep-best."""
    kept: list[NewMemory] = []
    for memory in memories:
        twin = next((i for i, other in enumerate(kept) if is_same(memory, other)), None)
        if twin is None:
            kept.append(memory)
        elif is_better(memory, kept[twin]):
            kept[twin] = memory
    return tuple(kept)


def _differ_by_grammar(one: str, other: str) -> bool:
    if content_hash(one) == content_hash(other) or abs(len(one) - len(other)) > SMALL_WORDS:
        return False
    return _folded(_substance(one)) == _folded(_substance(other))


def _people(memory: Memory | NewMemory) -> frozenset[str]:
    return frozenset(plain(name) for name in memory.people)


def _say_one(first: frozenset[str], second: frozenset[str]) -> bool:
    """Return whether one text says nothing that the other does not."""
    return (first <= second or second <= first) and overlap(first, second) >= MERGE_OVERLAP


def _one_or_many(one: str, other: str) -> bool:
    """Return whether it makes no difference of how many two texts speak: "likes cats", "a cat"."""
    return not (_OWNS.search(plain(one)) or _OWNS.search(plain(other)))


def _substance(content: str) -> frozenset[str]:
    """Return the words that carry the fact."""
    told = _HAS.sub("have", _FILLER.sub(" ", plain(content))).strip(" .!?,。！？，")
    return words(_PARTICLES.sub("", told))


def _folded(substance: frozenset[str]) -> frozenset[str]:
    """Return words without the endings that say how many there are."""
    return frozenset(map(_singular, substance))


def _singular(word: str) -> str:
    for ending, instead in _PLURALS:
        if ending.search(word):
            return ending.sub(instead, word)
    return word
