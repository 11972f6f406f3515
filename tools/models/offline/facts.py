"""Facts of a person's life, found in what they said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from storage.records import MemoryType
from tools.models.offline.lexicon import Gives, Lexicon, Rule, lexicon
from tools.models.offline.mirror import Turned, mirrored
from tools.models.offline.parts import cleaned, date_words
from tools.models.offline.text import Sentence, readable, sentences
from tools.models.offline.when import written_out
from tools.prompts.render import Language
from tools.text.language import language_of

_TURNED_PARTS = ("thing", "cause", "event", "an_event", "kind")
"""Parts that hold the person's own words, pronouns included."""

_TONES = {"happy": "joy", "excited": "joy", "stressed": "worry", "tired": "worry"}
"""The subtype of a feeling that lifts or weighs; every other feeling hurts."""

_SPACES = re.compile(r" {2,}")
_LOOSE = re.compile(r" +(?=[.,;!?])")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing a person said about their life."""

    rule: str
    type: MemoryType
    content: str
    """A sentence in the third person; the same fact gives the same sentence."""
    importance: float
    quote: str
    """The sentence it was said in, as it was written."""
    language: Language
    subtype: str | None = None
    when: str | None = None
    """The date in their words, such as "on Friday"."""
    people: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


def facts_in(text: str, said_on: date | None = None) -> list[Fact]:
    """Return the facts of a message, in the order they were said, each content once.

    Args:
        text: what the person said.
        said_on: the day they said it; given, dates such as "on Friday" are written out.
    """
    plain = readable(text)
    spoken = lexicon(language_of(plain))
    found: dict[str, Fact] = {}
    for sentence in sentences(plain):
        for fact in _facts_of(sentence, spoken, said_on):
            found.setdefault(fact.content, fact)
    return list(found.values())


def fact_of(content: str) -> Fact | None:
    """Return the fact that a sentence in the third person tells, or None when it is another's."""
    spoken = lexicon(language_of(content))
    return next(iter(facts_in(mirrored(content, "first", spoken))), None)


def filled(template: str, parts: Mapping[str, str], to: Turned, spoken: Lexicon) -> str:
    """Return a template with the parts in it, pronouns turned, gaps of absent parts closed."""
    turned = {
        key: mirrored(value, to, spoken) if key in _TURNED_PARTS else value
        for key, value in parts.items()
    }
    return _LOOSE.sub("", _SPACES.sub(" ", template.format_map(_Gaps(turned)))).strip()


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def asks(sentence: Sentence, spoken: Lexicon) -> bool:
    """Whether a sentence is a question, with or without its mark."""
    return sentence.asks or bool(spoken.cues["question"].search(sentence.text))


def _facts_of(sentence: Sentence, spoken: Lexicon, said_on: date | None) -> Iterator[Fact]:
    if asks(sentence, spoken) or spoken.cues["veto_sentence"].search(sentence.text):
        return
    clauses = list(_clauses(sentence, spoken))
    vetoed = spoken.cues["veto_clause"].search(sentence.text)
    whole = [] if vetoed else [(sentence.text, True)]
    for rule in spoken.rules:
        for clause, own in whole if rule.whole else clauses:
            if own or rule.others:
                yield from _read(rule, clause, sentence, spoken, said_on)


def _clauses(sentence: Sentence, spoken: Lexicon) -> Iterator[tuple[str, bool]]:
    """Yield the clauses that may hold facts, and whether each is about the person themselves."""
    own = True
    for piece in spoken.clause_break.split(sentence.text):
        clause = piece.strip()
        if spoken.cues["others"].search(clause):
            own = False
        elif spoken.cues["own"].search(clause):
            own = True
        if clause and not spoken.cues["veto_clause"].search(clause):
            yield clause, own


def _read(
    rule: Rule, clause: str, sentence: Sentence, spoken: Lexicon, said_on: date | None
) -> Iterator[Fact]:
    match = next(filter(None, (pattern.search(clause) for pattern in rule.patterns)), None)
    parts = cleaned(match.groupdict(), spoken) if match else None
    if parts is None:
        return
    if rule.dated and "when" not in parts:
        found = spoken.when.search(clause) or spoken.when.search(sentence.text)
        parts |= {"when": date_words(found[0].strip(), spoken)} if found else {}
    if rule.needs_date and "when" not in parts:
        return
    if said_on and "when" in parts:
        parts["when"] = written_out(parts["when"], said_on, spoken.language)
    for gives in rule.gives:
        yield _fact(rule, gives, parts, sentence, spoken)


def _fact(
    rule: Rule, gives: Gives, parts: Mapping[str, str], sentence: Sentence, spoken: Lexicon
) -> Fact:
    return Fact(
        rule=rule.name,
        type=gives.type,
        content=filled(gives.content, parts, "they", spoken),
        importance=gives.importance,
        quote=sentence.original,
        language=spoken.language,
        subtype=_tone(parts["feeling"], spoken) if "feeling" in parts else rule.subtype,
        when=parts.get("when"),
        people=(parts["name"],) if rule.name == "relation_named" else (),
        parts=parts,
    )


def _tone(feeling: str, spoken: Lexicon) -> str:
    named = (name for name, pattern in spoken.feelings.items() if pattern.search(feeling))
    return _TONES.get(next(named, ""), "hurt")
