"""Which new memories repeat or contradict known ones, by what their sentences state."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from langchain_core.messages import BaseMessage

from tools.models.offline.fact import filled
from tools.models.offline.lexicon import lexicon
from tools.models.offline.reread import Statement, statement_of
from tools.models.offline.text import readable
from tools.models.offline.title import title_of
from tools.models.offline.transcript import last_human, lines_of
from tools.text.language import language_of

Relation = Literal["same", "contradicts"]

_BLOCK = r"<{0}>\n(?P<lines>.{{0,60000}}?)\n?</{0}>"
_LINE = re.compile(r"^(?P<number>\d{1,4})\. \([^()\n]{1,60}\) (?P<content>.{1,600})$", re.MULTILINE)
_EDGES = re.compile(r"^(?:the|a|an|my|our|their) |[\s.。!！]+$")


def verdicts_and_title(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    """Return the verdicts on pairs of new and known lines, and a title for the talk."""
    text = readable(last_human(messages), len(last_human(messages)))
    new, known = _stated("new", text), _stated("known", text)
    found = (
        {"new": one, "known": other, "relation": relation}
        for one, first in new.items()
        for other, second in known.items()
        if (relation := relation_of(first, second))
    )
    return {"verdicts": list(found), "title": title_of(lines_of(messages))}


def relation_of(new: str, known: str) -> Relation | None:
    """Return how a new sentence stands to a known one; None when both may be true, or unclear."""
    if _plain(new) == _plain(known):
        return "same"
    first, second = statement_of(new), statement_of(known)
    if first is None or second is None or not _about_one(first, second):
        return None
    if _ends(first, second):
        return "contradicts"
    slot, other = _slot(first), _slot(second)
    if slot is None or slot != other or not _exclusive(slot, first):
        return None
    values = _value(first), _value(second)
    if values[0] == values[1]:
        return "same" if _states_one_thing(first, second) else None
    return None if _incomparable(*values) else "contradicts"


def _states_one_thing(first: Statement, second: Statement) -> bool:
    """Whether two sentences with one value say the same of it; "ill" and "in hospital" do not."""
    one, other = first.gives, second.gives
    tells = "{" in f"{one.slot}{one.value}"
    return tells and one.type == other.type and one.value == other.value


def _stated(tag: str, text: str) -> dict[int, str]:
    block = re.search(_BLOCK.format(tag), text, re.DOTALL)
    lines = _LINE.finditer(block["lines"]) if block else ()
    return {int(line["number"]): line["content"] for line in lines}


def _about_one(first: Statement, second: Statement) -> bool:
    one, other = _plain(first.whose), _plain(second.whose)
    if one.isascii() == other.isascii():
        return one == other
    across = _synonyms("across")
    return across.get(one, one) == across.get(other, other)


def _ends(new: Statement, known: Statement) -> bool:
    slot = _slot(known)
    if slot is None or slot not in {_same(one) for one in _ended_slots(new)}:
        return False
    return new.gives.ended is None or _filled(new.gives.ended, new) == _value(known)


def _ended_slots(statement: Statement) -> Iterator[str]:
    return (_filled(slot, statement) for slot in statement.gives.ends)


def _slot(statement: Statement) -> str | None:
    return _same(_filled(statement.gives.slot, statement)) if statement.gives.slot else None


def _value(statement: Statement) -> str:
    return _filled(statement.gives.value or "", statement)


def _filled(template: str, statement: Statement) -> str:
    spoken = lexicon(language_of(" ".join(statement.parts.values())))
    parts = {key: _plain(value) for key, value in statement.parts.items()}
    return _same(filled(template, parts, "they", spoken))


def _exclusive(slot: str, statement: Statement) -> bool:
    """Whether one value keeps another out; of sisters and friends one may have several."""
    if not slot.startswith("called:"):
        return True
    relation = statement.parts.get("relation", "").lower()
    return any(relation in lexicon(one).words["only_one"] for one in ("en", "zh"))


def _incomparable(one: str, other: str) -> bool:
    """Whether two values are in different scripts: they may be two names of one thing."""
    return bool(one) and bool(other) and one.isascii() != other.isascii()


def _plain(text: str) -> str:
    lowered = _EDGES.sub("", " ".join(text.lower().split()))
    return _same(_activities().sub("", lowered))


def _same(text: str) -> str:
    return _synonyms("same").get(text, text)


@cache
def _activities() -> re.Pattern[str]:
    return re.compile(_shared()["activities"])


@cache
def _synonyms(table: str) -> Mapping[str, str]:
    return {word: plain for plain, words in _shared()[table].items() for word in words}


@cache
def _shared() -> Mapping[str, Any]:
    return tomllib.loads(files("tools.models.offline").joinpath("same.toml").read_text("utf-8"))
