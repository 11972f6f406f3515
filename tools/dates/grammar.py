"""The tables of date expressions, as patterns that give named values."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from tools.dates.numbers import number_of, words
from tools.text.scripts import HAN, KANA

TABLES = ("en.toml", "zh.toml")

_SPACE = re.compile(r"(\[[^\]]*\]|\(\?<[!=][^)]*\))| (\?)?")
_PART = re.compile(r"\\.|\[[^\]]*\]|[(|)]|\{(?P<name>[a-z_]+)\d?\}(?!\?)")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_AGAIN = "__"
_NAME = re.compile(r"\{([a-z_]+)(\d?)\}")
_LETTER = f"[^\\W{HAN}{KANA}]"
_EDGES = {
    "spaced": (f"(?<!{_LETTER})(?<!['’])(?!(?<=[$€£#.,/])\\d)", f"(?!{_LETTER})"),
    "unspaced": (r"(?:(?!\d)|(?<!\d)(?<!\d[.:/-]))", r"(?:(?<!\d)|(?!\d))"),
}
"""What may not stand right before and after an expression: a letter, a figure beside a figure."""

_SCRIPTS = {"spaced": re.compile(r"[a-z0-9]"), "unspaced": re.compile(f"[{HAN}]")}
"""What a text must have for a table to find anything in it."""

HABIT = re.compile(
    r"(?:(?:every|each|most|other|per) (?:(?:week|month|year|morning|evening|night|[a-z]*day) )?"
    r"|每(?:个?(?:周|星期|礼拜)[一二三四五六日天末]|[个年逢到天周月晚早])?的?"
    r"(?:早上|上午|中午|下午|晚上)?)$"
)
"""Words before an expression that make it a habit, which is no date."""

HABIT_AT_MOST = 24
"""Characters before an expression in which a word of habit is looked for."""


@dataclass(frozen=True)
class Rule:
    """Expressions of one form, and which reading they have."""

    reads: str
    forms: tuple["Form", ...]
    values: Mapping[str, str]
    """What the form itself says, beside the words in it."""
    alone: bool
    """Whether it is a date without a day beside it."""


@dataclass(frozen=True)
class Form:
    """One pattern of a rule, and the groups of words without which it matches nothing."""

    written: str
    needs: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; made when first needed, since making all of them takes a second."""
        return re.compile(self.written)


@dataclass(frozen=True)
class Found:
    """An expression at a place of a text, with the values of its words."""

    rule: Rule
    begin: int
    end: int
    values: Mapping[str, str]


class Grammar:
    """The rules of one table.

    A table has `words` (group to value to expressions parted by "|"), `numbers` (group to pattern),
    `fragments` (name to pattern), `same` (group to the name its value goes by) and `rules`:
    `reads`, `says`, `with` and `alone`. In a pattern "{name}" stands for a group or a fragment,
    "{name2}" for the same group a second time, a space for up to three, and ">" for where the
    expression begins.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._fragments: dict[str, str] = table.get("fragments", {})
        self._numbers: dict[str, str] = table.get("numbers", {})
        self._words: dict[str, dict[str, str]] = {
            group: {text: value for value, texts in row.items() for text in texts.split("|")}
            for group, row in table["words"].items()
        }
        self._same: dict[str, str] = table.get("same", {})
        self._before, self._after = _EDGES[table["edges"]]
        self._script = _SCRIPTS[table["edges"]]
        self._hints: dict[str, re.Pattern[str]] = {}
        self.rules = tuple(map(self._rule, table["rules"]))

    def found_in(self, text: str) -> Iterator[Found]:
        """Yield every expression of every rule in a folded text, overlapping ones too."""
        if not self._script.search(text):
            return
        present = _Presence(text, self._hints)
        for rule in self.rules:
            for form in rule.forms:
                if not all(map(present.__getitem__, form.needs)):
                    continue
                for match in form.pattern.finditer(text):
                    if not _is_habit(text, match.start()):
                        yield Found(rule, _begin(match), match.end(), self._values(rule, match))

    def _rule(self, row: Mapping[str, Any]) -> Rule:
        return Rule(
            reads=row["reads"],
            forms=tuple(map(self._form, row["says"])),
            values=row.get("with", {}),
            alone=row.get("alone", True),
        )

    def _form(self, says: str) -> Form:
        needs = frozenset(name for name in _needed(says) if name not in self._fragments)
        expanded = self._expanded(_spaced(says).replace(">", "(?P<begin>)"))
        for name in needs - self._hints.keys():
            self._hints[name] = re.compile(self._part(name, ""))
        return Form(f"{self._before}(?:{_told_apart(expanded)}){self._after}", needs)

    def _expanded(self, says: str) -> str:
        return _NAME.sub(lambda name: self._part(name[1], name[2]), says)

    def _part(self, name: str, number: str) -> str:
        if name in self._fragments:
            return f"(?:{self._expanded(_spaced(self._fragments[name]))})"
        if name in self._numbers:
            return f"(?P<{name}{number}>{self._expanded(_spaced(self._numbers[name]))})"
        if name == "number_word":
            return alternatives(words("english"))
        return f"(?P<{name}{number}>{alternatives(self._words[name])})"

    def _values(self, rule: Rule, match: re.Match[str]) -> dict[str, str]:
        values = dict(rule.values)
        for group, text in match.groupdict().items():
            group = group.rpartition(_AGAIN)[2]
            name = group.rstrip("0123456789")
            value = None if text is None else self._value(name, text)
            if value is not None:
                values[self._same.get(name, name) + group[len(name) :]] = value
        return values

    def _value(self, name: str, text: str) -> str | None:
        if name in self._words:
            return self._words[name][" ".join(text.split())]
        number = number_of(text)
        return None if number is None else str(number)


class _Presence(dict[str, bool]):
    """Whether a text has a word of a group, looked up once."""

    def __init__(self, text: str, hints: Mapping[str, re.Pattern[str]]) -> None:
        super().__init__()
        self._text = text
        self._hints = hints

    def __missing__(self, name: str) -> bool:
        self[name] = self._hints[name].search(self._text) is not None
        return self[name]


def _is_habit(text: str, begin: int) -> bool:
    return HABIT.search(text[max(0, begin - HABIT_AT_MOST) : begin]) is not None


def _needed(says: str) -> Iterator[str]:
    """Yield the groups that every match of a pattern has: those in no brackets, not left open."""
    depth = 0
    needed: list[str] = []
    for part in _PART.finditer(says):
        if part["name"] and depth == 0:
            needed.append(part["name"])
        elif part[0] == "|" and depth == 0:
            return
        depth += {"(": 1, ")": -1}.get(part[0], 0)
    yield from needed


def _told_apart(pattern: str) -> str:
    """Rename the second and later groups of one name, which stand in different alternatives."""
    seen: dict[str, int] = {}

    def named(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], -1) + 1
        prefix = f"again{seen[group[1]]}{_AGAIN}" if seen[group[1]] else ""
        return f"(?P<{prefix}{group[1]}>"

    return _GROUP.sub(named, pattern)


def _begin(match: re.Match[str]) -> int:
    return match.start("begin") if match.groupdict().get("begin") is not None else match.start()


def _spaced(pattern: str) -> str:
    """Let a space be up to three, but not in brackets and where a look back needs one length."""
    return _SPACE.sub(lambda part: part[1] or (" {0,2}" if part[2] else " {1,3}"), pattern)


def alternatives(expressions: Mapping[str, Any]) -> str:
    """Return a pattern of literal expressions, longest first."""
    ordered = sorted(expressions, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(e).replace(r"\ ", " {1,3}") for e in ordered) + ")"


@cache
def grammars() -> tuple[Grammar, ...]:
    """Return the English and the Chinese grammar."""
    package = files("tools.dates")
    return tuple(
        Grammar(tomllib.loads(package.joinpath(name).read_text("utf-8"))) for name in TABLES
    )


def prepare() -> None:
    """Compile every pattern, which takes a second or two; else each is made when first needed."""
    for grammar in grammars():
        for rule in grammar.rules:
            for form in rule.forms:
                _ = form.pattern
