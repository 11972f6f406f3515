"""Another assistant's plain MEMORY.md: headings and lines, read as memories."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast

from storage.records import MemoryType
from tools.memory.evidence import is_placeholder, is_refusal
from tools.memory.gate import LONGEST_CONTENT
from tools.text.terms import terms_of

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$|^\*\*(.+?)\*\*:?$")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,3}[.)、])\s+(?:\[[ xX]\]\s+)?(.*\S)\s*$")
_DATED = re.compile(r"^\[?((?:19|20)\d{2})-(\d{2})-(\d{2})\]?\s*[-–:：]?\s*")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~).*?^\s*(?:```|~~~)\s*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class ForeignLine:
    """One line of somebody's notes."""

    text: str
    heading: str
    noted_on: date | None = None
    """When the line says that it was written down."""


@dataclass(frozen=True, kw_only=True)
class ForeignMemory:
    """A line that may be remembered."""

    type: MemoryType
    content: str
    importance: float
    noted_on: date | None


def foreign_lines(text: str) -> tuple[ForeignLine, ...]:
    """Return the bullet lines of a Markdown file, each with the heading it stands under."""
    return tuple(_lines(_FENCE.sub("", _COMMENT.sub("", text.replace("\r\n", "\n")))))


def foreign_memories(
    lines: tuple[ForeignLine, ...],
) -> tuple[tuple[ForeignMemory, ...], Counter[str]]:
    """Return what of somebody's notes may be remembered, and how much was turned away, and why."""
    accepted: dict[str, ForeignMemory] = {}
    rejected: Counter[str] = Counter()
    for line in lines:
        if reason := _rejection(line.text):
            rejected[reason] += 1
            continue
        kind = _type_of(line)
        accepted.setdefault(
            line.text,
            ForeignMemory(
                type=kind,
                content=line.text,
                importance=_rules()[2][kind],
                noted_on=line.noted_on,
            ),
        )
    return tuple(accepted.values()), rejected


def _lines(text: str) -> Iterator[ForeignLine]:
    heading = ""
    for line in text.split("\n"):
        if found := _HEADING.match(line):
            heading = (found[1] or found[2] or "").strip()
        elif bullet := _BULLET.match(line):
            words = " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", bullet[1])).split())
            noted_on, words = _dated(words)
            if words:
                yield ForeignLine(text=words, heading=heading, noted_on=noted_on)


def _dated(words: str) -> tuple[date | None, str]:
    found = _DATED.match(words)
    if found is None:
        return None, words
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), words[found.end() :]
    except ValueError:
        return None, words


def _rejection(text: str) -> str | None:
    if is_placeholder(text):
        return "placeholder"
    if is_refusal(text):
        return "refusal"
    if len(text) > LONGEST_CONTENT:
        return "too_long"
    if any(ord(sign) < ord(" ") for sign in text) or not terms_of(text):
        return "no_words"
    return None


def _type_of(line: ForeignLine) -> MemoryType:
    headings, words, _ = _rules()
    for rules, text in ((headings, line.heading), (words, line.text)):
        for kind, pattern in rules.items():
            if pattern.search(text):
                return kind
    return "life_event"


Rules = Mapping[MemoryType, re.Pattern[str]]


@cache
def _rules() -> tuple[Rules, Rules, Mapping[MemoryType, float]]:
    table = tomllib.loads(files("tools.memory").joinpath("foreign.toml").read_text("utf-8"))
    headings = _compiled({kind: _as_words(words) for kind, words in table["headings"].items()})
    importance: dict[MemoryType, float] = table["importance"]
    return headings, _compiled(table["words"]), importance


def _compiled(patterns: Mapping[str, str]) -> Rules:
    return {
        cast("MemoryType", kind): re.compile(pattern, re.IGNORECASE)
        for kind, pattern in patterns.items()
    }


def _as_words(words: str) -> str:
    """Return a pattern for any of these words, whole ones where the script has spaces."""
    return "|".join(rf"\b(?:{word})\b" if word.isascii() else word for word in words.split("|"))
