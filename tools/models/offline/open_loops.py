"""What somebody has before them, as the reading of a talk asks for it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.models.offline.fact import Fact
from tools.models.offline.facts import asks
from tools.models.offline.lexicon import lexicon
from tools.models.offline.text import readable, sentences
from tools.models.offline.transcript import Line
from tools.prompts.render import LANGUAGES, Language


@dataclass(frozen=True, kw_only=True)
class _Ahead:
    """One way to say that something is to come."""

    pattern: re.Pattern[str]
    event: str
    importance: float


@dataclass(frozen=True, kw_only=True)
class _Table:
    past: re.Pattern[str]
    """Whoever says so speaks of what is over."""
    rules: Mapping[str, str]
    """The rules whose facts are still to come, and what names them."""
    ahead: tuple[_Ahead, ...]


def loops_of(line: Line, facts: list[Fact]) -> list[Mapping[str, Any]]:
    """Return what a message says is still to come, each once; `facts` are those in it."""
    found = [*_others(line), *_from_facts(line, facts)]
    return list({(one["event"].lower(), one["quote"]): one for one in found}.values())


def _from_facts(line: Line, facts: list[Fact]) -> Iterator[Mapping[str, Any]]:
    for fact in facts:
        event = _table(fact.language).rules.get(fact.rule)
        if event is not None and (fact.about is None or fact.gives.person is not None):
            named = event.format_map({"event": "", "place": "", "thing": "", **fact.parts}).strip()
            yield _loop(line, named, fact.quote, fact.importance)


def _others(line: Line) -> Iterator[Mapping[str, Any]]:
    for sentence in sentences(readable(line.text)):
        for language in LANGUAGES:
            table = _table(language)
            if asks(sentence, lexicon(language)) or table.past.search(sentence.text):
                continue
            for ahead in table.ahead:
                if match := ahead.pattern.search(sentence.text):
                    named = ahead.event.format(**match.groupdict())
                    yield _loop(line, named, sentence.original, ahead.importance)


def _loop(line: Line, event: str, quote: str, importance: float) -> Mapping[str, Any]:
    return {
        "event": event,
        "when": line.as_written(quote),
        "may_ask": True,
        "importance": importance,
        "quote": line.as_written(quote),
        "message_number": line.number,
    }


@cache
def _table(language: Language) -> _Table:
    package = files("tools.models.offline")
    row = tomllib.loads(package.joinpath(language, "ahead.toml").read_text("utf-8"))
    return _Table(
        past=re.compile(row["past"], re.IGNORECASE),
        rules=row["rules"],
        ahead=tuple(
            _Ahead(
                pattern=re.compile(one["pattern"], re.IGNORECASE),
                event=one["event"],
                importance=one["importance"],
            )
            for one in row["ahead"]
        ),
    )
