import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.persona.decorators import split_decorators


def test_known_decorators_are_read_and_taken_off() -> None:
    found, text = split_decorators(
        "@@depth 3\n@@role assistant\n@@additional_keys sea, salt\n@@activate\nThe tide turns."
    )
    assert text == "The tide turns."
    assert found.numbers == {"depth": 3}
    assert found.words == {"role": "assistant"}
    assert found.lists == {"additional_keys": ("sea", "salt")}
    assert found.flags == {"activate"}


def test_a_fallback_counts_only_when_what_it_stands_in_for_is_unknown() -> None:
    unknown, _ = split_decorators("@@of_the_future 1\n@@@position scenario\n@@@depth 9\nx")
    assert (unknown.words, unknown.numbers) == ({"position": "scenario"}, {})
    known, _ = split_decorators("@@depth 2\n@@@depth 9\nx")
    assert known.numbers == {"depth": 2}


@pytest.mark.parametrize("line", ["@@depth many", "@@role king", "@@depth -1", "@@", "@@nothing"])
def test_what_is_unknown_or_wrong_is_ignored_and_still_taken_off(line: str) -> None:
    found, text = split_decorators(f"{line}\nText")
    assert (found.numbers, found.flags, found.lists, found.words) == ({}, frozenset(), {}, {})
    assert text == "Text"


def test_only_the_head_is_looked_at() -> None:
    assert split_decorators("Text\n@@depth 3")[1] == "Text\n@@depth 3"


@given(st.text("@ab \n0", max_size=60))
def test_no_text_breaks_it(content: str) -> None:
    text = split_decorators(content)[1]
    assert text in content
    assert content.startswith("@@") or text == content.strip()


def test_a_million_decorators_take_no_time() -> None:
    begin = time.perf_counter()
    split_decorators("@@depth 3\n" * 200_000)
    assert time.perf_counter() - begin < 10
