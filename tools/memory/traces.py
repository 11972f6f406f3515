"""Where something that was forgotten can still be read, in either's words."""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from tools.memory.likeness import plain
from tools.text.scripts import HAN, KANA
from tools.text.sentences import SentenceStream
from tools.text.terms import terms_of

MARK = "[…]"
"""Stands where a sentence was taken out."""

RETOLD_SHARE = 0.6
"""The share of a fact's words at which a sentence tells it anew: two of three, not one of two."""

LEAST_TERMS = 2
"""Words of a fact that a sentence needs to have, when none of them is a name."""

SHORTEST_QUOTE = 4
"""Letters of a sentence that counts as a part of a longer quote."""

_MARKS = " .,!?。，！？…"
_WIDE = re.compile(f"[{HAN}{KANA}]")
_CAPITALISED = re.compile(r"(?<=[\w,;:)'’\"”] )[\"'“‘(]?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
_CALLED = re.compile(
    f'(?:叫做?|名叫|名字是|名为|姓)["“「『]?([{HAN}]{{1,4}}?)(?=["”」』]|[^{HAN}]|$)'
)
_QUOTED = re.compile('[“「『"]([^”」』"]{2,30})[”」』"]')
_NUMBER = re.compile(r"\S*\d[\d\s().-]{3,}\d|\S+@\S+\.\w+")


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What gives a forgotten fact away.

    Everything is compared without regard to case, width and script form.
    """

    texts: tuple[str, ...]
    """The forgotten sentences and quotes, folded."""
    facts: tuple[frozenset[str], ...]
    """The search terms of each."""
    names: frozenset[str]
    """Names and numbers, folded: one of them is enough."""
    telling: frozenset[str]
    """Terms that nothing else that is remembered has."""
    unsaid: frozenset[str] = frozenset()
    """Those of them that the person said nowhere else; in the companion's words they tell."""

    @property
    def terms(self) -> frozenset[str]:
        """Search terms, one of which everything has that gives the fact away."""
        return self.telling.union(*(terms_of(name) for name in self.names), *self.facts)

    def knowing(self, said_elsewhere: Collection[str]) -> "Traces":
        """Return these traces for one who knows which terms the person said elsewhere."""
        said = frozenset(said_elsewhere)
        return replace(self, unsaid=frozenset(filter(_tells, self.telling - said)))

    def in_words(self, sentence: str) -> bool:
        """Return whether a sentence of the person tells what was forgotten."""
        folded = plain(sentence)
        if any(is_named(name, folded) for name in self.names):
            return True
        if any(text in folded for text in self.texts):
            return True
        terms = frozenset(terms_of(sentence))
        if terms.isdisjoint(self.telling):
            return False
        bare = folded.strip(_MARKS)
        return (len(bare) >= SHORTEST_QUOTE and any(bare in text for text in self.texts)) or any(
            len(terms & fact) >= _enough(fact) for fact in self.facts
        )

    def in_notes(self, sentence: str) -> bool:
        """Return whether a sentence of the companion, or a note of it, tells what was forgotten."""
        if self.in_words(sentence):
            return True
        terms = frozenset(terms_of(sentence))
        shared = terms & self.unsaid
        return (
            len(shared) >= LEAST_TERMS
            or any(_WIDE.search(term) for term in shared)
            or len(shared) * 2 >= max(len(terms), 1)
        )

    def out_of_words(self, text: str) -> str:
        """Return what the person said, without the sentences that tell what was forgotten."""
        telling = [one for one in _sentences(text) if self.in_words(one)]
        return self._nameless(_cut(text, telling, mark=MARK), mark=MARK)

    def out_of_notes(self, text: str, *, mark: str = MARK) -> str:
        """Return what the companion said or noted, without such sentences."""
        telling = [one for one in _sentences(text) if self.in_notes(one)]
        return self._nameless(_cut(text, telling, mark=mark), mark=mark)

    def _nameless(self, text: str, *, mark: str) -> str:
        """Return a text, or the mark alone when a name runs over the end of a sentence in it."""
        folded = plain(text)
        return mark if any(is_named(name, folded) for name in self.names) else text


def traces_of(
    gone: Sequence[str], *, names: Iterable[str] = (), kept: Iterable[str] = ()
) -> Traces:
    """Return what gives away texts that are to be forgotten.

    Args:
        gone: the sentences and quotes.
        names: names that are in them and give them away, beside those that can be seen.
        kept: everything else that is remembered; what it names gives nothing away.
    """
    kept_text = plain(" \n ".join(kept))
    kept_terms = frozenset(terms_of_all(kept_text))
    facts = tuple(frozenset(terms_of(text)) for text in gone)
    visible = {plain(name) for text in gone for name in _visible_names(text)}
    visible = {name for name in visible if all(_tells(term) for term in terms_of(name))}
    wanted = {plain(name) for name in names} | visible
    return Traces(
        texts=tuple(filter(None, (plain(text).strip(_MARKS) for text in gone))),
        facts=tuple(fact for fact in facts if fact),
        names=frozenset(name for name in wanted if len(name) > 1 and not is_named(name, kept_text)),
        telling=frozenset().union(*facts) - kept_terms,
    )


def terms_of_all(text: str) -> set[str]:
    """Return the terms of a text of any length: those of one sentence after another."""
    return {term for line in text.split("\n") for term in terms_of(line)}


def _enough(fact: frozenset[str]) -> float:
    return max(min(LEAST_TERMS, len(fact)), RETOLD_SHARE * len(fact))


def is_named(name: str, folded: str) -> bool:
    """Return whether a folded text has a folded name in it, as a word of its own."""
    if _WIDE.search(name):
        return name in folded
    return re.search(rf"(?<!\w){re.escape(name)}(?:['’]s)?(?!\w)", folded) is not None


def _visible_names(text: str) -> Iterable[str]:
    for found in _CAPITALISED.finditer(text):
        yield from found[1].split()
        yield found[1]
    for pattern in (_CALLED, _QUOTED):
        yield from (found[1] for found in pattern.finditer(text))
    yield from (found[0] for found in _NUMBER.finditer(text))


def _tells(term: str) -> bool:
    english, chinese, small = _plain_words()
    if _WIDE.search(term):
        return term not in chinese and small.isdisjoint(term)
    return term not in english


def _sentences(text: str) -> list[str]:
    stream = SentenceStream()
    return [*stream.push(text), stream.finish()]


def _cut(text: str, sentences: Sequence[str], *, mark: str) -> str:
    if not sentences:
        return text
    out = set(sentences)
    pieces: list[str] = []
    for piece in _sentences(text):
        if piece not in out:
            pieces.append(piece)
        elif not pieces or not pieces[-1].endswith(mark):
            pieces.append(piece[: len(piece) - len(piece.lstrip())] + mark)
    return "".join(pieces).strip() or mark


@cache
def _plain_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = tomllib.loads(files("tools.memory").joinpath("traces.toml").read_text("utf-8"))
    english = frozenset(term for word in table["en"].split() for term in terms_of(word))
    chinese, small = frozenset(table["zh"].split()), frozenset(table["zh_small"])
    return english | frozenset(table["en"].split()), chinese, small
