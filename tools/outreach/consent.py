"""Hear that somebody lets their companion write first, or forbids it, or says when: by rules.

Only plain words to the companion itself count. What is told of others, asked or only imagined does
not, and a bare yes or no counts only where the companion has just asked.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any

from storage.records.outreach import OutreachKind, OutreachWish
from tools.outreach.words import KINDS
from tools.prompts.render import Language
from tools.text.language import language_of
from tools.text.sentences import sentences_of

LONGEST_READ = 1_000
"""Characters of a message that are read: nobody agrees at the end of a long story."""

NOON, LAST_HOUR, LAST_MORNING_HOUR = 12, 23, 11

EARLIEST_BARE_HOUR = 5
"""A bare hour "not before" is in the morning from here on, and after noon below."""

UNASKED = frozenset(KINDS) - {"reminder"}
"""What "don't write to me" ends: a reminder they set themselves ends when they say so of it."""

_CUE = re.compile(
    "writ|messag|text|ping|contact|reach|check|remind|good (?:mor|nig)|ask|before|after|between"
    "|找|联系|发|写|提醒|打扰|吵|问|早安|早上好|晚安",
    re.IGNORECASE,
)
"""Without one of these there is nothing to hear, and most messages have none."""

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("midnight",),
            ("one", "一"),
            ("two", "二", "两"),
            ("three", "三"),
            ("four", "四"),
            ("five", "五"),
            ("six", "六"),
            ("seven", "七"),
            ("eight", "八"),
            ("nine", "九"),
            ("ten", "十"),
            ("eleven", "十一"),
            ("twelve", "十二", "noon", "midday"),
        )
    )
    for word in words
}

_LATE = ("p", "in the evening", "at night", "in the afternoon", "下午", "傍晚", "晚上", "夜里")
_EARLY = ("a", "in the morning", "早上", "早晨", "上午", "清晨", "凌晨", "半夜")


@dataclass(frozen=True, kw_only=True)
class _Rules:
    allows: tuple[re.Pattern[str], ...]
    refuses: tuple[re.Pattern[str], ...]
    kinds: Mapping[str, re.Pattern[str]]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    offer: re.Pattern[str]
    unless_before: re.Pattern[str]
    hours_follow: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    between: re.Pattern[str]
    before_bare: re.Pattern[str]
    after_bare: re.Pattern[str]
    only_before: re.Pattern[str]
    only_after: re.Pattern[str]
    only: re.Pattern[str]
    but_not: re.Pattern[str]
    named: Mapping[str, re.Pattern[str]]
    speaks_of_writing: re.Pattern[str]


def hear_consent(text: str, *, asked: bool = False) -> OutreachWish | None:
    """Return what a message allows and refuses, or None when it says nothing of it.

    Args:
        text: what the person said; its first 1,000 characters are read.
        asked: whether the companion has just asked if it may write first.
    """
    if not (asked or _CUE.search(text, 0, LONGEST_READ)):
        return None
    read = text[:LONGEST_READ].replace("’", "'").casefold()
    rules = _rules(language_of(text))
    allows: set[OutreachKind] = set()
    refuses: set[OutreachKind] = set()
    for number, sentence in enumerate(sentences_of(read)):
        allowed, refused = _heard(sentence.strip(), rules, asked=asked and number == 0)
        allows = (allows | allowed) - refused
        refuses = (refuses | refused) - allowed
    if allows or refuses or asked:
        allows, refuses = _narrowed(read, rules, allows, refuses)
    not_before, not_after = _hours(read, rules, spoken_of=bool(allows) or asked)
    if not (allows or refuses or not_before or not_after):
        return None
    return OutreachWish(
        allows=frozenset(allows),
        refuses=frozenset(refuses),
        not_before=not_before,
        not_after=not_after,
    )


def is_offer(text: str) -> bool:
    """Return whether a companion asks in a message whether it may write first."""
    plain = text[-LONGEST_READ:].replace("’", "'").casefold()
    return _rules(language_of(text)).offer.search(plain) is not None


def _heard(
    sentence: str, rules: _Rules, *, asked: bool
) -> tuple[set[OutreachKind], set[OutreachKind]]:
    """Return the kinds that a sentence allows, and those it refuses."""
    if any(_said(pattern, sentence, rules) for pattern in rules.refuses):
        return set(), set(UNASKED)
    if asked and rules.no.search(sentence):
        return set(), set(UNASKED)
    if any(_said(pattern, sentence, rules) for pattern in rules.allows):
        return set(KINDS), set()
    if asked and rules.yes.search(sentence):
        return set(KINDS), set()
    return {kind for kind in KINDS if _said(rules.kinds[kind], sentence, rules)}, set()


def _narrowed(
    text: str, rules: _Rules, allows: set[OutreachKind], refuses: set[OutreachKind]
) -> tuple[set[OutreachKind], set[OutreachKind]]:
    """Return what is allowed and refused where "only" or "but no" names some kinds with it."""
    if only := _named(rules.only, text, rules):
        return only, set(KINDS) - only
    unwanted = _named(rules.but_not, text, rules) if allows or refuses else set()
    return allows - unwanted, refuses | unwanted


def _named(pattern: re.Pattern[str], text: str, rules: _Rules) -> set[OutreachKind]:
    """Return the kinds that are named where a pattern is found."""
    found = " ".join(one[0] for one in pattern.finditer(text))
    return {kind for kind in KINDS if rules.named[kind].search(found)}


def _said(pattern: re.Pattern[str], sentence: str, rules: _Rules) -> bool:
    """Return whether something is said to the companion, and of no hours alone."""
    for found in pattern.finditer(sentence):
        before, after = sentence[: found.start() + 1], sentence[found.end() :]
        told = rules.unless_before.search(before) or rules.unless_before.search(before[:-1])
        of_hours = pattern in rules.refuses and rules.hours_follow.search(after)
        if not (told or of_hours):
            return True
    return False


def _hours(text: str, rules: _Rules, *, spoken_of: bool) -> tuple[time | None, time | None]:
    """Return from when and until when a day may be written into, as far as it is said."""
    if not (spoken_of or rules.speaks_of_writing.search(text)):
        return None, None
    if found := rules.between.search(text):
        begin, end = _time(found, ""), _time(found, "u")
        if begin is not None and end is not None and begin < end:
            return begin, end
    before = rules.before.search(text) or rules.only_after.search(text)
    after = rules.after.search(text) or rules.only_before.search(text)
    if spoken_of:
        before = before or rules.before_bare.search(text)
        after = after or rules.after_bare.search(text)
    return _one_of(before, late=False), _one_of(after, late=True)


def _one_of(found: re.Match[str] | None, *, late: bool) -> time | None:
    if found is None:
        return None
    which = "" if found["hour"] else "2" if "hour2" in found.re.groupindex else ""
    return _time(found, which, late=late)


def _time(found: re.Match[str], which: str, *, late: bool | None = None) -> time | None:
    """Return the time of day that was said; a bare hour is where it makes sense."""
    told = found[f"hour{which}"]
    hour = int(told) if told.isdigit() else _NUMBERS[told]
    part, minute = found[f"part{which}"] or "", _minute(found[f"minute{which}"])
    if told in {"noon", "midday", "midnight"} or hour > NOON:
        return time(hour, minute) if hour <= LAST_HOUR else None
    late = which == "u" if late is None else late
    if part.startswith(_LATE) or (not part.startswith(_EARLY) and _is_late(hour, late=late)):
        hour += NOON if hour < NOON else 0
    elif hour == NOON and part.startswith(_EARLY):
        hour = 0
    return time(hour, minute)


def _is_late(hour: int, *, late: bool) -> bool:
    return hour <= LAST_MORNING_HOUR and (late or hour < EARLIEST_BARE_HOUR)


def _minute(told: str | None) -> int:
    if not told:
        return 0
    return 30 if told == "半" else int(told.rstrip("分"))


@cache
def _rules(language: Language) -> _Rules:
    path = files("tools.outreach").joinpath(f"consent_{language}.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    return _Rules(
        allows=tuple(_compiled(table, table["allows"])),
        refuses=tuple(_compiled(table, table["refuses"])),
        kinds=dict(zip(table["kinds"], _compiled(table, table["kinds"].values()), strict=True)),
        named=dict(zip(table["named"], _compiled(table, table["named"].values()), strict=True)),
        **dict(zip(_SINGLE, _compiled(table, (table[name] for name in _SINGLE)), strict=True)),
    )


_SINGLE = (
    "yes",
    "no",
    "offer",
    "unless_before",
    "hours_follow",
    "before",
    "after",
    "between",
    "before_bare",
    "after_bare",
    "only_before",
    "only_after",
    "only",
    "but_not",
    "speaks_of_writing",
)


def _compiled(table: Mapping[str, Any], patterns: Any) -> Iterator[re.Pattern[str]]:
    clock, named = table["time"], "|".join(table["named"].values())
    for pattern in patterns:
        whole = pattern.replace("<kinds>", table["kinds_in_a_row"]).replace(
            "<kind>", f"(?:{named})"
        )
        for part in ("begin", "write", "soft", "tail"):
            whole = whole.replace(f"<{part}>", table[part])
        whole = whole.replace("<time2>", _renamed(clock, "2")).replace("<time>", clock)
        yield re.compile(whole.replace("<until>", _renamed(clock, "u")))


def _renamed(clock: str, which: str) -> str:
    return re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{which}>", clock)
