"""What a text is about, as far as loops go: kinds of things, and words that tell them apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from tools.loops.kinds import Kind, kind_of, kinds
from tools.memory.likeness import plain
from tools.memory.people_words import relations
from tools.text.scripts import HAN
from tools.text.terms import terms_of

KEPT = 2_048
"""Texts whose topic is kept: the same loops are looked at in every turn."""

_SMALL = re.compile(
    "今天|明天|后天|昨天|今晚|明晚|昨晚|[这上下]个?(?:周|星期|礼拜)[一二三四五六日天末]?"
    "|(?:周|星期|礼拜)[一二三四五六日天末]|[早中下上晚][上午]|[的了我你您在去有要和跟与把被吗呢吧啊呀这那个场次很最说事情关于]"
)
"""Chinese words and characters that tell nothing apart; other words end where they stand."""

_HAN_WORD = re.compile(f"[{HAN}]+")

PLAIN_WORDS = (
    "big new first next last final important another thing stuff job today tomorrow tonight"
    " yesterday morning evening afternoon week weekend day"
)
"""Words that stand with anything."""


@dataclass(frozen=True)
class Topic:
    """What a text is about."""

    kinds: frozenset[str] = frozenset()
    """Kinds of things that it names."""
    words: frozenset[str] = frozenset()
    """Its other words, as search terms."""

    @property
    def all(self) -> frozenset[str]:
        """Everything that could be shared with another topic."""
        return self.kinds | self.words


@lru_cache(KEPT)
def topic_of(text: str) -> Topic:
    """Return what a text is about; dates and small words are no part of it."""
    folded = plain(text)
    named = frozenset(kind.name for kind in kinds() if kind.words.search(folded))
    for kind in kinds():
        folded = kind.words.sub(" ", folded)
    spaced = _SMALL.sub(" ", folded)
    words = frozenset(term for term in terms_of(spaced) if _tells(term))
    return Topic(named, words - _plain_terms())


@lru_cache(KEPT)
def event_topic(event: str) -> Topic:
    """Return what an event is: of one kind at most, "exam results" being results."""
    kind, topic = kind_in(event), topic_of(event)
    return Topic(frozenset({kind.name}) if topic.kinds else frozenset(), topic.words)


@lru_cache(KEPT)
def kind_in(event: str) -> Kind:
    """Return of which kind an event is."""
    return kind_of(plain(event))


def speaks_of(text: Topic, event: Topic) -> bool:
    """Return whether a text may be about an event: its kind, or most of its words.

    What is told of somebody else's interview is not about the person's own.
    """
    if not event.kinds:
        return bool(event.words) and len(text.words & event.words) * 2 >= len(event.words)
    if text.kinds & event.kinds:
        return _relations_in(text.words) <= event.words
    return len(event.words) > 0 and event.words <= text.words


def is_same(one: Topic, other: Topic) -> bool:
    """Return whether two events are one thing, as far as words tell."""
    if one.kinds != other.kinds:
        return False
    if not one.words or not other.words:
        return bool(one.kinds)
    return one.words <= other.words or other.words <= one.words


def covers(topic: Topic, event: Topic) -> bool:
    """Return whether somebody who speaks of a topic means an event too."""
    if not topic.all or not event.all:
        return False
    if topic.all <= event.all or event.all <= topic.all:
        return True
    return bool(topic.kinds & event.kinds and topic.words & event.words)


def nearness(text: Topic, event: Topic) -> int:
    """Return how much two have in common, to choose among several."""
    return 2 * len(text.words & event.words) + len(text.kinds & event.kinds)


def _tells(term: str) -> bool:
    return not term.isdigit() and not (len(term) == 1 and _HAN_WORD.fullmatch(term))


def _relations_in(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words) & _relation_terms()


@cache
def _relation_terms() -> frozenset[str]:
    said = (word for word in relations() if len(word) > 1 and " " not in word)
    return frozenset(term for word in said for term in terms_of(word) if len(terms_of(word)) == 1)


@cache
def _plain_terms() -> frozenset[str]:
    return frozenset(terms_of(PLAIN_WORDS))
