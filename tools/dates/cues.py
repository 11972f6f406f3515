"""Tables of words that tell something about a message, as one pattern each."""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def cues(name: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a table beside this module, for folded text.

    Each cue of a table has `en`, patterns of whole words, and `zh`, patterns for anywhere.
    """
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("tools.dates").joinpath(name).read_text("utf-8")
    )
    return {
        cue: re.compile("|".join(map(_any_of, row, row.values()))) for cue, row in table.items()
    }


def _any_of(language: str, patterns: list[str]) -> str:
    either = f"(?:{'|'.join(patterns)})"
    return f"(?<![a-z]){either}(?![a-z])" if language == "en" else either
