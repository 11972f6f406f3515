"""Whether something is taken up with care: only if the person spoke of it lately themselves."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def is_sensitive(text: str) -> bool:
    """Return whether a text touches health, grief, love lost, intimacy or money trouble."""
    return _words().search(text) is not None


@cache
def _words() -> re.Pattern[str]:
    table = tomllib.loads(files("tools.outreach").joinpath("sensitive.toml").read_text("utf-8"))
    spaced = "|".join(map(re.escape, table["words"]))
    unspaced = "|".join(map(re.escape, table["unspaced"]))
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)
