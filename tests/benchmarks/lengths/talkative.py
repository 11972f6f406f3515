"""What a talkative model says: scripted sentences, many times longer than what was said to it."""

import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import cycle

from tools.length.size import size_of
from tools.prompts.render import Language

TIMES, PING_TIMES = 5.0, 6.6
"""How many times longer uncontrolled companions answer, in characters, measured over five personas
of a companion that people use; the second is for pings of one character."""

_ASKED = (
    re.compile(r"Length now: about (\d+) to (\d+) words"),
    re.compile("这次的长短：大约(\\d+)到(\\d+)个字"),
    re.compile(r"up to about (\d+) words()"),
    re.compile("大约不超过(\\d+)个字()"),
)
_SHORT = ("a word or two", "one short warm line", "一两个字", "一句短短的")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message, and what a talkative model answers."""

    language: Language
    sort: str
    text: str
    goes_on: Sequence[str]

    @property
    def deaf(self) -> str:
        """What it says when it does not heed what it was asked for."""
        times = PING_TIMES if self.sort == "ping" else TIMES
        return self._until(times * len(self.text), len)

    def heeding(self, prompt: str) -> str:
        """What it says when it half heeds a prompt: the mean of its own length and the asked one.

        The geometric mean: who says five times too much still says twice too much.
        """
        asked = asked_in(prompt)
        if asked is None:
            return self.deaf
        own = size_of(self.deaf)
        return self._until(min(own, math.sqrt(own * asked)), size_of)

    def _until(self, length: float, measure: Callable[[str], int]) -> str:
        joint = " " if self.language == "en" else ""
        said = ""
        for sentence in cycle(self.goes_on):
            said = f"{said}{joint}{sentence}" if said else sentence
            if measure(said) >= length:
                break
        return said


def asked_in(prompt: str) -> int | None:
    """Return the length at most that a prompt asks for, in words or Chinese characters."""
    for pattern in _ASKED:
        if found := pattern.search(prompt):
            return int(found[2] or found[1])
    return 2 if any(words in prompt for words in _SHORT) else None


@cache
def messages() -> Mapping[str, Said]:
    """Return every message by its text and language."""
    found = {}
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        text = files("tests.benchmarks.lengths").joinpath(f"{language}.toml").read_text("utf-8")
        for talk in tomllib.loads(text)["talks"]:
            for said in talk["said"]:
                found[f"{language}:{said}"] = Said(
                    language=language, sort=talk["sort"], text=said, goes_on=talk["goes_on"]
                )
    return found
