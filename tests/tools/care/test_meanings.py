"""What words mean, as far as danger is said with them."""

import pytest

from tools.care.meanings import meaning_pieces, senses
from tools.text.senses import Sense
from tools.text.words import words_of


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I'm tired of being alive", ["en.self", "en.wish_not", "en.live"]),
        ("我把猫送人了", ["zh.self", "zh.thing", "zh.give_away"]),
        ("the soup was warm", []),
    ],
)
def test_the_senses_of_a_sentence_come_in_their_order(text: str, meant: list[str]) -> None:
    found = [sense.name for sense in senses(words_of(text))]
    assert [name for name in found if name in meant][: len(meant)] == meant
    assert bool(found) == bool(meant)


def test_of_one_sense_the_longest_words_count() -> None:
    words = words_of("take my own life")
    assert Sense("en.end_self", 0, 4) in senses(words)
    assert Sense("en.end_self", 0, 3) not in senses(words)


def test_other_words_of_the_same_meaning_share_pieces() -> None:
    one, other = (
        set(meaning_pieces(words_of(text))) for text in ("sick of living", "done with life")
    )
    far = set(meaning_pieces(words_of("sick of pizza")))
    assert one & other > one & far


def test_many_words_give_no_more_pieces_than_a_few_for_each() -> None:
    words = words_of("I want to die " * 500)
    assert len(meaning_pieces(words)) <= len(meaning_pieces(words_of("I want to die " * 5)))
