"""How sentences about somebody say what can change: the data of both languages, read once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.prompts.render import Language
from tools.text.language import language_of


@dataclass(frozen=True, kw_only=True)
class SlotRule:
    """How a sentence names the value of something that has only one."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    own: bool
    """Only of the person themselves: others of a kind may bear it side by side."""
    subtypes: frozenset[str]
    """The subtypes of a memory that the patterns need; empty when they are clear alone."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The rules and words of one language."""

    slots: tuple[SlotRule, ...]
    words: Mapping[str, re.Pattern[str]]
    same: Mapping[str, str]
    """Values that mean one thing, by what they mean."""
    wide: frozenset[str]
    """Countries and provinces, which hold the cities that other sentences name."""


def wording_of(text: str) -> Wording:
    """Return the rules for the language that a text is written in."""
    return _wording(language_of(text))


@cache
def _wording(language: Language) -> Wording:
    name = f"conflict_{language}.toml"
    table = tomllib.loads(files("tools.memory").joinpath(name).read_text("utf-8"))
    whole = r"\b(?:{})\b" if language == "en" else "(?:{})"
    return Wording(
        slots=tuple(map(_slot, table["slot"])),
        words={key: re.compile(whole.format(words)) for key, words in table["words"].items()},
        same={value: meaning for meaning, values in table["same"].items() for value in values},
        wide=frozenset(table["wide"]["places"].split("|")),
    )


def _slot(row: Mapping[str, Any]) -> SlotRule:
    return SlotRule(
        name=row["name"],
        patterns=tuple(map(re.compile, row["patterns"])),
        own=row.get("own", False),
        subtypes=frozenset(row.get("subtypes", ())),
    )
