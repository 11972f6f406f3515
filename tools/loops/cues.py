"""The words by which loops are spoken of, in both languages."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.loops.kinds import NEVER


@dataclass(frozen=True, kw_only=True)
class Cues:
    """What is said of a loop in one language."""

    told: re.Pattern[str]
    cancelled: re.Pattern[str]
    moved: re.Pattern[str]
    not_yet: re.Pattern[str]
    hush: re.Pattern[str]
    not_a_topic: re.Pattern[str]
    pronoun: re.Pattern[str]
    invite: re.Pattern[str]
    not_invite: re.Pattern[str]


@cache
def both_languages() -> tuple[Cues, Cues]:
    """Return the cues of English and of Chinese."""
    return _cues("hear_en.toml", "(?<![a-z])", "(?![a-z])"), _cues("hear_zh.toml", "", "")


def _cues(name: str, before: str, after: str) -> Cues:
    table = tomllib.loads(files("tools.loops").joinpath(name).read_text("utf-8"))
    return Cues(**{cue: _either(row["says"], before, after) for cue, row in table.items()})


def _either(says: Sequence[str], before: str, after: str) -> re.Pattern[str]:
    if not says:
        return NEVER
    told_apart = [one.replace("(?P<topic>", f"(?P<topic{place}>") for place, one in enumerate(says)]
    return re.compile("|".join(f"{before}(?:{one}){after}" for one in told_apart))
