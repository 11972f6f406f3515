"""Facts of a person's life, found in what they said."""

from collections.abc import Iterator
from datetime import date

from tools.models.offline.fact import Fact, Found, Subject
from tools.models.offline.lexicon import Lexicon, Rule, lexicon
from tools.models.offline.mirror import mirrored
from tools.models.offline.others import Others, clauses_of
from tools.models.offline.parts import cleaned, date_words
from tools.models.offline.text import Sentence, readable, sentences
from tools.prompts.render import Language
from tools.text.language import language_of


def facts_in(
    text: str, said_on: date | None = None, names: frozenset[str] = frozenset()
) -> list[Fact]:
    """Return the facts of a message, in the order they were said, each content once.

    Args:
        text: what the person said.
        said_on: the day they said it; given, dates such as "on Friday" are written out.
        names: the people they have named before.
    """
    plain = readable(text)
    language = language_of(plain)
    others = Others(names)
    found: dict[str, Fact] = {}
    for sentence in sentences(plain):
        spoken = lexicon(_language_of(sentence, language))
        for fact in _facts_of(sentence, spoken, said_on, others):
            found.setdefault(fact.content, fact)
    return list(found.values())


def fact_of(content: str) -> Fact | None:
    """Return the fact that a sentence in the third person tells, or None when it is another's."""
    spoken = lexicon(language_of(content))
    return next(iter(facts_in(mirrored(content, "first", spoken))), None)


def asks(sentence: Sentence, spoken: Lexicon) -> bool:
    """Whether a sentence is a question, with or without its mark."""
    return sentence.asks or bool(spoken.cues["question"].search(sentence.text))


def _language_of(sentence: Sentence, prevailing: Language) -> Language:
    return language_of(sentence.text, prevailing)


def _facts_of(
    sentence: Sentence, spoken: Lexicon, said_on: date | None, others: Others
) -> Iterator[Fact]:
    if asks(sentence, spoken) or spoken.cues["veto_sentence"].search(sentence.text):
        others.pass_over()
        return
    own = [
        fact for found in _found(sentence, spoken, others) for fact in found.facts(spoken, said_on)
    ]
    yield from own
    named = [fact.about for fact in own if fact.about]
    for found in others.told(sentence, spoken, named):
        yield from found.facts(spoken, said_on)


def _found(sentence: Sentence, spoken: Lexicon, others: Others) -> Iterator[Found]:
    clauses = list(_clauses(sentence, spoken, others))
    half_meant = bool(spoken.cues["veto_clause"].search(sentence.text))
    reported = bool(spoken.cues["reported"].search(sentence.text))
    for rule in spoken.rules:
        if rule.whole:
            if not reported and (rule.bold or not half_meant):
                yield from _read(rule, sentence.text, sentence, spoken)
            continue
        for clause, own, meant in clauses:
            if (own or rule.others) and (meant or rule.bold):
                yield from _read(rule, clause, sentence, spoken)


def _clauses(
    sentence: Sentence, spoken: Lexicon, others: Others
) -> Iterator[tuple[str, bool, bool]]:
    """Yield the clauses that may hold facts.

    With each comes whether it is about the person themselves, and whether it is meant: neither a
    wish nor something that is over.
    """
    own = True
    for clause in clauses_of(sentence, spoken):
        if spoken.cues["others"].search(clause) or others.begins_with_name(clause, spoken):
            own = False
        elif spoken.cues["own"].search(clause):
            own = True
        if not spoken.cues["reported"].search(clause):
            yield clause, own, not spoken.cues["veto_clause"].search(clause)


def _read(rule: Rule, clause: str, sentence: Sentence, spoken: Lexicon) -> Iterator[Found]:
    match = next(filter(None, (pattern.search(clause) for pattern in rule.patterns)), None)
    parts = cleaned(match.groupdict(), spoken) if match else None
    if match is None or parts is None:
        return
    said_when = (match.groupdict().get("when") or "").strip() or None
    if rule.dated and said_when is None:
        found = spoken.when.search(clause) or spoken.when.search(sentence.text)
        said_when = found[0].strip() if found else None
    if rule.dated and said_when and "when" not in parts:
        parts["when"] = date_words(said_when, spoken)
    if rule.needs_date and "when" not in parts:
        return
    if said_when and parts.get("thing", "").lower().endswith(f" {said_when.lower()}"):
        parts["thing"] = parts["thing"][: -len(said_when)].strip()
    yield Found(rule=rule, parts=parts, sentence=sentence, said_when=said_when)


__all__ = ["Fact", "Subject", "asks", "fact_of", "facts_in"]
