"""What an episode is called."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from storage.records import Message
from tools.memory.evidence import MARKS_AROUND, is_placeholder, is_refusal
from tools.memory.likeness import plain
from tools.prompts.render import Language
from tools.text.clean import clean
from tools.text.scripts import HAN, KANA
from tools.text.terms import terms_of

LONGEST_TITLE = 60
"""Characters: eight English words; a title stands on one line of a page and of a prompt."""

TELLING_PHRASES = 3
"""Phrases in a title that no model wrote: enough to know a talk again by."""

LONGEST_PHRASE = 2
"""Words in a row that count as one phrase, such as "driving test"."""

SHORTEST_WORD = 3
"""Letters of an English word that can be telling."""

LONGEST_RUN = 8
"""Characters of a Chinese phrase; a longer one is a sentence."""

_UNSPACED = f"{HAN}{KANA}"
_PIECE = re.compile(
    f"([{_UNSPACED}]+)|((?:[^\\W\\d_{_UNSPACED}]+(?:['’-][^\\W\\d_{_UNSPACED}]+)*)+)"
)
_LABEL = re.compile(
    r"^(?:(?:the )?(?:title|topic|subject)|标题|题目|主题)\s*(?:is\b|[:：]|是)\s*", re.I
)
_ORNAMENT = re.compile(r"[*_#`<>]+")
_EMPTY_TITLE = re.compile(
    r"^(?:untitled|no title|title|episode|conversation|new (?:chat|conversation)"
    r"|(?:a |the )?(?:stretch of )?(?:conversation|talk|chat)"
    r"|对话|聊天|无标题|未命名|新对话|标题)(?: ?\d+)?$"
)


def usable_title(text: str) -> str:
    """Return a model's title ready to be kept, of at most `LONGEST_TITLE` characters.

    Labels, quotes and ornaments go. A placeholder, a refusal or a word that fits every talk gives
    the empty text.
    """
    title = " ".join(_ORNAMENT.sub(" ", clean(text)).split())
    title = _LABEL.sub("", title.strip(MARKS_AROUND)).strip(MARKS_AROUND)
    if is_placeholder(title) or is_refusal(title) or _EMPTY_TITLE.match(plain(title)):
        return ""
    return _shortened(title)


def fallback_title(messages: Sequence[Message], language: Language) -> str:
    """Return a title out of the person's most telling words, in the order they came up."""
    said = [message.content for message in messages if message.role == "user"]
    phrases = [phrase for text in said for phrase in _phrases(text)]
    heard = Counter(term for phrase in phrases for term in set(terms_of(phrase)))
    ranked = sorted(phrases, key=lambda one: -_weight(one, heard))
    chosen: list[str] = []
    for phrase in ranked:
        known = {term for one in chosen for term in terms_of(one)}
        if len(chosen) < TELLING_PHRASES and known.isdisjoint(terms_of(phrase)):
            chosen.append(phrase)
    ordered = sorted(chosen, key=phrases.index)
    title = ("、" if language == "zh" else ", ").join(ordered) or _words()["untitled"][language]
    return _shortened(title[:1].upper() + title[1:])


def _weight(phrase: str, heard: Counter[str]) -> float:
    """Return how telling a phrase is: said often, then long; a name counts as said twice."""
    terms = terms_of(phrase)
    often = max((heard[term] for term in terms), default=0)
    return often + (phrase[:1].isupper()) + len(terms) / 10


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    cut = title[:LONGEST_TITLE]
    # A spaced text ends with a whole word, when the last one is not all there is.
    return (cut.rpartition(" ")[0] if " " in cut and title.isascii() else cut).rstrip(" ,、")


def _phrases(text: str) -> Iterator[str]:
    """Yield runs of words that say something, each once as it stands."""
    row: list[str] = []
    end = -1
    for piece in _PIECE.finditer(text):
        touching = piece.start() - end == 1 and text[end] == " "
        if row and not (piece[2] and touching and len(row) < LONGEST_PHRASE):
            yield " ".join(row)
            row = []
        if piece[1]:
            yield from (run[:LONGEST_RUN] for run in _cuts().split(piece[1]) if len(run) > 1)
        elif _is_telling(piece[2]):
            row.append(piece[2])
        elif row:
            yield " ".join(row)
            row = []
        end = piece.end()
    if row:
        yield " ".join(row)


def _is_telling(word: str) -> bool:
    return (
        len(word) >= SHORTEST_WORD
        and word.casefold() not in _empty_words()
        and bool(terms_of(word))
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("tools.memory").joinpath("titles.toml").read_text("utf-8"))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(_words()["en"].split())


@cache
def _cuts() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_words()["zh"].split(), key=len, reverse=True)))
