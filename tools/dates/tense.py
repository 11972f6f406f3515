"""Whether the words around an expression are of the past or of what is to come."""

from bisect import bisect_left, bisect_right

from tools.dates.cues import cues
from tools.dates.span import Tense

LONGEST_CLAUSE = 200
"""Characters after an expression in which cues are looked for when nothing ends the clause."""


class Clauses:
    """The clauses of a folded text and their cues, found in one pass over it."""

    def __init__(self, text: str) -> None:
        table = cues("tense.toml")
        self._cuts = [part.start() for part in table["parts"].finditer(text)]
        self._cues: dict[str, list[int]] = {
            name: [cue.start() for cue in table[name].finditer(text)]
            for name in ("past", "weak", "future")
        }

    def tense_at(self, begin: int, end: int) -> Tense:
        """Return the tense of the clause round a place: that of the nearest cue, or "either"."""
        cut = bisect_left(self._cuts, begin)
        first = self._cuts[cut - 1] if cut else 0
        cut = bisect_left(self._cuts, end)
        last = self._cuts[cut] if cut < len(self._cuts) else end + LONGEST_CLAUSE
        past, future, weak = (
            self._nearest(name, first, last, begin, end) for name in ("past", "future", "weak")
        )
        if past is None and future is None:
            return "either" if weak is None else "past"
        if past is None or future is None:
            return "future" if past is None else "past"
        return "past" if past < future else "future"

    def _nearest(self, name: str, first: int, last: int, begin: int, end: int) -> int | None:
        """Return how far the nearest cue of a clause is, those inside the expression left out."""
        places = self._cues[name]
        before = bisect_left(places, begin)
        after = bisect_right(places, end - 1)
        near = []
        if before and places[before - 1] >= first:
            near.append(begin - places[before - 1])
        if after < len(places) and places[after] < last:
            near.append(places[after] - end + 1)
        return min(near, default=None)
