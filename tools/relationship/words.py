"""What a person is shown of a relationship: a few words, never a number."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from storage.records.relationship import Relationship, RelationshipChange, Stage
from tools.prompts.render import Language

UNTOLD = frozenset({"refused"})
"""Changes that are nobody's to see: a step not taken is no step, and no reason to try harder."""


def stage_words(stage: Stage, language: Language) -> str:
    """Return what a stage is called."""
    return _words(language)["stages"][stage]


def relationship_line(relationship: Relationship, stage: Stage, language: Language) -> str:
    """Return how things stand at a stage, in a sentence or two."""
    lines = _words(language)["lines"]
    if relationship.held_at is None:
        return lines[stage]
    space = " " if language == "en" else ""
    return f"{lines[stage]}{space}{lines['held']}"


def change_words(change: RelationshipChange, language: Language) -> str | None:
    """Return what happened, in a sentence; None for what is not told."""
    return None if change.kind in UNTOLD else _words(language)["changes"][change.kind]


def language_of_person(tag: str | None) -> Language:
    """Return the language of the two that a person reads, by their language tag."""
    return "zh" if tag is not None and tag.lower().startswith("zh") else "en"


@cache
def _words(language: Language) -> Mapping[str, Mapping[str, str]]:
    text = files("tools.relationship").joinpath(f"words_{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
