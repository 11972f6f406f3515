"""A day looked back on, as far as rules can: what came up again, and what is still open."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from langchain_core.messages import BaseMessage

from tools.models.offline.transcript import last_human, lines_of
from tools.prompts.render import Language
from tools.text.language import language_of
from tools.text.scripts import HAN

MOST_LEARNED, MOST_OPENERS = 1, 2

SHORTEST_WORD = 5
"""Letters of an English word that may be a topic: shorter ones mostly hold sentences together."""

LONGEST_ABOUT = 120

_MEMORY = re.compile(r"^m(?P<number>\d{1,6})\. \([a-z_]+, [\d-]{10}\) (?P<text>.+)$", re.MULTILINE)
_THREAD = re.compile(r"^- (?P<kind>[a-z]+): (?P<reference>m?\d{1,6})$", re.MULTILINE)
_WORD = re.compile(rf"[A-Za-z]{{{SHORTEST_WORD},}}")
_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")


class _Said(NamedTuple):
    """Something they said or that is remembered, and how it is pointed at."""

    reference: str
    text: str


def looked_back(messages: Sequence[BaseMessage]) -> Mapping[str, Any]:
    """Return a topic that came up more than once, and thoughts about what the rules began with."""
    theirs = [line for line in lines_of(messages) if line.theirs]
    said = [_Said(str(line.number), line.text) for line in theirs]
    language = language_of("\n".join(one.text for one in said))
    shown = last_human(messages)
    known = [_Said(f"m{one['number']}", one["text"]) for one in _MEMORY.finditer(shown)]
    return {
        "learnings": list(_learned(said, language))[:MOST_LEARNED],
        "openers": list(_openers(shown, [*said, *known], language))[:MOST_OPENERS],
    }


def _learned(said: Sequence[_Said], language: Language) -> Iterator[Mapping[str, Any]]:
    told: dict[str, list[str]] = {}
    for one in said:
        for topic in _topics(one.text, language):
            told.setdefault(topic, []).append(one.reference)
    for topic, references in sorted(told.items(), key=lambda one: (-len(one[1]), one[0])):
        if len(references) > 1:
            yield {
                "type": "life_event",
                "content": _table(language)["lines"]["again"].format(about=topic),
                "evidence": references[:6],
                "confidence": 0.5,
                "importance": 0.4,
            }


def _topics(text: str, language: Language) -> set[str]:
    small = frozenset(_table(language)["small"])
    if language == "zh":
        return {pair for pair in _PAIR.findall(text) if small.isdisjoint(pair)}
    return set(_WORD.findall(text.lower())) - small


def _openers(
    shown: str, everything: Sequence[_Said], language: Language
) -> Iterator[Mapping[str, Any]]:
    texts = {one.reference: one.text for one in everything}
    for thread in _THREAD.finditer(shown):
        kind, reference = thread["kind"], thread["reference"]
        about = texts.get(reference)
        if about is None or kind == "mood" or len(about) > LONGEST_ABOUT:
            continue
        lines = _table(language)["lines"]
        line = lines.get(kind, lines["else"])
        yield {"text": line.format(about=about.strip()), "evidence": [reference]}


@cache
def _table(language: Language) -> dict[str, Any]:
    path = files("tools.models.offline").joinpath(language, "looking_back.toml")
    return tomllib.loads(path.read_text("utf-8"))
