"""Whether a reminder names what could be a means to somebody who has spoken of a way or a plan."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def names_means(text: str) -> bool:
    """Return whether a text names medicine, something sharp, or another thing on the list."""
    return _words().search(text) is not None


@cache
def _words() -> re.Pattern[str]:
    table = tomllib.loads(files("tools.outreach").joinpath("means.toml").read_text("utf-8"))
    spaced = "|".join(map(re.escape, table["words"]))
    unspaced = "|".join(map(re.escape, table["unspaced"]))
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)
