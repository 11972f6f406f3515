"""The fixed answer to somebody in danger: written by people, never by a model."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from tools.care.helplines import Helpline, emergency_number, helplines_in, international_pointer
from tools.prompts.render import Language


@dataclass(frozen=True)
class CareAnswer:
    """What the person reads, and the lines that are in it."""

    text: str
    helplines: tuple[Helpline, ...]


def crisis_answer(language: Language, country: str | None) -> CareAnswer:
    """Return the answer in a language, with the lines of the person's country word for word.

    It acknowledges, asks directly, names the lines, and stays. Where the country or its lines are
    not known, it asks for the country and points to lines everywhere.
    """
    words = _words(language)
    lines = helplines_in(country)
    text = words["known" if lines else "unknown"]
    shown = lines or (international_pointer(),)
    return CareAnswer(
        text=Template(text.strip()).substitute(
            lines="\n".join(map(_shown, shown)),
            emergency=emergency_number(country) or words["emergency_anywhere"],
        ),
        helplines=shown,
    )


def _shown(line: Helpline) -> str:
    return f"• {line.name}: {line.reach} ({line.hours})"


@cache
def _words(language: Language) -> Mapping[str, str]:
    return tomllib.loads(files("tools.care").joinpath(f"answer_{language}.toml").read_text("utf-8"))
