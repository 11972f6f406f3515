"""Put what was found in the order in which it should come to mind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from storage.records import Found
from tools.memory.decay import HALF_LIVES, MESSAGE_HALF_LIFE, freshness
from tools.memory.likeness import agree, overlap, words
from tools.memory.mood import mood_factor
from tools.models.tokens import estimate_tokens
from tools.mood.read import Mood

IMPORTANCE_WEIGHT = 0.3
"""What the most important fresh memory gains; the best vector and keyword match gain 1 each."""

MESSAGE_IMPORTANCE = 0.5
"""A raw message was never judged: it stands in the middle."""

NEAR_DUPLICATE = 0.8
"""Texts that share this much of their words, and agree in numbers and negation, are shown once."""

SHOWN_CHARACTERS = 400
"""The most of one text that a prompt shows; a longer one costs no more than that."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """Something that comes to mind, and why: the parts add up to the score."""

    found: Found
    score: float
    parts: Mapping[str, float]


def rank(found: Sequence[Found], *, mood: Mood, now: datetime, budget: int) -> tuple[Ranked, ...]:
    """Return the best of what was found, best first, within `budget` estimated tokens.

    Superseded memories are left out, texts that say the same are taken once, and of a memory and
    the message it came from only the better one. Vector and keyword scores are each stretched over
    the candidates and added; importance adds what age has left of it; mood breaks ties.
    """
    current = [hit for hit in found if hit.memory is None or hit.memory.superseded_at is None]
    vector = _stretched([hit.vector_score for hit in current])
    keyword = _stretched([hit.keyword_score for hit in current])
    ranked = [
        _ranked(hit, vector=vector[i], keyword=keyword[i], mood=mood, now=now)
        for i, hit in enumerate(current)
    ]
    ranked.sort(key=lambda one: (-one.score, one.found.id))
    return _within(ranked, budget)


def _stretched(scores: Sequence[float]) -> list[float]:
    """Return the scores spread over 0 to 1; equal scores stay what they are."""
    if not scores or (low := min(scores)) == (high := max(scores)):
        return list(scores)
    return [(score - low) / (high - low) for score in scores]


def _ranked(hit: Found, *, vector: float, keyword: float, mood: Mood, now: datetime) -> Ranked:
    memory = hit.memory
    importance = IMPORTANCE_WEIGHT * (MESSAGE_IMPORTANCE if memory is None else memory.importance)
    fresh = freshness(
        now - (hit.said_at if memory is None else memory.last_mentioned_at),
        half_life=MESSAGE_HALF_LIFE if memory is None else HALF_LIVES[memory.type],
    )
    plainly = vector + keyword + importance * fresh
    parts = {
        "vector": vector,
        "keyword": keyword,
        "importance": importance,
        "faded": -importance * (1 - fresh),
        "mood": plainly * (mood_factor(memory, mood) - 1),
    }
    return Ranked(found=hit, score=sum(parts.values()), parts=MappingProxyType(parts))


def _within(ranked: Iterable[Ranked], budget: int) -> tuple[Ranked, ...]:
    shown = _Shown()
    chosen: list[Ranked] = []
    for one in ranked:
        cost = estimate_tokens(one.found.text[:SHOWN_CHARACTERS])
        # The price first: it is cheap to know, and most candidates fail it.
        if cost <= budget and shown.takes(one.found):
            budget -= cost
            chosen.append(one)
    return tuple(chosen)


class _Shown:
    """What was said already, so that nothing is said twice."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, frozenset[str]]] = []
        self._messages: set[UUID] = set()
        self._retold: set[UUID] = set()

    def takes(self, hit: Found) -> bool:
        """Take note of a hit; False when what it says was shown before."""
        text = hit.text[:SHOWN_CHARACTERS]
        if self._has_origin(hit) or self._has_text(text, said := words(text)):
            return False
        self._texts.append((text, said))
        if hit.memory is None:
            self._messages.add(hit.id)
        else:
            self._retold.update(hit.memory.source_message_ids)
        return True

    def _has_origin(self, hit: Found) -> bool:
        if hit.memory is None:
            return hit.id in self._retold
        return not self._messages.isdisjoint(hit.memory.source_message_ids)

    def _has_text(self, text: str, said: frozenset[str]) -> bool:
        return any(
            overlap(said, earlier_words) >= NEAR_DUPLICATE and agree(text, earlier)
            for earlier, earlier_words in self._texts
        )
