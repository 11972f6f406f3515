"""The JSON of a card: read within limits, checked, and written again without loss."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tools.persona.errors import CardBroken, CardInvalid, CardTooLarge, NotACard
from tools.persona.limits import DEPTH, DOCUMENT_BYTES, NAME_CHARACTERS

CardVersion = Literal[1, 2, 3]

V1_FIELDS = ("description", "personality", "scenario", "first_mes", "mes_example")
"""The flat strings of the first cards beside the name."""

NEWEST = 3.0
"""The newest version of the specification that is known here."""

Document = Mapping[str, Any]
Texts = list[str] | None
Text = str | None


class _Checked(BaseModel):
    """Checked and thrown away: the document itself is kept as it came."""

    model_config = ConfigDict(strict=True, extra="allow")


class _Entry(_Checked):
    keys: list[str]
    content: str
    secondary_keys: Texts = None
    extensions: dict[str, Any] | None = None
    enabled: bool | None = None
    insertion_order: float | None = None
    use_regex: bool | None = None
    constant: bool | None = None
    selective: bool | None = None
    case_sensitive: bool | None = None
    priority: float | None = None
    name: Text = None
    comment: Text = None
    position: str | float | None = None
    id: str | float | None = None


class _Lorebook(_Checked):
    entries: list[_Entry]
    scan_depth: float | None = None
    token_budget: float | None = None
    recursive_scanning: bool | None = None
    name: Text = None
    description: Text = None
    extensions: dict[str, Any] | None = None


class _Asset(_Checked):
    type: str
    uri: str
    name: str
    ext: str


class _Flat(_Checked):
    name: Annotated[str, Field(min_length=1, max_length=NAME_CHARACTERS)]
    description: Text = None
    personality: Text = None
    scenario: Text = None
    first_mes: Text = None
    mes_example: Text = None


class _Data(_Flat):
    creator_notes: Text = None
    system_prompt: Text = None
    post_history_instructions: Text = None
    alternate_greetings: Texts = None
    group_only_greetings: Texts = None
    character_book: _Lorebook | None = None
    tags: Texts = None
    creator: Text = None
    character_version: Text = None
    extensions: dict[str, Any] | None = None
    nickname: Text = None
    assets: list[_Asset] | None = None
    creator_notes_multilingual: dict[str, str] | None = None
    source: Texts = None
    creation_date: float | None = None
    modification_date: float | None = None


def parse(text: bytes) -> Document:
    """Return the document that some UTF-8 JSON holds.

    Raises:
        CardTooLarge: it is longer than a card may be.
        CardBroken: it is no JSON, or nested too deeply.
        CardInvalid: it holds a NUL character, which no database takes.
        NotACard: it is something else than an object.
    """
    if len(text) > DOCUMENT_BYTES:
        raise CardTooLarge(
            f"The text of this card has {len(text):,} bytes; at most {DOCUMENT_BYTES:,} are read."
        )
    try:
        document = json.loads(text.decode("utf-8-sig"), parse_constant=_refuse_constant)
        _refuse_odd(document)
        write(document)
    except RecursionError as error:
        raise CardBroken("This card is nested too deeply.") from error
    except UnicodeError as error:
        raise CardBroken("This card is not valid Unicode.") from error
    except ValueError as error:
        raise CardBroken(f"This card is not valid JSON ({error}).") from error
    if not isinstance(document, dict):
        raise NotACard("A card is a JSON object, and this is something else.")
    return document


def write(document: Document) -> bytes:
    """Return a document as JSON in UTF-8, for people to read."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def version_of(document: Document) -> tuple[CardVersion, tuple[str, ...]]:
    """Return which specification a document follows, checked, and what is odd about it.

    Raises:
        NotACard: it is no card of any version.
        CardInvalid: a field has a wrong type; the message names it.
    """
    spec = document.get("spec")
    if spec is None and "data" not in document:
        return _first_version(document)
    if spec == "lorebook_v3":
        raise NotACard("This is a lorebook on its own, and no character.")
    if not isinstance(spec, str) or not spec.startswith("chara_card_v"):
        raise NotACard(f"There is no card specification {str(spec)[:40]!r}.")
    data = document.get("data")
    if not isinstance(data, dict):
        raise CardInvalid("data: a card of this version keeps its fields there.")
    _check(_Data, data, "data.")
    if spec == "chara_card_v2":
        return 2, ()
    return 3, _newer(document)


def _first_version(document: Document) -> tuple[CardVersion, tuple[str, ...]]:
    if "name" not in document or not any(field in document for field in V1_FIELDS):
        raise NotACard("This JSON has neither the name nor the texts of a character.")
    _check(_Flat, document, "")
    return 1, ()


def _newer(document: Document) -> tuple[str, ...]:
    stated = document.get("spec_version", "3.0")
    try:
        number = float(stated)
    except (TypeError, ValueError) as error:
        raise CardInvalid(f"spec_version: {str(stated)[:40]!r} is no version.") from error
    if number > NEWEST or document["spec"] != "chara_card_v3":
        return (f"This card follows a newer specification ({stated}); what is new is kept as is.",)
    return ()


def _check(model: type[BaseModel], values: Any, where: str) -> None:
    try:
        model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = where + ".".join(map(str, first["loc"]))
        raise CardInvalid(f"{place}: {first['msg']}.") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _refuse_odd(document: Any) -> None:
    """Refuse NUL and too many levels; level by level, so that this cannot run out of stack."""
    level = [document]
    for _ in range(DEPTH):
        parts = list[Any]()
        for value in level:
            if isinstance(value, dict):
                parts += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                parts += value
            elif isinstance(value, str) and "\0" in value:
                raise CardInvalid("This card holds a NUL character, which no text needs.")
        if not parts:
            return
        level = parts
    raise ValueError(f"more than {DEPTH} levels")
