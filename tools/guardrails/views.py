"""What else a message may say: its disguises undone, each only where the text looks like one."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise

from tools.guardrails.senses import expressions
from tools.text.decode import decoded
from tools.text.hidden import hidden_text
from tools.text.mend import Mender
from tools.text.normalise import normalise
from tools.text.scripts import HAN
from tools.text.thinned import Thickener, undoubled
from tools.text.turn_round import Turner
from tools.text.unspace import Unspacer
from tools.text.words import words_of

RULE_FILES = ("input_en.toml", "input_zh.toml")
"""The files of rules beside this module."""

MOST_VIEWS = 12
"""Readings of one message at most; a real disguise is one or two deep."""

FEWEST_RARE, SHORTEST_RARE = 3, 5
"""Different words of the rules, of so many letters, from which the order of words is turned."""

SHORT = 4
"""Letters of a common word that is likelier than a word of the rules with the same consonants."""

PAIR = 2
"""Characters of most Chinese words."""

_INSIDE_WORDS = re.compile(
    r"(?<=[^\W_])(?:<!--.{0,40}?-->|</?[a-z]{1,8}>|/\*.{0,40}?\*/|[*~`|^\\]{1,3}|-)(?=[^\W_])"
)
"""Marks and comments of a page between two letters of a word."""

MARKED_SHARE = 0.3
"""Share of marks among the letters from which the marks are a disguise; Vietnamese stays below it
in most words, and loses nothing but a reading more."""


def views(text: str) -> Iterator[str]:
    """Yield other readings of a message, already normalised, for the rules to judge beside it.

    Ordinary talk has none, or one in which a misspelled word is right. What was decoded is looked
    through once more, so that one disguise over another is read too. Linear in the length.
    """
    return islice(_views(text), MOST_VIEWS)


def _views(text: str) -> Iterator[str]:
    inner = [hidden_text(text), *islice(decoded(text), MOST_VIEWS)]
    for part in filter(None, inner):
        yield normalise(part)
        yield from _rewritten(part)
        yield from map(normalise, islice(decoded(part), 1))
    yield from _rewritten(text)


def _rewritten(text: str) -> Iterator[str]:
    tools = _tools()
    read = normalise(text)
    plain = bare(read)
    if plain is not None:
        yield plain
    if thick := tools.thickener.thickened(read.casefold()):
        yield thick
    together = None if thick else tools.unspacer.unspaced(text)
    read = normalise(together) if together else plain or read
    if together:
        yield read
    yield from filter(None, _refilled(read))
    if mended := tools.mender.mended(read):
        yield mended
    yield from tools.turner.turned(read)


def _refilled(read: str) -> Iterator[str | None]:
    """Yield a text with its gaps, its vowels or the order of its letters back, where they lack."""
    tools = _tools()
    yield tools.unspacer.parted(read)
    small = read.casefold()
    yield undoubled(small)
    yield tools.thickener.unpigged(small)
    if unmarked := _INSIDE_WORDS.sub("", read) if _INSIDE_WORDS.search(read) else None:
        yield unmarked
    if _is_backwards(words := small.split(), tools):
        yield " ".join(reversed(words))


def telling_words() -> frozenset[str]:
    """Return the words of the rules that are no common ones, and their Chinese pairs."""
    return _tools().rare


def _is_backwards(words: Sequence[str], tools: "_Tools") -> bool:
    """Return whether more words follow one another as they do in talk when read from the end."""
    ahead, back = (
        sum(pair in tools.pairs for pair in pairwise(row)) for row in (words, words[::-1])
    )
    return back > ahead or (back == ahead and len(tools.rare.intersection(words)) >= FEWEST_RARE)


def bare(text: str) -> str | None:
    """Return a normalised text without any marks on its letters, None when it has few."""
    if text.isascii():
        return None
    parts = unicodedata.normalize("NFD", text)
    left = "".join(letter for letter in parts if not unicodedata.combining(letter))
    letters = sum(map(str.isalpha, left))
    return left if len(parts) - len(left) > letters * MARKED_SHARE else None


@dataclass(frozen=True)
class _Tools:
    """What undoes disguises, each knowing the words of the rules."""

    mender: Mender
    unspacer: Unspacer
    turner: Turner
    thickener: Thickener
    rare: frozenset[str]
    """Words of the rules that are no common ones, and Chinese pairs."""
    pairs: frozenset[tuple[str, str]]
    """Words that mostly follow one another in this order."""


@cache
def _tools() -> _Tools:
    said, meant = tuple(_expressions()), tuple(expressions())
    words, meanings = _words_in(said), _words_in(one for _, one in meant)
    text = files("tools.guardrails").joinpath("everyday.toml").read_text("utf-8")
    table = tomllib.loads(text)
    pairs = table.pop("pairs").split(",")
    lists = {name: part.split() for name, part in table.items()}
    common, seen = [*lists["en"], *lists["other"]], lists["voices"]
    short = [word for word in common if len(word) <= SHORT]
    follow = frozenset((one, two) for one, two in map(str.split, pairs))
    told = [word for word in seen if word in words]
    likeliest = [*short, *told, *common, *seen, *sorted(words, key=len), *sorted(meanings)]
    known = words.union(common, seen, meanings)
    foreign = [one for one in (*said, *(one for _, one in meant)) if not one.isascii()]
    return _Tools(
        Mender(known),
        Unspacer(known),
        Turner(known, (*foreign, *lists["zh"])),
        Thickener(likeliest, follow),
        _long(words - set(common)) | {one for one in foreign if len(one) == PAIR},
        follow,
    )


def _long(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= SHORTEST_RARE)


def _words_in(said: Iterable[str]) -> set[str]:
    return {word for one in said for word in words_of(one)} - set(HAN)


def _expressions() -> Iterator[str]:
    for name in RULE_FILES:
        table = tomllib.loads(files("tools.guardrails").joinpath(name).read_text("utf-8"))
        for group in table["groups"].values():
            yield from group
