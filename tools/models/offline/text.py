"""Messages made safe to read, and cut into sentences and clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_READ = 6_000
"""Characters of one message that are read; what follows is left unread."""

MAX_SENTENCE = 300
"""Characters of one sentence; a longer one is read in pieces: no pattern meets a long text."""

_CHINESE_WORD = 1.5
"""Characters of an average Chinese word."""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "\uff07": "'", "`": "'", "\u3000": " ", "\u00a0": " "})
_UNREADABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SENTENCE = re.compile(
    rf"(?:[^.!?。！？;；…\n]|\.(?=[^\W_]|\d)){{1,{MAX_SENTENCE}}}(?P<end>[.!?。！？;；…]{{0,8}})"
)
_QUOTED = re.compile(r"[\"“「『《][^\"“”「」『』《》]{5,200}[\"”」』》]")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence without its end mark."""

    text: str
    """With what stands in quotation marks blanked out: those are somebody else's words."""
    original: str
    """Exactly as it was written, end mark included."""
    asks: bool
    """It ends with a question mark."""


def readable(text: str, at_most: int = MAX_READ) -> str:
    """Return a text with plain apostrophes and spaces, each character in its place, cut short."""
    return _UNREADABLE.sub(" ", text[:at_most]).translate(_PLAIN)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a message that is `readable`."""
    unquoted = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    for match in _SENTENCE.finditer(unquoted):
        end = match["end"]
        body = match[0].removesuffix(end).strip(" ~～")
        if body:
            original = text[match.start() : match.end()].strip()
            yield Sentence(text=body, original=original, asks="?" in end or "？" in end)


def words(text: str) -> int:
    """Return how many words a text has, a Chinese character and a half counting as one."""
    return round(len(_HAN.findall(text)) / _CHINESE_WORD) + len(_LATIN_WORD.findall(text))
