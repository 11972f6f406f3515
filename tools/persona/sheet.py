"""Make of a stranger's card what turns need: once, when it is brought, and short."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from storage.records.persona import Sheet
from tools.persona.card import Card
from tools.persona.introduce import LORE_CHARACTERS, short_name, sketch_part
from tools.persona.lorebook import ENTRIES, usable_keys
from tools.persona.macros import Cast
from tools.persona.sift import visible

FORM = "1"
"""Which way of making a sheet this is; one that was made in another way is made anew."""

BOOK_CHARACTERS = 400_000
"""Keys and contents of a lorebook that a sheet holds; the longest books known stay below half."""

TAGLINE_CHARACTERS = 80
"""Signs of a stranger's words that stand in a line of a list."""

PERSON = "{{user}}"
"""Stands in a sheet where the person's name goes, which can change."""

_KEYS = ("keys", "secondary_keys")

_BOOK_FIELDS = ("scan_depth", "token_budget", "recursive_scanning")

_ENTRY_FIELDS = (
    "enabled",
    "insertion_order",
    "use_regex",
    "constant",
    "selective",
    "case_sensitive",
    "priority",
)


def sheet_of(card: Card) -> Sheet:
    """Return what turns need of a card; the same card always makes the same sheet.

    Macros of chance are decided here, so that the persona stays one and the same.
    """
    name, book = short_name(card), _book(card)
    sketch = tuple(sketch_part(card, cast=cast_of(card)).text.splitlines())
    return Sheet(revision=_revision(name, sketch, book), name=name, sketch=sketch, book=book)


def cast_of(card: Card) -> Cast:
    """Return what the macros of a sheet stand for."""
    name = short_name(card)
    return Cast(char=name, user=PERSON, chance=Random(name), seed=name)  # noqa: S311 - no secret


def is_of_today(sheet: Sheet) -> bool:
    """Tell whether a sheet was made in the present way."""
    return sheet.revision.startswith(f"{FORM}-")


def tagline_of(card: Card) -> str:
    """Return a line about a card's character in its maker's words, cut short; perhaps empty."""
    told = card.text("personality").strip() or card.text("description")
    line = " ".join(visible(told[: 10 * TAGLINE_CHARACTERS]).split())
    return line if len(line) <= TAGLINE_CHARACTERS else f"{line[: TAGLINE_CHARACTERS - 1]}…"


def _revision(name: str, sketch: tuple[str, ...], book: Mapping[str, Any] | None) -> str:
    whole = json.dumps([name, sketch, book], sort_keys=True).encode()
    return f"{FORM}-{hashlib.sha256(whole).hexdigest()}"


def _book(card: Card) -> Mapping[str, Any] | None:
    book: Mapping[str, Any] = card.data.get("character_book") or {}
    entries = list(_entries(book))
    if not entries:
        return None
    return {**{name: book.get(name) for name in _BOOK_FIELDS}, "entries": entries}


def _entries(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    room = BOOK_CHARACTERS
    for entry in (book.get("entries") or ())[:ENTRIES]:
        keys, more = (list(usable_keys(entry.get(name) or ())) for name in _KEYS)
        content = entry["content"][:LORE_CHARACTERS]
        room -= len(content) + sum(map(len, (*keys, *more)))
        if room < 0:
            return
        told = {"keys": keys, "secondary_keys": more, "content": content}
        yield told | {name: entry.get(name) for name in _ENTRY_FIELDS}
