"""Numbers in figures and in words, English and Chinese."""

import re
import tomllib
from functools import cache
from importlib.resources import files

_FIGURES = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+")
COUPLE = 2
"""A couple; "one two" is no number."""

_CHINESE_TENS = {"十": 10, "百": 100, "千": 1000}
_ENGLISH_TENS = {"hundred": 100, "thousand": 1000}


def number_of(text: str) -> int | None:
    """Return the number that a short text means, or None.

    Takes figures ("05", "3rd"), English words ("twenty-first", "nineteen eighty six", "two thousand
    and five", "a couple of") and Chinese ones ("十五", "两百", "二零一六").
    """
    if figures := _FIGURES.match(text):
        return int(figures[0])
    if words := _WORD.findall(text.lower()):
        return _english(words)
    return _chinese(text)


@cache
def words(language: str) -> dict[str, int]:
    """Return the number words of "english" or "chinese" with their values."""
    table: dict[str, dict[str, int]] = tomllib.loads(
        files("tools.dates").joinpath("numbers.toml").read_text("utf-8")
    )
    return table[language]


def _english(spoken: list[str]) -> int | None:
    total: int | None = None
    for word in spoken[:-1] if spoken[-1] == "of" else spoken:
        if word in _ENGLISH_TENS:
            total = (total or 1) * _ENGLISH_TENS[word]
        elif (value := words("english").get(word)) is not None:
            total = value if total is None else _followed(total, value)
    return total


def _followed(total: int, value: int) -> int:
    """Return "twenty" and "five" as 25, "nineteen" and "eighty" as 1980, "a" and "couple" as 2."""
    if value == COUPLE and total == 1:
        return value
    if value >= 10 and 10 <= total < 100:
        return total * 100 + value
    return total + value


def _chinese(text: str) -> int | None:
    digits = words("chinese")
    if not text or any(sign not in digits and sign not in _CHINESE_TENS for sign in text):
        return None
    if len(text) > 1 and all(sign in digits for sign in text):
        return int("".join(str(digits[sign]) for sign in text))
    total = waiting = 0
    for sign in text:
        if sign in _CHINESE_TENS:
            total += (waiting or 1) * _CHINESE_TENS[sign]
            waiting = 0
        else:
            waiting = digits[sign]
    return total + waiting
