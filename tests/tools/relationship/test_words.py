import re
from typing import get_args

import pytest

from storage.records.relationship import STAGES, RelationshipChange, RelationshipChangeKind
from tests.tools.relationship.records import NOON, make_relationship
from tools.prompts.render import Language
from tools.relationship.words import (
    change_words,
    language_of_person,
    relationship_line,
    stage_words,
)


def test_the_four_stages_are_called_what_people_call_them() -> None:
    assert [stage_words(stage, "zh") for stage in STAGES] == ["刚认识", "好朋友", "暧昧", "情侣"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nobody_is_shown_a_number(language: Language) -> None:
    shown = [
        relationship_line(make_relationship(score=73.21, held_at=held), stage, language)
        for stage in STAGES
        for held in (None, NOON)
    ]
    shown += [stage_words(stage, language) for stage in STAGES]
    assert all(line and not re.search(r"\d", line) for line in shown)
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_change_is_told_in_words_but_a_refusal_is_not(language: Language) -> None:
    for kind in get_args(RelationshipChangeKind):
        change = RelationshipChange(
            kind=kind,
            from_stage="just_met",
            to_stage="good_friends",
            made_by="judge",
            reason="earned",
            made_at=NOON,
        )
        assert bool(change_words(change, language)) == (kind != "refused")


def test_a_person_reads_their_own_language() -> None:
    assert [language_of_person(tag) for tag in ("zh-CN", "ZH", "en-GB", None)] == [
        "zh", "zh", "en", "en"
    ]  # fmt: skip
