"""The companion's fixed lines, read from the data files beside this one."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from tools.prompts.render import Language

LineKind = Literal["deflections", "no_machine", "in_character", "honest"]
"""What a line is for: stepping round a trick or an order for work, or for a broken reply.

`honest` lines say what one is, and call one by `{name}`.
"""


def line(kind: LineKind, language: Language, *, seed: str) -> str:
    """Return one line of a kind; the same seed gives the same line."""
    choices = lines(kind, language)
    digest = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()
    return choices[int.from_bytes(digest) % len(choices)]


@cache
def lines(kind: LineKind, language: Language) -> tuple[str, ...]:
    """Return all lines of a kind in a language."""
    name = f"lines_{language}.toml"
    table = tomllib.loads(files("tools.guardrails").joinpath(name).read_text("utf-8"))
    return tuple(table[kind])
