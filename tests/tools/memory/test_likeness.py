import pytest

from tools.memory.likeness import agree, negated, numbers, overlap, words


def test_words_are_found_in_both_languages_and_mixed() -> None:
    assert words("I love Hot-pot, 我爱火锅!") == {"i", "love", "hot", "pot", "我爱", "爱火", "火锅"}


def test_width_and_case_make_no_difference() -> None:
    assert words("\uff21LEX lives here") == words("alex LIVES here")


def test_a_single_character_is_a_word() -> None:
    assert words("狗") == {"狗"}


def test_equal_texts_overlap_wholly_and_empty_ones_not_at_all() -> None:
    assert overlap(words("a cat"), words("A cat!")) == 1
    assert overlap(words("..."), words("!")) == 0


@pytest.mark.parametrize(
    "text",
    [
        "I don’t eat meat",
        "I don't eat meat",
        "never again",
        "我不吃肉",
        "他没来",
        "stopped smoking",
    ],
)
def test_a_denial_is_seen(text: str) -> None:
    assert negated(text)


@pytest.mark.parametrize(
    "text", ["I eat meat", "感觉不错", "别人说的", "未来的计划", "nothing I don't like"]
)
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    assert not negated(text)


def test_numbers_are_compared_as_written() -> None:
    assert numbers("at 10:30 with 2 cats") == {"10:30", "2"}
    assert not agree("has 2 cats", "has 3 cats")
    assert not agree("养了三只猫", "养了两只猫")
    assert not agree("has two cats", "has three cats")
