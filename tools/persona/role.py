"""Who speaks in a turn: the part that stays in the prompt, and what the moment brings up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from storage.records.persona import Persona, Sheet
from storage.records.relationship import Stage
from tools.persona.introduce import lore_part, own_part
from tools.persona.lorebook import Lorebook, Moment, find_lore, lorebook_in
from tools.persona.macros import Cast
from tools.persona.sheet import PERSON
from tools.prompts.render import Language, render

CALLED_CHARACTERS = 24
"""Of a person's name in a stranger's sketch, which may repeat it in every line."""

CALLED: Mapping[Language, str] = {"en": "the person you talk with", "zh": "对方"}
"""Stands in a sketch for somebody whose name is not known."""

BOOKS = 100
"""Lorebooks that are kept read."""


@dataclass(frozen=True, kw_only=True)
class Role:
    """Who a companion is in this turn."""

    name: str
    part: str
    """Who it is and how close the two are; the same from turn to turn."""
    lore: str = ""
    """What a lorebook tells of what is spoken of just now; mostly empty."""


def role_of(persona: Persona, language: Language, *, stage: Stage) -> Role:
    """Return one of the cast, in the language that is spoken."""
    own = own_part(persona, language)
    return Role(
        name=persona.portraits[language].name, part=f"{own}\n\n{stage_part(stage, language)}"
    )


def role_in(sheet: Sheet, language: Language, *, stage: Stage, person: str | None) -> Role:
    """Return a persona that somebody brought; what a stranger wrote stays within its fence.

    Args:
        sheet: what was made of the card.
        language: of the frame; the sketch stays in its own.
        stage: how close the two are.
        person: the name of whom it talks with, None when that is not known.
    """
    sketch = "\n".join(sheet.sketch).replace(PERSON, called(person, language))
    part = render("persona_card", language, sketch=sketch)
    return Role(name=sheet.name, part=f"{part}\n\n{stage_part(stage, language)}")


def stage_part(stage: Stage, language: Language) -> str:
    """Return how the two are with each other at a stage, and what has no place in it."""
    return render(f"persona_stage_{stage}", language)


def called(person: str | None, language: Language) -> str:
    """Return how a stranger's text names the person, in one short line."""
    return " ".join((person or "").split())[:CALLED_CHARACTERS] or CALLED[language]


def lore_of(
    sheet: Sheet, moment: Moment, language: Language, *, person: str | None, seed: str
) -> str:
    """Return the block of a prompt with what a lorebook tells of a moment; empty without a hit.

    Args:
        sheet: what was made of the card.
        moment: where the talk stands.
        language: of the frame.
        person: the name of whom the persona talks with.
        seed: decides macros of chance.
    """
    book = book_of(sheet)
    before = _found_before(book, moment) if _looks_back(book) else ()
    found = find_lore(book, replace(moment, found_before=before))
    chance = Random(seed)  # noqa: S311 - no secret
    cast = Cast(char=sheet.name, user=called(person, language), chance=chance, seed=sheet.name)
    told = lore_part(found, tokens=book.tokens, cast=cast).text
    return render("persona_lore", language, lore=told) if told else ""


@lru_cache(maxsize=BOOKS)
def book_of(sheet: Sheet) -> Lorebook:
    """Return the lorebook of a sheet, read; an empty one when it has none."""
    return lorebook_in(sheet.book or {})


def _looks_back(book: Lorebook) -> bool:
    flags = {"dont_activate_after_match", "keep_activate_after_match"}
    return any(flags & set(entry.decorators.flags) for entry in book.entries)


def _found_before(book: Lorebook, moment: Moment) -> tuple[int, ...]:
    """Return the entries that what was said before this message had found."""
    earlier = Moment(messages=moment.messages[:-1], replies=moment.replies)
    return tuple(entry.number for entry in find_lore(book, earlier))
