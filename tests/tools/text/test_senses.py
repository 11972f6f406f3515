from hypothesis import given
from hypothesis import strategies as st

from tools.text.senses import Sense, SenseBook, in_order

BOOK = SenseBook([("pet", "cat"), ("pet", "black cat"), ("give", "give away"), ("none", "")])

SENSES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=20).map(
    lambda found: sorted(Sense("any", start, start + length) for start, length in found)
)


def test_of_one_sense_the_longest_words_count() -> None:
    assert BOOK.find(["i", "give", "away", "the", "black", "cat"]) == [
        Sense("give", 1, 3),
        Sense("pet", 4, 6),
        Sense("pet", 5, 6),
    ]


def test_an_expression_without_words_means_nothing() -> None:
    assert BOOK.find(["anything"]) == []


@given(SENSES, st.integers(0, 12), st.integers(1, 5))
def test_a_sense_comes_with_few_that_begin_after_it_and_are_near(
    found: list[Sense], farthest: int, most: int
) -> None:
    pairs = list(in_order(found, farthest=farthest, most=most))
    assert all(one.end <= other.start <= one.end + farthest for one, other in pairs)
    assert len(pairs) <= most * len(found)
