"""Everything full at once, and what goes then."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.cast import cast
from storage.records import ProfileLine, ProfileSection, RecentMemories
from storage.records.relationship import STAGES
from tests.tools.memory.records import hit, memory, message
from tests.tools.prompts.life import CARD
from tests.tools.prompts.situations import NOW, SITUATIONS, scene_of
from tools.care.crisis import CareTopic
from tools.memory.rank import Ranked
from tools.models.tokens import estimate_prompt, estimate_tokens
from tools.persona.card import card_of
from tools.persona.introduce import CARD_TOKENS
from tools.persona.role import Role, role_in, role_of
from tools.persona.sheet import sheet_of
from tools.prompts.assemble import Prompt, assemble, rules, stable_part
from tools.prompts.fit import BUDGETS, PROMPT_TOKENS, Section, fitting, sentences, shortened
from tools.prompts.render import LANGUAGES, Language, render
from tools.prompts.scene import Scene

SENTENCE = {
    "en": "They walked along the canal for a while and spoke of nothing in particular. ",
    "zh": "他们沿着河边走了一会儿，说的都是些没什么要紧的话。",
}

LONG = {language: 100_000 // len(text.encode()) for language, text in SENTENCE.items()}
"""So many sentences are 100 kB."""


@cache
def longest_card(language: Language) -> Role:
    """A stranger's card that fills every field, as close as two can be."""
    fields = dict.fromkeys(CARD_TOKENS, SENTENCE[language] * 60)
    card = card_of({**CARD, "data": {"name": "Pilar", **fields}})
    sheet = sheet_of(card)
    parts = [role_in(sheet, language, stage=one, person="R" * 24) for one in STAGES]
    return max(parts, key=lambda role: estimate_tokens(role.part))


def full(language: Language, *, name: str = "Robin", text: str | None = None) -> Scene:
    """A scene in which nothing more has room."""
    sentence = SENTENCE[language]
    scene = scene_of(SITUATIONS[f"ordinary-{language}"])
    found = [hit(memory(f"{number}: {sentence * 8}")) for number in range(200)]
    profile = [
        ProfileLine(section=get_args(ProfileSection)[number % 6], text=f"{number} {sentence * 3}")
        for number in range(40)
    ]
    notes = [f"care_{one}" for one in ("mode", "distress", *get_args(CareTopic))]
    return replace(
        scene,
        person=replace(scene.person, name=name),
        text=sentence * LONG[language] if text is None else text,
        role=replace(longest_card(language), lore=sentence * 400),
        manner=sentence * 20,
        ranked=[Ranked(found=one, score=1.0, parts={}) for one in found],
        recall=replace(
            scene.recall,
            profile=tuple(profile),
            recent=RecentMemories(key_learnings=sentence * 90, current_state=sentence * 90),
            window=tuple(message(sentence * 100, position=place) for place in range(1, 11)),
        ),
        hardened=True,
        notes=[render(one, language) for one in notes],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_prompt_with_everything_full_stays_within_its_limit_and_tells_what_went(
    language: Language,
) -> None:
    prompt = assemble(full(language))
    assert estimate_prompt(prompt.messages) <= PROMPT_TOKENS
    gone = {one.section for one in prompt.left_out}
    assert gone == {"facts", "recent", "lore", "memories", "window", "message"}
    assert all(one.pieces > 0 and one.tokens > 0 for one in prompt.left_out)
    system = str(prompt.messages[0].content)
    assert rules(language) in system
    assert render("turn_reminder", language) in system
    assert longest_card(language).part in system


def test_the_limit_is_the_sum_of_what_it_is_said_to_be() -> None:
    fixed = max(
        sum(
            estimate_tokens(render(name, language))
            for name in ("turn_rules", "turn_reminder", "turn_first_talk", "care_mode")
        )
        for language in LANGUAGES
    )
    assert fixed <= 2_000
    assert sum(BUDGETS.values()) + 2_000 <= PROMPT_TOKENS


def test_whoever_speaks_fits_the_room_of_a_personality() -> None:
    parts = [longest_card(language).part for language in LANGUAGES] + [
        role_of(persona, language, stage=stage).part
        for persona in cast().values()
        for language in LANGUAGES
        for stage in STAGES
    ]
    assert max(map(estimate_tokens, parts)) <= 1_600


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stable_part_stays_until_who_they_are_or_what_is_known_changes(
    language: Language,
) -> None:
    scene = full(language)
    first = stable_part(scene)
    later = replace(
        scene, text="?", now=NOW + timedelta(days=1), ranked=(), hardened=False, notes=(), length=""
    )
    assert stable_part(later) == first
    assert str(assemble(later).messages[0].content).startswith(first)
    known = replace(scene.recall, profile=scene.recall.profile[:3])
    closer = replace(scene, role=replace(longest_card(language), part="Somebody else."))
    assert len({first, stable_part(replace(scene, recall=known)), stable_part(closer)}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_that_is_too_long_is_told_from_both_ends_and_says_so(language: Language) -> None:
    numbered = [f"{number}{SENTENCE[language]}" for number in range(2_000)]
    prompt = assemble(full(language, text="".join(numbered)))
    said = str(prompt.messages[-1].content)
    first, mark, last = said.split("\n")
    assert first.startswith(numbered[0].strip())
    assert last.endswith(numbered[-1].strip())
    assert mark[0] in "(（"
    assert estimate_tokens(said) <= BUDGETS["message"]
    whole = {one.strip() for one in numbered}
    assert {one.strip() for one in sentences(f"{first}\n{last}") if one.strip()} <= whole


def test_the_longest_message_of_the_wire_is_told_whole() -> None:
    text = (SENTENCE["zh"] * 400)[:8_000]
    assert _section(assemble(full("zh", text=text)), "message") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.integers(2, 80))
def test_what_is_shortened_fits_and_nothing_is_lost_unsaid(text: str, room: int) -> None:
    kept, gone = shortened(text, room, len)
    assert len(kept) <= room
    assert (kept == text) == (gone == [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60)), st.integers(0, 100))
def test_lines_are_kept_whole_and_in_order(lines: list[str], room: int) -> None:
    kept, gone = fitting(lines, room)
    assert sorted(kept + gone) == sorted(lines)
    assert [one for one in lines if one in kept] == [one for one in lines if one in set(kept)]
    assert sum(map(estimate_tokens, kept)) <= room


def _section(prompt: Prompt, section: Section) -> list[int]:
    return [one.pieces for one in prompt.left_out if one.section == section]
