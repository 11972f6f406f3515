"""Read traditional Chinese with rules written in simplified."""

import tomllib
from functools import cache
from importlib.resources import files


def simplified(text: str) -> str:
    """Return the text with traditional characters of everyday talk in their simplified form.

    Character by character, for rules and searches; the length never changes.
    """
    return text if text.isascii() else text.translate(_pairs())


@cache
def _pairs() -> dict[int, str]:
    table = tomllib.loads(files("tools.text").joinpath("simplified.toml").read_text("utf-8"))
    return {ord(pair[0]): pair[1] for pair in table["pairs"].split()}
