"""What is judged by itself."""

import pytest

from tools.care.clauses import PARTS_READ, WORDS_AT_ONCE, clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("...", []),
        ("good night", [["good", "night"]]),
        ("Hi. Good night!", [["hi", "good", "night"], ["hi"], ["good", "night"]]),
        ("好。晚安", [["好", "晚", "安"], ["好"], ["晚", "安"]]),
        ("dead 😂", [["dead", "lol"]]),
    ],
)
def test_a_message_is_all_of_it_and_its_sentences(text: str, parts: list[list[str]]) -> None:
    assert clauses(text) == parts


def test_a_long_sentence_is_read_in_parts_that_overlap() -> None:
    words = [f"w{number}" for number in range(100)]
    parts = clauses(" ".join(words))
    assert all(len(part) <= WORDS_AT_ONCE for part in parts)
    assert {word for part in parts for word in part} == set(words)


def test_of_a_letter_without_end_the_ends_are_read() -> None:
    parts = clauses("so it goes. " * 5000 + "the end")
    assert len(parts) == PARTS_READ
    assert parts[-1] == ["the", "end"]
