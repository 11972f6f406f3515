"""The warm lines that take the place of a reply that may not be said to somebody who leaves."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from tools.prompts.render import Language
from tools.text.words import words_of

_NIGHT = frozenset(("night", "goodnight", "gn", "sleep", "bed", "bedtime", "睡", "梦", "困"))


def farewell_line(language: Language, *, said: str, seed: str) -> str:
    """Return a warm line to somebody who leaves; the same seed gives the same one.

    Args:
        language: the person's.
        said: their farewell; who goes to sleep is wished a good night.
        seed: what makes it another line each time.
    """
    is_night = "晚安" in said or not _NIGHT.isdisjoint(words_of(said))
    choices = _lines()[f"{language}_night" if is_night else language]
    digest = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()
    return choices[int.from_bytes(digest) % len(choices)]


def farewell_lines() -> Sequence[str]:
    """Return every line of both languages."""
    return [line for lines in _lines().values() for line in lines]


@cache
def _lines() -> Mapping[str, Sequence[str]]:
    text = files("tools.farewell").joinpath("lines.toml").read_text("utf-8")
    table: Mapping[str, Sequence[str]] = tomllib.loads(text)
    return table
