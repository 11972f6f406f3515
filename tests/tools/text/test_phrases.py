"""Phrases of word groups."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.text.phrases import Listener, PhraseBook
from tools.text.words import words_of

BOOK = PhraseBook(
    {
        "groups": {
            "me": ["i", "i am"],
            "want": ["want to", "wish to"],
            "leave": ["leave", "go away", "离开"],
            "home": ["home"],
            "joke": ["just kidding", "haha"],
            "she": ["she"],
        },
        "rules": [
            {"name": "leaving", "says": ["me 2 want 1 leave"], "unless_inside": "she"},
            {"name": "homesick", "says": ["=miss 1 home"], "unless_before": "she 2"},
            {"name": "word", "says": ["leave"], "unless_after": "joke 3"},
        ],
    }
)


WORDS = ["i", "am", "want", "to", "wish", "leave", "go", "away", "she", "x", "haha"]


def names(text: str) -> set[str]:
    return {match.rule.name for match in BOOK.matches(words_of(text))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I want to leave", {"leaving", "word"}),
        ("I really do want to just go away", {"leaving", "word"}),
        ("I really truly do want to leave", {"word"}),
        ("I know she wants; I think she want to leave", {"word"}),
        ("she and I want to leave", {"leaving", "word"}),
        ("I am I wish to 离开", {"leaving", "word"}),
        ("I miss my home", {"homesick"}),
        ("she will miss home", set()),
        ("leave, haha", set()),
        ("leave me be now, haha", {"word"}),
        ("", set()),
    ],
)
def test_a_phrase_is_found_with_its_gaps_and_vetoes(text: str, found: set[str]) -> None:
    assert names(text) == found


def test_a_match_says_where_it_is() -> None:
    found = BOOK.matches(words_of("oh I do want to go away now"))
    assert {(m.rule.name, m.start, m.end) for m in found} == {("leaving", 1, 7), ("word", 5, 7)}


def test_a_listener_knows_what_may_still_become_a_match() -> None:
    listener = Listener(BOOK)
    since = []
    for word in words_of("so I do want to eat and eat now"):
        listener.hear(word)
        since.append(listener.open_since)
    assert since == [None, 1, 1, 1, 1, 1, None, None, None]


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(ValueError, match="no group is called nobody"):
        PhraseBook({"groups": {}, "rules": [{"name": "x", "says": ["nobody"]}]})


@given(st.lists(st.sampled_from(WORDS)))
def test_every_match_was_open_from_its_start(words: list[str]) -> None:
    listener = Listener(BOOK)
    since: list[int | None] = []
    for index, word in enumerate(words):
        for match in listener.hear(word):
            for earlier in range(match.start, index):
                held = since[earlier]
                assert held is not None
                assert held <= match.start
        since.append(listener.open_since)


@pytest.mark.parametrize("text", ["i want to " * 10_000, "i am " * 20_000, "go " * 30_000])
def test_many_words_take_linear_time(text: str) -> None:
    begin = time.process_time()
    names(text)
    assert time.process_time() - begin < 5
