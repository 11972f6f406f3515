"""Who a companion has become, as far as rules hear it: how somebody talks and what they ask for."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from langchain_core.messages import BaseMessage

from tools.models.offline.facts import facts_in
from tools.models.offline.text import sentences, words
from tools.models.offline.transcript import Line, last_human, lines_of
from tools.prompts.render import Language
from tools.text.language import language_of

FEWEST_LINES = 3
"""Lines of theirs from which something can be heard."""

SHORT, LONG = 8, 24
"""Words of an average line below which somebody is brief, and from which they write letters."""

HEARD_OFTEN = 0.25
"""Share of lines with laughter, or with something hard, that makes a talk so."""

LONGEST_INTERESTS = 50
MOST_INTERESTS = 3
MOST_WISHES = 3
LONGEST_QUOTE = 80

_NOW = re.compile(r"^(?P<key>[a-z_]{3,24})(?: \(theirs\))?: (?P<text>.{1,600})$", re.MULTILINE)
_THING = re.compile(r"[^\W\d_][^\d\n]{1,29}")


@dataclass(frozen=True)
class _Wish:
    kind: str
    cues: re.Pattern[str]
    manner: str


@dataclass(frozen=True)
class _Heard:
    """What was heard in a talk."""

    mood: str
    length: str
    wishes: Sequence[_Wish]
    interests: str
    shown_by: Sequence[tuple[Line, str]]
    """Lines and words of them that show it."""


def personality_seed(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    """Return a personality drawn from the numbered lines; nothing when there are too few."""
    theirs = [line for line in lines_of(messages) if line.theirs and words(line.text)]
    if len(theirs) < FEWEST_LINES:
        return {}
    language = language_of("\n".join(line.text for line in theirs))
    heard, table = _heard(theirs, language), _table(language)
    now = {found["key"]: found["text"].strip() for found in _NOW.finditer(last_human(messages))}
    drawn = _drawn(heard, table, language)
    return drawn | {
        "changed": _changed(drawn, now, table, language),
        "why": _together((table["because"][heard.mood], table["because"][heard.length]), language),
        "evidence": [
            {"message_number": line.number, "quote": line.as_written(quote)}
            for line, quote in heard.shown_by
        ],
    }


def _drawn(heard: _Heard, table: Mapping[str, Any], language: Language) -> dict[str, str]:
    sketch = [table["sketch"][heard.mood], table["sketch"][heard.length]]
    if heard.interests:
        sketch.append(table["sketch"]["shared"].format(interests=heard.interests))
    wishes = [wish.manner for wish in heard.wishes] or [table["manner"][heard.length]]
    return {
        "essence": _together(sketch, language),
        "tone": table["tone"][heard.mood],
        "pace": table["pace"][heard.length],
        "interests": heard.interests,
        "how_to_speak_to_them": _together(wishes, language),
    }


def _changed(
    drawn: Mapping[str, str], now: Mapping[str, str], table: Mapping[str, Any], language: Language
) -> str:
    said = table["changed"]
    if not now.get("essence"):
        return str(said["emerged"].format(**drawn))
    keys = {"tone": "tone", "interests": "interests", "pace": "pace"}
    keys["how_to_speak_to_them"] = "manner"
    lines = [
        said[line].format(before=now.get(key, ""), **drawn)
        for key, line in keys.items()
        if drawn[key] and drawn[key] != now.get(key, "") and (key != "tone" or now.get(key))
    ]
    return _together(lines, language)


def _heard(theirs: Sequence[Line], language: Language) -> _Heard:
    table = _table(language)
    wishes = list(_wishes(theirs, language))
    share = {name: _share(theirs, table["cues"][name]) for name in ("playful", "heavy")}
    mood = "even"
    if any(wish.kind == "direct" for wish, _, _ in wishes):
        mood = "direct"
    for name in ("playful", "heavy"):
        if share[name] >= HEARD_OFTEN:
            mood = name
    average = sum(words(line.text) for line in theirs) / len(theirs)
    length = "short" if average < SHORT else "long" if average >= LONG else "middling"
    interests, told_in = _interests(theirs, language)
    longest = sorted(theirs, key=lambda line: len(line.text), reverse=True)[:2]
    shown = [(line, quote) for _, line, quote in wishes]
    shown += [(line, _first_words(line)) for line in (*told_in, *longest)]
    return _Heard(
        mood=mood,
        length=length,
        wishes=[wish for wish, _, _ in wishes[:MOST_WISHES]],
        interests=interests,
        shown_by=list({line.number: (line, quote) for line, quote in shown}.values())[:4],
    )


def _wishes(theirs: Sequence[Line], language: Language) -> Iterator[tuple[_Wish, Line, str]]:
    for wish in _wish_table(language):
        for line in reversed(theirs):
            if found := wish.cues.search(line.text):
                yield wish, line, found[0]
                break


def _interests(theirs: Sequence[Line], language: Language) -> tuple[str, list[Line]]:
    """Return the last things they said they like, and the lines in which they said so."""
    things: dict[str, Line] = {}
    for line in reversed(theirs):
        for fact in facts_in(line.text, line.said_on):
            thing = fact.parts.get("thing", "").strip()
            if fact.rule in {"likes", "favourite"} and _THING.fullmatch(thing):
                things.setdefault(thing, line)
    comma = "、" if language == "zh" else ", "
    kept = list(things)[:MOST_INTERESTS]
    while kept and len(comma.join(kept)) > LONGEST_INTERESTS:
        kept.pop()
    return comma.join(kept), [things[thing] for thing in kept]


def _share(theirs: Sequence[Line], patterns: Sequence[str]) -> float:
    cue = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    return sum(bool(cue.search(line.text)) for line in theirs) / len(theirs)


def _first_words(line: Line) -> str:
    first = next((one.original for one in sentences(line.text)), line.text)
    return first[:LONGEST_QUOTE]


def _together(lines: Sequence[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(lines)


@cache
def _table(language: Language) -> dict[str, Any]:
    path = files("tools.models.offline").joinpath(language, "becoming.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _wish_table(language: Language) -> tuple[_Wish, ...]:
    return tuple(
        _Wish(
            row["kind"],
            re.compile("|".join(f"(?:{cue})" for cue in row["cues"]), re.IGNORECASE),
            row["manner"],
        )
        for row in _table(language)["wishes"]
    )
