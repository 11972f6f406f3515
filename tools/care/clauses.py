"""Cut a message into what is judged by itself: all of it, and each of its sentences."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from tools.text.words import words_of

SENTENCE_END = re.compile(r"[.!?;…\n。！？；~～]+")

WORDS_AT_ONCE = 48
"""Words that are judged together, at most; a longer sentence is judged in overlapping parts."""

PARTS_READ = 60
"""Parts of a message that are judged, half from its beginning and half from its end."""

Words = list[str]


def clauses(text: str) -> list[Words]:
    """Return the folded words of a message's sentences, and of the whole where it is short.

    Signs that stand for words are read as words.
    """
    read = text.translate(_signs())
    sentences = [words for part in SENTENCE_END.split(read) if (words := words_of(part))]
    parts = [part for words in sentences for part in _parts(words)]
    whole = [word for words in sentences for word in words]
    if len(parts) > PARTS_READ:
        parts = parts[: PARTS_READ // 2] + parts[-PARTS_READ // 2 :]
    return [whole, *parts] if len(parts) > 1 and len(whole) <= WORDS_AT_ONCE else parts


def _parts(words: Words) -> Iterator[Words]:
    yield words[:WORDS_AT_ONCE]
    for start in range(WORDS_AT_ONCE // 2, len(words) - WORDS_AT_ONCE // 2, WORDS_AT_ONCE // 2):
        yield words[start : start + WORDS_AT_ONCE]


@cache
def _signs() -> dict[int, str]:
    table = tomllib.loads(files("tools.care").joinpath("signs.toml").read_text("utf-8"))
    return {ord(sign): f" {word} " for word, signs in table.items() for sign in signs}
