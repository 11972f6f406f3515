from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records.person import ReplyMode
from tools.length.budget import CEILING, KNEE, MessageSort, budget_for, followed
from tools.prompts.render import Language

sorts = st.sampled_from(get_args(MessageSort))
modes = st.sampled_from(get_args(ReplyMode))
languages = st.sampled_from(get_args(Language))
sizes = st.integers(0, 3_000)


@settings(max_examples=60)
@given(sizes, sizes, sorts, modes, languages)
def test_a_longer_message_never_gets_a_shorter_answer(
    one: int, other: int, sort: MessageSort, mode: ReplyMode, language: Language
) -> None:
    short, long = (
        budget_for(size, sort=sort, mode=mode, language=language) for size in sorted((one, other))
    )
    assert (short.least, short.most, short.soft or 0) <= (long.least, long.most, long.soft or 0)


@settings(max_examples=40)
@given(sizes, sorts, languages)
def test_a_concise_companion_never_says_more_than_an_expansive_one(
    size: int, sort: MessageSort, language: Language
) -> None:
    limits = [
        budget_for(size, sort=sort, mode=mode, language=language).most
        for mode in ("concise", "natural", "expansive")
    ]
    assert limits == sorted(limits)


@settings(max_examples=40)
@given(sizes, sorts, modes, languages)
def test_a_range_is_one_and_the_limit_lies_within_reach(
    size: int, sort: MessageSort, mode: ReplyMode, language: Language
) -> None:
    budget = budget_for(size, sort=sort, mode=mode, language=language)
    assert 1 <= budget.least <= budget.most <= CEILING[language] * 4
    assert budget.soft is None or budget.least <= budget.soft <= budget.most


@settings(max_examples=40)
@given(sizes, modes, languages)
def test_somebody_in_distress_has_more_room_than_any_talk_gives(
    size: int, mode: ReplyMode, language: Language
) -> None:
    needed = budget_for(size, sort="distress", mode=mode, language=language).soft
    usual = budget_for(size, sort="statement", mode="natural", language=language).soft
    assert needed is not None
    assert usual is not None
    assert needed >= max(60, usual)


@given(sizes, languages)
def test_a_message_is_followed_wholly_at_first_and_never_without_end(
    size: int, language: Language
) -> None:
    far = followed(size, language)
    assert far <= min(size, CEILING[language])
    assert size > KNEE[language] or far == size


@pytest.mark.parametrize("language", get_args(Language))
def test_a_letter_gets_more_than_a_statement_of_its_length(language: Language) -> None:
    size = KNEE[language]
    letter = budget_for(size, sort="letter", mode="natural", language=language).soft
    statement = budget_for(size, sort="statement", mode="natural", language=language).soft
    assert letter is not None
    assert statement is not None
    assert letter > statement
