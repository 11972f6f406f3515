"""The lines that are told beside the talk, in the person's language."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, cast

from storage.records.use import BesideKind
from tools.prompts.render import Language

HOUR = timedelta(hours=1)


def notice_text(kind: BesideKind, language: Language, *, lasted: timedelta | None = None) -> str:
    """Return the words of a notice.

    Args:
        kind: what is told; a `pointer` has no words.
        language: the person's.
        lasted: how long the person has been here; told in whole hours, at least one.
    """
    words = _words()[language]
    count = max(1, (lasted or HOUR) // HOUR)
    told = words["hour"] if count == 1 else Template(words["hours"]).substitute(count=count)
    return Template(words.get(kind, "")).substitute(time=told)


@cache
def _words() -> Mapping[Language, Mapping[str, str]]:
    text = files("tools.care").joinpath("notices.toml").read_text("utf-8")
    table: Any = tomllib.loads(text)
    return cast("Mapping[Language, Mapping[str, str]]", table)
