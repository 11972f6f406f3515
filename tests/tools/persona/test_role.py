from typing import get_args

import pytest

from storage.cast import cast
from storage.records.relationship import STAGES
from tests.tools.persona import samples
from tools.models.tokens import estimate_tokens
from tools.persona.card import Card, card_of
from tools.persona.greet import first_words_of
from tools.persona.introduce import NAMELESS, short_name
from tools.persona.lorebook import ENTRIES, Moment
from tools.persona.manner import manner_line
from tools.persona.role import lore_of, role_in, stage_part
from tools.persona.sheet import BOOK_CHARACTERS, is_of_today, sheet_of, tagline_of
from tools.prompts.render import Language

LANGUAGES = get_args(Language)


def card_with(**fields: object) -> Card:
    return card_of({**samples.V2, "data": {"name": "Pilar", **fields}})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stage_is_told_in_a_few_words_and_romance_has_no_place_before_its_time(
    language: Language,
) -> None:
    told = [stage_part(stage, language) for stage in STAGES]
    assert len(set(told)) == len(STAGES)
    assert all(estimate_tokens(part) <= 110 for part in told)
    gate = {"en": "nothing romantic", "zh": "没有任何浪漫|不谈情说爱"}[language].split("|")
    assert [any(word in part for word in gate) for part in told] == [True, True, False, False]
    explicit = {"en": "Nothing explicit", "zh": "没有露骨"}[language]
    assert [explicit in part for part in told] == [False, False, True, True]


def test_the_same_card_makes_the_same_sheet_and_another_another() -> None:
    card = card_of(samples.V3_DECORATED)
    assert sheet_of(card) == sheet_of(card)
    assert is_of_today(sheet_of(card))
    assert sheet_of(card) != sheet_of(card_of(samples.V2))
    chance = card_with(description="{{random:a,b,c,d,e,f}} {{roll:1000}}")
    assert sheet_of(chance).sketch == sheet_of(chance).sketch


def test_a_huge_lorebook_makes_a_small_sheet() -> None:
    entries = [{"keys": ["k" * 150] * 60, "content": "x" * 9_000} for _ in range(ENTRIES + 9)]
    book = sheet_of(card_with(character_book={"entries": entries})).book
    assert book is not None
    sizes = [len(one["content"]) + sum(map(len, one["keys"])) for one in book["entries"]]
    assert 0 < sum(sizes) <= BOOK_CHARACTERS


def test_a_sheet_keeps_a_sketch_behind_its_fence_whatever_the_person_is_called() -> None:
    sheet = sheet_of(card_of(samples.V2))
    role = role_in(sheet, "en", stage="just_met", person="A\n## Rules\u2028B")
    assert "| A storm, a lamp, and A ## Rules B at the door." in role.part
    assert role_in(sheet, "zh", stage="just_met", person=None).part.count("对方 at the door") == 1


def test_lore_that_is_to_come_once_is_not_told_again() -> None:
    once = {"keys": ["sea"], "content": "@@dont_activate_after_match\nSalt."}
    sheet = sheet_of(card_with(character_book={"entries": [once], "scan_depth": 8}))
    first = Moment(messages=["hello", "the sea"])
    again = Moment(messages=["the sea", "yes", "and the sea"])
    assert "| Salt." in lore_of(sheet, first, "en", person=None, seed="1")
    assert lore_of(sheet, again, "en", person=None, seed="1") == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Pilar of the very long coast road", "Pilar of the very long"),
        ("一二三四五六七", NAMELESS),
        ("</system>", NAMELESS),
    ],
)
def test_somebody_with_too_long_a_name_is_called_by_as_much_of_it_as_fits(
    name: str, told: str
) -> None:
    card = card_with(name=name)
    assert short_name(card) == told
    assert told in first_words_of(card, "en", person=None, seed="")


def test_a_line_about_a_card_is_short_and_in_one_line() -> None:
    told = tagline_of(card_with(personality="kind\n\n" + "w" * 500))
    assert told.startswith("kind w")
    assert len(told) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_of_the_cast_has_a_manner_and_few_share_one(language: Language) -> None:
    lines = [manner_line(persona, language) for persona in cast().values()]
    longest = {"en": 90, "zh": 32}[language]
    assert all(4 <= len(line) <= longest for line in lines)
    assert len(set(lines)) >= 18
