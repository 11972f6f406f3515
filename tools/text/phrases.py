"""Find phrases of word groups in a stream of words, in time linear in its length."""

import tomllib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from typing import Any

from tools.text.phrase_rules import Rule, Step, rule_in
from tools.text.words import words_of

SPANS_KEPT = 4
"""Latest places of one step that are remembered; expressions overlap by no more."""


@dataclass(frozen=True)
class Match:
    """A rule found in the words from `start` to `end`, end not included."""

    rule: Rule
    start: int
    end: int


@dataclass
class _Node:
    """A place in the tree of all expressions."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    opens: bool = False
    """Some expression from here on can begin a phrase."""


@dataclass(frozen=True, eq=False)
class _Place:
    """A step of a phrase after its first; `before` is None when it is the second."""

    rule: Rule
    gap: int
    opener: str
    before: "_Place | None"
    next_gap: int | None
    """The gap of the step after it; None when this one ends the phrase."""


class PhraseBook:
    """Rules over groups of expressions, read from a table.

    The table has `groups` (name to a list of expressions) and `rules`, each with a `name`, a
    `weight` from 0 to 1 (1 when left out) and `says`: phrases written as group names with the
    number of words that may lie between them, as in "undo 3 earlier 2 orders". A name with "=" in
    front is the word itself. `unless_before` and `unless_after` list groups with a reach in words,
    `unless_inside` groups alone.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._groups: dict[str, list[str]] = table["groups"]
        self.rules = tuple(rule_in(row) for row in table["rules"])
        self.whole: dict[str, list[Rule]] = defaultdict(list)
        """Rules that a group alone fulfils."""
        self.places: dict[str, list[_Place]] = defaultdict(list)
        """The later steps that a group can be."""
        self.reach: dict[str, int] = {}
        """The groups that begin phrases, and the largest gap that may follow them."""
        self.root = _Node()
        for rule in self.rules:
            for phrase in rule.phrases:
                self._lay(rule, phrase)
        self._plant_groups()

    def matches(self, words: Iterable[str]) -> list[Match]:
        """Return every match in some words, vetoes considered, in the order of their ends."""
        listener = Listener(self, is_streaming=False)
        found: list[Match] = []
        for word in words:
            listener.hear_into(word, found)
        return [match for match in found if not listener.forbidden_after(match)]

    def _lay(self, rule: Rule, phrase: tuple[Step, ...]) -> None:
        opener, gaps = phrase[0].group, [step.gap for step in phrase[1:]]
        self.reach[opener] = max(self.reach.get(opener, 0), *gaps[:1], 0)
        if not gaps:
            self.whole[opener].append(rule)
            return
        before = None
        for step, next_gap in zip(phrase[1:], [*gaps[1:], None], strict=True):
            before = _Place(rule, step.gap, opener, before, next_gap)
            self.places[step.group].append(before)

    def _plant_groups(self) -> None:
        vetoes = {v.group for rule in self.rules for v in rule.unless_before + rule.unless_after}
        vetoes.update(group for rule in self.rules for group in rule.unless_inside)
        for group in vetoes.union(self.reach, self.places):
            if not group.startswith("=") and group not in self._groups:
                raise ValueError(f"no group is called {group}")
            for expression in self._groups.get(group, [group[1:]]):
                self._plant(expression, group)

    def _plant(self, expression: str, group: str) -> None:
        node = self.root
        for word in words_of(expression):
            node = node.next.setdefault(word, _Node())
            node.opens = node.opens or group in self.reach
        if group not in node.groups:
            node.groups.append(group)


class Listener:
    """Hears words one by one, and knows what is said and what may still become a match.

    Only one that `is_streaming` knows what may still become one, which takes a third of the time.
    """

    def __init__(self, book: PhraseBook, *, is_streaming: bool = True) -> None:
        self._book = book
        self._begins = book.root.next
        self._is_streaming = is_streaming
        self._heard = 0
        self._walks: list[tuple[_Node, int]] = []
        self._spans: dict[str | _Place, deque[tuple[int, int]]] = defaultdict(_few)
        self._open: list[tuple[int, int, int]] = []
        self._seen: dict[str, set[int]] = defaultdict(set)

    def hear(self, word: str) -> list[Match]:
        """Take the next word and return the matches it completes, before `unless_after`."""
        found: list[Match] = []
        self.hear_into(word, found)
        if self._open:
            self._open = [part for part in self._open if self._may_go_on(part)]
        return found

    def hear_into(self, word: str, found: list[Match]) -> None:
        """Take the next word and add the matches it completes to a list."""
        start = self._heard
        self._heard = start + 1
        begun = self._begins.get(word)
        if begun is None and not self._walks:
            return
        walks = [(node.next[word], at) for node, at in self._walks if word in node.next]
        if begun is not None:
            walks.append((begun, start))
        self._walks = [(node, at) for node, at in walks if node.next]
        for node, at in walks:
            for group in node.groups:
                self._take(group, at, found)

    @property
    def open_since(self) -> int | None:
        """The number of the first word that may still become part of a match, or None."""
        starts = [start for start, _, _ in self._open]
        starts += [start for node, start in self._walks if node.opens]
        return min(starts, default=None)

    def forbidden_after(self, match: Match) -> bool:
        """Tell whether something already heard after a match makes it void."""
        return any(
            not self._seen[veto.group].isdisjoint(range(match.end, match.end + veto.reach))
            for veto in match.rule.unless_after
        )

    def _take(self, group: str, start: int, found: list[Match]) -> None:
        self._seen[group].add(start)
        for rule in self._book.whole.get(group, ()):
            self._match(rule, start, found)
        for place in self._book.places.get(group, ()):
            begin = self._begin(place, start)
            if begin is None:
                continue
            if place.next_gap is None:
                self._match(place.rule, begin, found)
            else:
                self._spans[place].append((begin, self._heard))
                self._leave_open(begin, place.next_gap)
        if group in self._book.reach:
            self._spans[group].append((start, self._heard))
            self._leave_open(start, self._book.reach[group])

    def _leave_open(self, begin: int, gap: int) -> None:
        if self._is_streaming:
            self._open.append((begin, self._heard, self._heard + gap))

    def _begin(self, place: _Place, start: int) -> int | None:
        """Return where the phrase began that this step continues, the nearest one, or None."""
        spans = self._spans.get(place.before or place.opener)
        if spans is None:
            return None
        fitting = [begin for begin, end in spans if end <= start <= end + place.gap]
        return max(fitting, default=None)

    def _match(self, rule: Rule, start: int, found: list[Match]) -> None:
        before = ((veto.group, range(start - veto.reach, start)) for veto in rule.unless_before)
        inside = ((group, range(start, self._heard)) for group in rule.unless_inside)
        if all(self._seen[group].isdisjoint(places) for group, places in chain(before, inside)):
            found.append(Match(rule, start, self._heard))

    def _may_go_on(self, part: tuple[int, int, int]) -> bool:
        _, end, last = part
        return self._heard <= last or any(end <= start <= last for _, start in self._walks)


def _few() -> deque[tuple[int, int]]:
    return deque(maxlen=SPANS_KEPT)


def phrase_book(package: str, *names: str) -> PhraseBook:
    """Read files of groups and rules beside a package's modules as one book."""
    groups: dict[str, list[str]] = {}
    rules: list[Any] = []
    for name in names:
        table = tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
        groups.update(table["groups"])
        rules.extend(table["rules"])
    return PhraseBook({"groups": groups, "rules": rules})
