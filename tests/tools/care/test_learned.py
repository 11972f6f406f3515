"""Danger in words that no rule has."""

import pytest

from tools.care.closer_look import needs_closer_look
from tools.care.crisis import CrisisLevel, read_crisis, rules
from tools.care.learned import learned_reading
from tools.text.words import words_of

SAID = [
    "breathing has become a chore I want to be rid of",
    "我已经不想再当这个活人了",
]
DOUBTED = [
    "I wish the surgeons had let me slip away on that table",
    "I daydream about my car going into the river with me inside",
    "真希望手术台上就没醒过来，活着太遭罪",
]
HINTED = [
    "they will cry for a week and then everyone can finally breathe without me",
    "after sunday nobody has to carry me any longer",
    "过完这个月，就再也不用麻烦任何人了",
    "别给我留明年的位置，到时候没有我了",
]
WAYS = ["which tablets would make my heart give out", "喝什么能一觉走掉不难受"]
HARMLESS = [
    "I gave my sister my old piano because we moved",
    "the dentist was a nightmare but I survived",
    "my cat stays with the neighbour while I'm on holiday",
    "this queue is slowly killing me lol",
    "钢琴送给妹妹了，新家放不下",
    "出差这周猫托付给邻居了",
    "排队排得我怀疑人生哈哈",
    "分手以后天天哭，好想他",
    "I don't need the pill reminder any more",
    "the one about the pills",
    "我说的话会有人看到吗",
]


@pytest.mark.parametrize("text", [*SAID, *HINTED])
def test_danger_is_heard_in_words_that_no_rule_has(text: str) -> None:
    names = [match.rule.name for match in rules().matches(words_of(text))]
    assert all(name.startswith("distress") for name in names)
    assert read_crisis(text).level >= CrisisLevel.IDEATION


@pytest.mark.parametrize("text", DOUBTED)
def test_where_words_only_raise_a_doubt_a_model_looks_closer(text: str) -> None:
    assert needs_closer_look([text])


@pytest.mark.parametrize("text", WAYS)
def test_who_asks_for_a_way_is_taken_to_intend_it(text: str) -> None:
    assert read_crisis(text).level == CrisisLevel.INTENT


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_words_about_something_else_are_no_danger(text: str) -> None:
    assert read_crisis(text).level < CrisisLevel.IDEATION


@pytest.mark.parametrize("text", HINTED)
def test_what_is_only_hinted_at_is_told_from_what_is_said(text: str) -> None:
    assert read_crisis(text).is_hint


def test_what_a_rule_sees_is_never_a_hint() -> None:
    assert not read_crisis("I want to kill myself").is_hint


def test_one_sentence_of_danger_is_heard_in_a_long_message() -> None:
    day = "We had soup for lunch. The bus was late. My sister called about the car. "
    assert read_crisis(day + HINTED[1] + ". " + day).level >= CrisisLevel.IDEATION


def test_a_few_words_are_left_to_the_rules() -> None:
    assert not any(rules().matches(words_of("the end now")))
    assert learned_reading("the end now").level == CrisisLevel.NONE
