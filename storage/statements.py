"""Named SQL statements, read once from the files in `storage/queries`.

A statement starts with a line `-- name: what it does` and ends where the next one starts. Names are
unique over all files. A line `-- with name` stands for the text of that name, so searches share
what they have in common. Statements are bytes because psycopg takes those as they are, from a file
as well as from a literal.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_PART = re.compile(r"^-- with (?P<name>[a-z_]+)$", re.MULTILINE)
_HEADER = re.compile(r"^-- (?P<name>[a-z_]+): .+\n", re.MULTILINE)


@cache
def statements() -> dict[str, bytes]:
    """Return every statement by its name, its parts filled in.

    Raises:
        KeyError: a part is not there.
        ValueError: two statements share a name, or a file has SQL before its first name.
    """
    found: dict[str, str] = {}
    for file in sorted(files("storage.queries").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql"):
            for name, text in split(file.read_text("utf-8")):
                if name in found:
                    raise ValueError(f"{file.name}: there are two statements called {name!r}")
                found[name] = text
    return {name: _whole(text, found).encode() for name, text in found.items()}


def split(text: str) -> list[tuple[str, str]]:
    """Return the names and statements in the text of one file, in order.

    Raises:
        ValueError: there is SQL before the first name.
    """
    before, *parts = _HEADER.split(text)
    if before.strip():
        raise ValueError(f"SQL without a name: {before.strip()[:60]!r}")
    return [(name, body.strip()) for name, body in zip(parts[::2], parts[1::2], strict=True)]


def _whole(text: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda part: parts[part["name"]], text)
