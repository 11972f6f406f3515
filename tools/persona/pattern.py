"""Patterns of strangers, matched without ever running away.

A lorebook may bring regular expressions. Python's own engine tries every way through a pattern, so
that `(a+)+b` takes years; this one follows all ways at once (Thompson, 1968), so that its work is
at most the length of the text times the length of the pattern. What needs going back, references
to groups and looking around, is refused. Only whether something matches is told, not where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tools.persona.syntax import Assertion, Branch, Chain, Node, OneOf, Repeat, parse_pattern

PROGRAM_SIZE = 1_000
"""Instructions a pattern may come to; `(a{40}){40}` would be 1,600."""

LAID_AT_MOST = 2 * PROGRAM_SIZE
"""Parts that are laid out, also those that come to nothing, as in `(){1000}{1000}`."""

PATTERNS_KEPT = 512


class Allowance:
    """How many steps all patterns of one search may take together."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take some steps; False when there are none left."""
        self.left -= steps
        return self.left >= 0


class BadPattern(ValueError):
    """This pattern is wrong, too long, or of a kind that is not followed."""


@dataclass(frozen=True)
class _Step:
    """One instruction: take a character or check a place, then go on at `ways`."""

    ways: tuple[int, ...]
    takes: OneOf | None = None
    checks: Assertion | None = None
    ends: bool = False


class Pattern:
    """A pattern, ready to be matched.

    Args:
        text: the pattern, or `/pattern/flags` as JavaScript writes it.
        ignore_case: whether capitals make no difference.

    Raises:
        BadPattern: it is wrong, too long, or needs going back.
    """

    def __init__(self, text: str, *, ignore_case: bool = True) -> None:
        body, flags = _parts(text)
        self._ignore_case = ignore_case or "i" in flags
        self._steps: list[_Step] = []
        self._laid = 0
        try:
            start = self._lay(parse_pattern(body, dot_all="s" in flags), self._add(ends=True))
        except RecursionError as error:
            raise BadPattern("too many brackets") from error
        except ValueError as error:
            raise BadPattern(str(error)) from error
        self._start = start

    @property
    def cost(self) -> int:
        """The steps it took to make it ready."""
        return self._laid

    def found_in(self, text: str, allowance: Allowance) -> bool:
        """Tell whether the pattern matches anywhere; not found either when the steps run out."""
        read = text.lower() if self._ignore_case else text
        places: set[int] = set()
        for at in range(len(read) + 1):
            before, after = read[at - 1 : at], read[at : at + 1]
            places, ended = self._spread(places | {self._start}, before, after)
            if ended:
                return True
            if not allowance.spend(len(places) + 1):
                return False
            places = {self._steps[place].ways[0] for place in places if self._takes(place, after)}
        return False

    def _takes(self, place: int, character: str) -> bool:
        takes = self._steps[place].takes
        if takes is None or not character:
            return False
        return takes.holds(character) or (self._ignore_case and takes.holds(character.upper()))

    def _spread(self, places: set[int], before: str, after: str) -> tuple[set[int], bool]:
        """Follow all ways that take no character."""
        reached, waiting = set(places), list(places)
        while waiting:
            step = self._steps[waiting.pop()]
            if step.ends:
                return reached, True
            if step.takes or (step.checks and not step.checks.holds(before, after)):
                continue
            new = [way for way in step.ways if way not in reached]
            reached.update(new)
            waiting += new
        return reached, False

    def _add(
        self,
        *ways: int,
        takes: OneOf | None = None,
        checks: Assertion | None = None,
        ends: bool = False,
    ) -> int:
        if len(self._steps) >= PROGRAM_SIZE:
            raise BadPattern("too long a pattern")
        self._steps.append(_Step(ways, takes, checks, ends))
        return len(self._steps) - 1

    def _lay(self, node: Node, then: int) -> int:
        """Add the steps of a node that go on at `then`, and return the first of them."""
        self._laid += 1
        if self._laid > LAID_AT_MOST:
            raise BadPattern("too long a pattern")
        match node:
            case OneOf():
                return self._add(then, takes=node)
            case Assertion():
                return self._add(then, checks=node)
            case Chain(parts):
                for part in reversed(parts):
                    then = self._lay(part, then)
                return then
            case Branch(ways):
                return self._add(*(self._lay(way, then) for way in ways))
            case Repeat(part, least, most):
                return self._repeat(part, least, most, then)

    def _repeat(self, part: Node, least: int, most: int | None, then: int) -> int:
        if most is None:
            loop = self._add(then)
            self._steps[loop] = _Step((self._lay(part, loop), then))
            then = loop
        else:
            end = then
            for _ in range(most - least):
                then = self._add(self._lay(part, then), end)
        for _ in range(least):
            then = self._lay(part, then)
        return then


def any_found(text: str, among: Sequence[str], allowance: Allowance, *, ignore_case: bool) -> bool:
    """Tell whether a pattern matches one of several texts; one that is refused matches nothing."""
    if allowance.left <= 0:
        return False
    pattern = pattern_of(text, ignore_case=ignore_case)
    if not allowance.spend(pattern.cost if pattern else LAID_AT_MOST) or pattern is None:
        return False
    return any(pattern.found_in(one, allowance) for one in among)


@lru_cache(maxsize=PATTERNS_KEPT)
def pattern_of(text: str, *, ignore_case: bool = True) -> Pattern | None:
    """Return a pattern, None when it is one that is not followed: it matches nothing then."""
    try:
        return Pattern(text, ignore_case=ignore_case)
    except BadPattern:
        return None


def _parts(text: str) -> tuple[str, str]:
    body, slash, flags = text[1:].rpartition("/")
    if text.startswith("/") and slash and set(flags) <= set("dgimsuvy"):
        return body, flags
    return text, ""
