"""Choose what is shown of what comes to mind, within a budget and nothing twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from storage.records import Found
from tools.memory.likeness import agree, overlap, words
from tools.models.tokens import estimate_tokens

NEAR_DUPLICATE = 0.8
"""Texts that share this much of their words, and agree in numbers and negation, are shown once."""

PASSED_OVER = 20
"""So many in a row that do not fit, and nothing further is looked at: what fits would fit badly."""

SHOWN_CHARACTERS = 400
"""The most of one text that a prompt shows; a longer one costs no more than that."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """Something that comes to mind, and why: the parts add up to the score."""

    found: Found
    score: float
    parts: Mapping[str, float]


def fill(ranked: Iterable[Ranked], budget: int) -> tuple[Ranked, ...]:
    """Return what fits into `budget` estimated tokens, in order; what does not fit is passed over.

    Of a memory and the messages it came from only the first is taken, and of texts that say the
    same.
    """
    shown, chosen, passed_over = _Shown(), list[Ranked](), 0
    for one in ranked:
        cost = estimate_tokens(one.found.text[:SHOWN_CHARACTERS])
        if cost > budget:
            passed_over += 1
            if passed_over == PASSED_OVER:
                break
        elif shown.takes(one.found):
            budget -= cost
            passed_over = 0
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
