"""Fold the many ways to write a text into one, for rules that read it."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

MARKS_KEPT = 2
"""Marks a letter may carry before folding; Vietnamese needs two, a flood hides the letter."""

FIRST_MARK, BEYOND_MARKS = 0x300, 0x1F000
"""Where Unicode's combining marks begin, and from where on there are none."""

LAST_NEAR = "\uffff"
"""The end of the plane in which a set of characters is searched quickly."""

LAST_LATIN = "\u024f"
"""The end of the Latin blocks of Unicode."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0e-\x1b\x7f]+"
)
_LOOSE_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_WORD = re.compile(r"[^\W\d_]+")
_LINE_END = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_BLANK = re.compile("[\u2028\u2029\r\u2800]")
_BLANKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\u2800": " "})


def normalise(text: str) -> str:
    """Return the text as a reader sees it, for rules and searches; never store it.

    Compatibility forms are folded (NFKC), invisible and direction characters removed, floods of
    marks thinned, look-alike letters of other scripts turned Latin, and white space collapsed to
    one space or one line end. Case stays. Linear in the length; any text is taken.
    """
    if not text.isascii():
        text = _fold_letters(text)
    text = _INVISIBLE.sub("", text)
    if _BLANK.search(text):
        text = text.translate(_BLANKS)
    return _LINE_END.sub("\n", _SPACES.sub(" ", text)).strip()


def _fold_letters(text: str) -> str:
    thinned = _thin_marks(_INVISIBLE.sub("", text))
    composed = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", thinned))
    letters, pictures = _lookalikes()
    shown = composed.translate(pictures) if _any_of("pictures").search(composed) else composed
    if not _any_of("letters").search(shown):
        return shown
    return _WORD.sub(lambda word: _as_latin(word[0], letters), shown)


def _thin_marks(text: str) -> str:
    """Drop marks beyond the allowed few before NFKC, whose sorting of long runs is quadratic."""
    return _mark_floods().sub(r"\1", text)


@cache
def _mark_floods() -> re.Pattern[str]:
    marks = "".join(filter(unicodedata.combining, map(chr, range(FIRST_MARK, BEYOND_MARKS))))
    near, far = (f"[{''.join(c for c in marks if (c > LAST_NEAR) == far)}]" for far in (0, 1))
    mark = f"(?:{near}|(?=[\U00010000-\U0001ffff]){far})"
    return re.compile(f"({mark}{{{MARKS_KEPT}}}){mark}+")


def _as_latin(word: str, letters: dict[int, str]) -> str:
    if word.isascii():
        return word
    folded = word.translate(letters)
    return folded if max(folded) <= LAST_LATIN else word


@cache
def _any_of(part: Literal["letters", "pictures"]) -> re.Pattern[str]:
    letters, pictures = _lookalikes()
    if part == "letters":
        return re.compile(f"[{''.join(map(chr, letters))}]")
    return re.compile(f"[{chr(min(pictures))}-{chr(max(pictures))}]")


@cache
def _lookalikes() -> tuple[dict[int, str], dict[int, str]]:
    table = tomllib.loads(files("tools.text").joinpath("lookalikes.toml").read_text("utf-8"))
    letters, pictures = (
        {ord(twin): latin for latin, twins in table[part].items() for twin in twins}
        for part in ("letters", "pictures")
    )
    return letters, pictures
