"""The voices that a person can choose from."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tools.prompts.render import Language


@dataclass(frozen=True, kw_only=True)
class ChosenVoice:
    """One voice."""

    id: str
    names: Mapping[Language, str]
    manners: Mapping[Language, str]
    """How it is to be read, for speech models that take a direction."""
    speech: str
    """`provider:voice`."""
    asked: Mapping[Language, tuple[str, ...]]
    """The words by which it is asked for."""


@cache
def voices() -> Mapping[str, ChosenVoice]:
    """Return every voice by its id."""
    table = tomllib.loads(files("tools.personality").joinpath("voices.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            name: ChosenVoice(
                id=name,
                names={"en": row["en"], "zh": row["zh"]},
                manners={"en": row["manner_en"], "zh": row["manner_zh"]},
                speech=row["speech"],
                asked={"en": tuple(row["asked_en"]), "zh": tuple(row["asked_zh"])},
            )
            for name, row in table.items()
        }
    )


def voice_asked_for(word: str, language: Language) -> str | None:
    """Return the id of the voice that a word asks for; None when none is like that."""
    wanted = word.casefold()
    return next((one.id for one in voices().values() if wanted in one.asked[language]), None)
