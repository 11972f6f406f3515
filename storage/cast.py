"""The personas that come with the program, read once from `storage/presets`."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from storage.errors import NotFound, StorageError
from storage.records.persona import Persona

EXTENSION = "miolumi"
"""Where a card keeps what only this program knows, below `extensions`."""

_adapter = TypeAdapter(Persona)


class BadPersona(StorageError):
    """What a card says of a persona cannot be used."""


@cache
def cast() -> Mapping[str, Persona]:
    """Return every persona of the cast by its slug, in alphabetical order.

    Raises:
        BadPersona: a preset is not as it has to be.
    """
    return MappingProxyType({slug: persona_of(card) for slug, card in preset_cards().items()})


@cache
def preset_cards() -> Mapping[str, Mapping[str, Any]]:
    """Return the cards of the cast as they are written, by slug."""
    found = sorted(files("storage.presets").iterdir(), key=lambda entry: entry.name)
    return MappingProxyType(
        {
            file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
            for file in found
            if file.name.endswith(".json")
        }
    )


def persona(slug: str) -> Persona:
    """Return one persona of the cast.

    Raises:
        NotFound: nobody is called so.
    """
    if slug not in cast():
        raise NotFound(f"There is no persona {slug!r} in the cast.")
    return cast()[slug]


def persona_of(card: Mapping[str, Any]) -> Persona:
    """Return the persona that a card of ours holds.

    Raises:
        BadPersona: the part under `extensions.miolumi` is missing or wrong; the message says where.
    """
    try:
        return _adapter.validate_python(card["data"]["extensions"][EXTENSION])
    except (KeyError, TypeError) as error:
        raise BadPersona("This card has no part under extensions.miolumi.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadPersona(f"extensions.miolumi.{place}: {first['msg']}") from error


def extension_of(persona: Persona) -> dict[str, Any]:
    """Return a persona as it stands under `extensions.miolumi`."""
    dumped: dict[str, Any] = _adapter.dump_python(persona, mode="json")
    return dumped
