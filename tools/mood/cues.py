"""What a message does to the one it is said to: thanks, affection, a joke, an insult."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Cue = Literal["thanks", "affection", "joke", "insult"]

CUES: tuple[Cue, ...] = get_args(Cue)


def cues_of(text: str) -> frozenset[Cue]:
    """Return the cues of a normalised text, by rules; linear in its length."""
    small = text.casefold()
    return frozenset(cue for cue, pattern in _patterns().items() if pattern.search(small))


@cache
def _patterns() -> Mapping[Cue, re.Pattern[str]]:
    table = tomllib.loads(files("tools.mood").joinpath("cues.toml").read_text("utf-8"))
    return {
        cue: re.compile("|".join(table[cue].strip().splitlines()), re.MULTILINE) for cue in CUES
    }
