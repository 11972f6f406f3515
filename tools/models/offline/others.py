"""What a person tells of the people in their life: who a clause is about, and what it says."""

import re
from collections.abc import Iterator, Sequence

from tools.models.offline.fact import Found, Subject
from tools.models.offline.lexicon import Lexicon, Rule
from tools.models.offline.parts import cleaned, date_words
from tools.models.offline.text import Sentence

_MY = {"en": "my ", "zh": "我的"}
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]{0,19}(?: [A-Z][A-Za-z.'-]{0,19}){0,2}")
_GOES_BY = {"en": "goes by ", "zh": "外号叫"}

MOST_NAME_WORDS = 3
"""Words, or Chinese characters, of a name that stands between a relation and what is said."""


def clauses_of(sentence: Sentence, spoken: Lexicon) -> Iterator[str]:
    """Yield the clauses of a sentence, none of them empty."""
    pieces = (piece.strip() for piece in spoken.clause_break.split(sentence.text))
    return (piece for piece in pieces if piece)


class Others:
    """Follows whom a message speaks of: "she" is whoever was named in this or the last sentence."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self._names = {name.lower(): name for name in names}
        self._subject: Subject | None = None
        self._heard = False

    def pass_over(self) -> None:
        """Take note of a sentence that tells nothing: whoever was spoken of is out of mind."""
        self._subject = None

    def begins_with_name(self, clause: str, spoken: Lexicon) -> bool:
        """Whether a clause begins with somebody who was named before."""
        lowered = clause.lower()
        return any(lowered.startswith(name) for name in self._names) and bool(
            self._named(clause, spoken)
        )

    def told(
        self, sentence: Sentence, spoken: Lexicon, named: Sequence[Subject]
    ) -> Iterator[Found]:
        """Yield what a sentence says of others.

        Args:
            sentence: one sentence that is no question.
            spoken: its language.
            named: who is introduced by name in it.
        """
        self._heard = False
        for subject in named:
            self._hear(subject)
        begun = bool(named)
        for clause in _told_clauses(sentence, spoken):
            found, begun = self._in_clause(clause, sentence, spoken, begun)
            yield from found
        if not self._heard:
            self._subject = None

    def _in_clause(
        self, clause: str, sentence: Sentence, spoken: Lexicon, begun: bool
    ) -> tuple[list[Found], bool]:
        """Return what one clause says, and whether the next may go on without a subject."""
        if spoken.cues["veto_clause"].search(clause) or spoken.cues["reported"].search(clause):
            return [], False
        when = spoken.when.search(clause)
        said = _without(clause, when, spoken)
        for subject, rest in self._readings(said, spoken, begun):
            found = list(_said_of(subject, rest, sentence, spoken, when))
            if found:
                self._hear(subject)
                return found, True
        introduced = self._introduced(said, spoken)
        if introduced:
            self._hear(introduced)
        return [], begun or introduced is not None

    def _hear(self, subject: Subject) -> None:
        self._heard = True
        known = self._subject
        same_relation = known and subject.name is None and known.relation == subject.relation
        if not (same_relation and known and known.name):
            self._subject = subject
        if subject.name:
            self._names[subject.name.lower()] = subject.name

    def _readings(self, clause: str, spoken: Lexicon, begun: bool) -> Iterator[tuple[Subject, str]]:
        if match := spoken.subjects["relation"].match(clause):
            yield from _with_names(match["relation"], clause[match.end() :], spoken)
        elif match := spoken.subjects["kin"].match(clause):
            yield Subject(relation=_kin(match["kin"])), clause[match.end() :].strip()
        elif match := spoken.subjects["called"].match(clause):
            if self._subject:
                yield self._subject, f"{_GOES_BY[spoken.language]}{clause[match.end() :]}"
        elif match := spoken.subjects["pronoun"].match(clause):
            if self._subject:
                yield self._subject, clause[match.end() :].strip()
        else:
            yield from self._named(clause, spoken)
            if begun and self._subject:
                yield self._subject, clause

    def _named(self, clause: str, spoken: Lexicon) -> list[tuple[Subject, str]]:
        readings = []
        for lowered, name in self._names.items():
            if clause.lower().startswith(lowered) and _ends_word(clause, len(lowered)):
                readings.append((Subject(name=name), clause[len(lowered) :].strip()))
        if not readings and (match := spoken.subjects["name"].match(clause)):
            parts = cleaned({_name_part(spoken): match["capname"]}, spoken)
            if parts and clause.startswith(parts["name"]):
                rest = clause[len(parts["name"]) :].strip()
                readings.append((Subject(name=parts["name"], introduced=False), rest))
        return readings

    def _introduced(self, clause: str, spoken: Lexicon) -> Subject | None:
        """Return whom a clause speaks of that says nothing worth keeping of them."""
        match = spoken.subjects["relation"].match(clause)
        if match is None:
            kin = spoken.subjects["kin"].match(clause)
            return Subject(relation=_kin(kin["kin"])) if kin else None
        rest = clause[match.end() :].strip()
        parts = cleaned({"capname": " ".join(rest.split()[:MOST_NAME_WORDS])}, spoken)
        is_name = parts and spoken.language == "en" and rest
        return Subject(
            name=parts["name"] if parts and is_name else None, relation=match["relation"].lower()
        )


def _name_part(spoken: Lexicon) -> str:
    return "name" if spoken.language == "zh" else "capname"


def _kin(word: str) -> str:
    return word.lower()


def _ends_word(text: str, index: int) -> bool:
    return index >= len(text) or not (text[index - 1].isascii() and text[index].isalnum())


def _told_clauses(sentence: Sentence, spoken: Lexicon) -> Iterator[str]:
    for clause in clauses_of(sentence, spoken):
        pieces = (piece.strip() for piece in spoken.subjects["break"].split(clause))
        yield from (piece for piece in pieces if piece)


def _without(clause: str, when: re.Match[str] | None, spoken: Lexicon) -> str:
    """Return a clause without its date, its openings and idle adverbs, contractions spelled out."""
    gap = " " if spoken.language == "en" else ""
    said = f"{clause[: when.start()]}{gap}{clause[when.end() :]}" if when else clause
    said = spoken.subjects["idle"].sub("", said.strip())
    return " ".join(spoken.subjects["contraction"].sub(" is ", said).split()).strip()


def _with_names(relation: str, rest: str, spoken: Lexicon) -> Iterator[tuple[Subject, str]]:
    """Yield every way to cut what follows a relation into a name and what is said."""
    relation, rest = relation.lower(), rest.strip()
    yield Subject(relation=relation), rest
    for size in range(1, MOST_NAME_WORDS + 1):
        name, left = _cut(rest, size, spoken)
        parts = cleaned({_name_part(spoken): name}, spoken) if name and left else None
        if parts and parts["name"].lower() == name.lower():
            yield Subject(name=parts["name"], relation=relation), left


def _cut(rest: str, size: int, spoken: Lexicon) -> tuple[str, str]:
    if spoken.language == "zh" and (latin := _LATIN_NAME.match(rest)):
        return (latin[0].strip(), rest[latin.end() :]) if size == 1 else ("", "")
    if spoken.language == "en":
        words = rest.split()
        return " ".join(words[:size]), " ".join(words[size:])
    return (rest[:size], rest[size:]) if size > 1 else ("", "")


def _said_of(
    subject: Subject,
    rest: str,
    sentence: Sentence,
    spoken: Lexicon,
    when: re.Match[str] | None,
) -> Iterator[Found]:
    for rule in (one for one in spoken.told if _may_be_told(one, subject, spoken)):
        match = next(filter(None, (pattern.match(rest) for pattern in rule.patterns)), None)
        parts = cleaned(match.groupdict(), spoken) if match else None
        if parts is None or (rule.needs_date and when is None):
            continue
        parts["who"] = _who(subject, spoken)
        parts["whom"] = subject.called
        if when and rule.dated:
            parts["when"] = date_words(when[0].strip(), spoken)
        said_when = when[0].strip() if when and rule.dated else None
        yield Found(rule=rule, parts=parts, sentence=sentence, said_when=said_when, about=subject)


def _may_be_told(rule: Rule, subject: Subject, spoken: Lexicon) -> bool:
    if rule.of and subject.relation not in spoken.words[rule.of]:
        return False
    return subject.introduced or rule.others


def _who(subject: Subject, spoken: Lexicon) -> str:
    """Return the subject in the person's own words: "my sister", or the name."""
    if subject.name:
        return subject.name
    return f"{_MY[spoken.language]}{subject.relation}"
