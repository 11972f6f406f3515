"""What is counted: of the messages that answer a question, the share among the first few."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

FIRST = (5, 10, 20)
"""How many of the first are looked at."""

Figures = Mapping[str, float]


class Tally:
    """The recall of one way to search, by category."""

    def __init__(self) -> None:
        self._shares = defaultdict[str, list[tuple[float, ...]]](list)

    def add(self, category: str, order: Iterable[str], gold: frozenset[str]) -> None:
        """Count one question, by the keys of what came back, best first."""
        ranked = list(dict.fromkeys(order))
        shares = tuple(len(gold.intersection(ranked[:first])) / len(gold) for first in FIRST)
        self._shares[category].append(shares)

    def overall(self) -> Figures:
        """Return the mean over all questions, in percent."""
        return _figures([shares for group in self._shares.values() for shares in group])

    def by_category(self) -> Mapping[str, Figures]:
        """Return the mean over the questions of each category, in percent."""
        return {category: _figures(group) for category, group in self._shares.items()}


def _figures(shares: Sequence[tuple[float, ...]]) -> Figures:
    means = (fmean(group) * 100 for group in zip(*shares, strict=True))
    return {f"recall@{first}": round(mean, 2) for first, mean in zip(FIRST, means, strict=True)} | {
        "questions": len(shares)
    }
