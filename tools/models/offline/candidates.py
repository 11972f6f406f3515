"""Lasting facts under canonical keys, with how sure the person seemed of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tools.models.offline.fact import Fact, filled
from tools.models.offline.facts import asks
from tools.models.offline.lexicon import Lexicon, Rule, lexicon
from tools.models.offline.parts import cleaned
from tools.models.offline.text import Sentence, readable, sentences
from tools.models.offline.transcript import Line
from tools.text.language import language_of

_OWN = re.compile(r"^(?:my|our) |^我们?的?(?=.)", re.IGNORECASE)


def preferences_of(line: Line, facts: Sequence[Fact]) -> list[Mapping[str, Any]]:
    """Return the preferences that a message gives, each once, with the facts in it."""
    found = [*_hedged(line.text), *_sure(facts)]
    unique = {(key, value.lower()): (key, value, sure, quote) for key, value, sure, quote in found}
    return [
        {
            "key": key,
            "value": value,
            "confidence": sure,
            "quote": line.as_written(quote),
            "message_number": line.number,
        }
        for key, value, sure, quote in unique.values()
        if value
    ]


_Candidate = tuple[str, str, float, str]


def _sure(facts: Sequence[Fact]) -> Iterator[_Candidate]:
    for fact in facts:
        key = _key(fact)
        if key is None or (fact.about and fact.gives.person is None):
            continue
        spoken = lexicon(fact.language)
        parts = {name: _OWN.sub("", part) for name, part in fact.parts.items()}
        value = filled(_stated(fact, spoken), parts, "they", spoken)
        yield key, value, fact.made_by.confidence, fact.quote


def _key(fact: Fact) -> str | None:
    spoken = lexicon(fact.language)
    relation = fact.parts.get("relation", "").lower()
    if fact.gives.person and relation in spoken.words["family"]:
        return "personal.family"
    if fact.gives.person and relation in spoken.words["animals"]:
        return "personal.pets"
    goal = fact.parts.get("goal") or fact.parts.get("run")
    if fact.made_by.preference == "goals.current" and spoken.cues["health_goal"].search(goal or ""):
        return "health.goal"
    return fact.made_by.preference


def _stated(fact: Fact, spoken: Lexicon) -> str:
    if fact.gives.person is None:
        return fact.made_by.stated
    gap = " " if spoken.language == "en" else ""
    return f"{{relation}}{gap}{{{fact.gives.person}}}"


def _hedged(text: str) -> Iterator[_Candidate]:
    """Yield what somebody only thinks, plans or supposes of themselves."""
    plain = readable(text)
    language = language_of(plain)
    for sentence in sentences(plain):
        spoken = lexicon(language_of(sentence.text, language))
        if asks(sentence, spoken) or spoken.cues["veto_sentence"].search(sentence.text):
            continue
        for rule in spoken.hedged:
            yield from _supposed(rule, sentence, spoken)


def _supposed(rule: Rule, sentence: Sentence, spoken: Lexicon) -> Iterator[_Candidate]:
    match = next(filter(None, (one.search(sentence.text) for one in rule.patterns)), None)
    parts = cleaned(match.groupdict(), spoken) if match else None
    if parts and rule.preference:
        value = filled(rule.stated, parts, "they", spoken)
        yield rule.preference, value, rule.confidence, sentence.original
