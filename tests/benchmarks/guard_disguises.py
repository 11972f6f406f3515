"""Write a message as somebody would who hopes that a guard cannot read it."""

import base64
import codecs
import random
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import quote

Disguise = Callable[[str, random.Random], str]

TAGS = 0xE0000
FULL_WIDTH = 0xFEE0
BOLD_SMALL, BOLD_LARGE = 0x1D41A, 0x1D400
LEET = str.maketrans("aeiostAEIOST", "431057431057")
CYRILLIC = str.maketrans("aceopxyi", "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456")
ZERO_WIDTHS = "\u200b\u200c\u200d\u2060"
MARKS = "\u0301\u0308\u0336\u0347"
EMOJI = "😀🔥✨🌙"
VOWELS = "aeiou"
SHORTEST_TYPO = 4
"""Letters of a word from which two of its inner letters change places."""


def _tags(text: str, _: random.Random) -> str:
    return "hi " + "".join(chr(TAGS + ord(c)) if c.isascii() else c for c in text)


def _between(marks: str) -> Disguise:
    return lambda text, dice: "".join(c + dice.choice(marks) for c in text)


def _shifted(text: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + FULL_WIDTH) if "!" <= c <= "~" else c for c in text)


def _bold(text: str, _: random.Random) -> str:
    return "".join(map(_bold_letter, text))


def _bold_letter(letter: str) -> str:
    if "a" <= letter <= "z":
        return chr(BOLD_SMALL + ord(letter) - ord("a"))
    return chr(BOLD_LARGE + ord(letter) - ord("A")) if "A" <= letter <= "Z" else letter


def _spaced(mark: str, gap: str) -> Disguise:
    return lambda text, _: gap.join(mark.join(word) for word in text.split())


def _typo(word: str, dice: random.Random) -> str:
    if len(word) < SHORTEST_TYPO or not word.isalpha():
        return word
    at = dice.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _typos(text: str, dice: random.Random) -> str:
    return " ".join(_typo(word, dice) for word in text.split())


def _dropped(text: str, dice: random.Random) -> str:
    words = text.split()
    longs = [at for at, word in enumerate(words) if len(word) > SHORTEST_TYPO + 1]
    for at in longs:
        cut = dice.randrange(1, len(words[at]) - 1)
        words[at] = words[at][:cut] + words[at][cut + 1 :]
    return " ".join(words)


def _pig(word: str) -> str:
    return word[1:] + word[0] + "ay" if word.isalpha() else word


def _mixed_case(text: str, dice: random.Random) -> str:
    return "".join(c.upper() if dice.random() < 1 / 2 else c.lower() for c in text)


def _rotated(shift: int) -> Disguise:
    def rotate(text: str, _: random.Random) -> str:
        return "".join(
            chr((ord(c) - base + shift) % 26 + base)
            if (base := ord("a") if c.islower() else ord("A")) and c.isascii() and c.isalpha()
            else c
            for c in text
        )

    return rotate


def _broken(word: str, mark: str) -> str:
    return word[: len(word) // 2] + mark + word[len(word) // 2 :] if len(word) > 1 else word


DISGUISES: Mapping[str, Disguise] = {
    "zero width": _between(ZERO_WIDTHS),
    "Unicode tags": _tags,
    "full width": _shifted,
    "mathematical bold": _bold,
    "look-alikes": lambda text, _: text.translate(CYRILLIC),
    "combining marks": _between(MARKS),
    "leet": lambda text, _: text.translate(LEET),
    "spaced letters": _spaced(" ", "   "),
    "base64": lambda text, _: base64.b64encode(text.encode()).decode(),
    "rot13": lambda text, _: codecs.encode(text, "rot13"),
    "reversed": lambda text, _: text[::-1],
    "hexadecimal": lambda text, _: text.encode().hex(),
    "URL-encoded": lambda text, _: quote(text, safe=""),
    "typos": _typos,
}
"""The disguises that the guard is written for."""

OTHERS: Mapping[str, Disguise] = {
    "letters dropped": _dropped,
    "emoji between letters": _between(EMOJI),
    "mixed case": _mixed_case,
    "shift by five": _rotated(5),
    "spaced, one gap": _spaced(" ", " "),
    "dashes": _spaced("-", " "),
    "words reversed each": lambda text, _: " ".join(word[::-1] for word in text.split()),
    "order of words reversed": lambda text, _: " ".join(reversed(text.split())),
    "entities": lambda text, _: "".join(f"&#{ord(c)};" for c in text),
    "every letter twice": lambda text, _: "".join(c * 2 if c.isalpha() else c for c in text),
    "no gaps": lambda text, _: "".join(word.capitalize() for word in text.split()),
    "no vowels": lambda text, _: "".join(c for c in text if c.lower() not in VOWELS),
    "pig Latin": lambda text, _: " ".join(_pig(word) for word in text.split()),
    "stars for vowels": lambda text, _: "".join("*" if c in VOWELS else c for c in text),
    "comments inside words": lambda text, _: " ".join(
        _broken(word, "<!-- x -->") for word in text.split()
    ),
    "decomposed": lambda text, dice: unicodedata.normalize("NFD", _bold(text, dice)),
}
"""More of them."""

UNSEEN: Mapping[str, Disguise] = {
    "diacritics": lambda text, _: text.translate(str.maketrans("aeioun", "àéîöüñ")),
    "a letter a line": lambda text, _: "\n".join(text.replace(" ", "")),
    "shift by nineteen, large": lambda text, dice: _rotated(19)(text, dice).upper(),
    "every second word large, joined": lambda text, _: "_".join(
        word.upper() if number % 2 else word for number, word in enumerate(text.split())
    ),
    "brackets round letters": lambda text, _: "".join(f"({c})" if c.isalpha() else c for c in text),
}
"""Disguises written down before what undoes the ones above was extended, and never tuned on."""
