"""Understand the answer to "are you safe right now?"."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from tools.text.words import words_of

SafeAnswer = Literal["yes", "no", "unsure", "leaving"]
"""What somebody says to the question; `leaving` is a farewell before it was answered with a yes."""

_ORDER: tuple[SafeAnswer, ...] = ("no", "unsure", "yes")

LONGEST = 12
"""Words, or Chinese characters, of an answer; what is longer is talk, and the rules read it."""


def safe_answer(text: str) -> SafeAnswer | None:
    """Return what somebody answers who was asked whether they are safe, or None.

    A "no" or a doubt anywhere outweighs a "yes": who is not sure is not taken for safe.
    """
    words = words_of(text)
    if not 0 < len(words) <= LONGEST:
        return None
    for kind in _ORDER:
        if any(_is_in(answer, words) for answer in _answers()[kind]):
            return kind
    return None


def _is_in(answer: tuple[str, ...], words: list[str]) -> bool:
    """Whether an answer was given; one Chinese character is one only when nothing else is said."""
    if len(answer) == 1 and not answer[0].isascii():
        return words == list(answer)
    ends = range(len(answer), len(words) + 1)
    return any(tuple(words[end - len(answer) : end]) == answer for end in ends)


@cache
def _answers() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    text = files("tools.care").joinpath("safe_answers.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return {kind: tuple(tuple(words_of(one)) for one in said) for kind, said in table.items()}
