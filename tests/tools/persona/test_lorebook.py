import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.persona import samples
from tools.models.tokens import estimate_tokens
from tools.persona.card import card_of
from tools.persona.lorebook import LORE_TOKENS, Lorebook, Moment, find_lore, lorebook_of


def make_entry(*keys: str, content: str = "", **changes: Any) -> dict[str, Any]:
    told = content or f"About {keys[0] if keys else 'nothing'}."
    basics = {"enabled": True, "insertion_order": 0, "extensions": {}, "use_regex": False}
    return {"keys": list(keys), "content": told, **basics, **changes}


def make_book(*entries: dict[str, Any], **changes: Any) -> Lorebook:
    book = {"entries": list(entries), "extensions": {}, **changes}
    return lorebook_of(card_of({**samples.V3, "data": {"name": "A", "character_book": book}}))


def told(book: Lorebook, *messages: str, **changes: Any) -> list[str]:
    return [entry.text for entry in find_lore(book, Moment(messages=messages, **changes))]


def test_an_entry_is_told_when_a_key_is_spoken_of() -> None:
    book = make_book(make_entry("lamp", "灯"), make_entry("salt"))
    assert told(book, "The LAMP is out.") == ["About lamp."]
    assert told(book, "那盏灯还亮着") == ["About lamp."]
    assert told(book, "Good morning") == []


def test_capitals_count_when_the_entry_says_so() -> None:
    book = make_book(make_entry("Hope", case_sensitive=True))
    assert told(book, "I hope so") == []
    assert told(book, "Hope barked") == ["About Hope."]


def test_a_selective_entry_needs_a_second_key() -> None:
    book = make_book(make_entry("lamp", selective=True, secondary_keys=["oil"]))
    assert told(book, "The lamp") == []
    assert told(book, "The lamp needs oil") == ["About lamp."]
    loose = make_book(make_entry("lamp", selective=False, secondary_keys=["oil"]))
    assert told(loose, "The lamp") == ["About lamp."]


def test_a_constant_entry_is_always_told_and_a_disabled_one_never() -> None:
    book = make_book(
        make_entry("x", content="Always.", constant=True),
        make_entry("hello", enabled=False),
        make_entry("hello", content="@@dont_activate\nNever."),
        make_entry("zzz", content="@@activate\nForced."),
    )
    assert told(book, "hello") == ["Always.", "Forced."]


def test_only_the_last_messages_are_read() -> None:
    book = make_book(make_entry("lamp"), scan_depth=2)
    assert told(book, "lamp", "a", "b") == []
    assert told(book, "lamp", "a") == ["About lamp."]
    deeper = make_book(make_entry("lamp", content="@@scan_depth 5\nDeep."), scan_depth=1)
    assert told(deeper, "lamp", "a", "b") == ["Deep."]
    assert told(make_book(make_entry("lamp"), scan_depth=0), "lamp") == []


def test_more_keys_may_be_asked_for_or_forbidden() -> None:
    book = make_book(make_entry("lamp", content="@@additional_keys oil\n@@exclude_keys dark\nLit."))
    assert told(book, "lamp") == []
    assert told(book, "lamp and oil") == ["Lit."]
    assert told(book, "lamp and oil in the dark") == []


def test_an_entry_may_wait_and_may_come_only_now_and_then() -> None:
    late = make_book(make_entry("a", content="@@activate_only_after 3\nLate."))
    assert told(late, "a", replies=2) == []
    assert told(late, "a", replies=3) == ["Late."]
    rare = make_book(make_entry("a", content="@@activate_only_every 2\nRare."))
    assert [bool(told(rare, "a", replies=number)) for number in (1, 2, 3, 4)] == [
        False,
        True,
        False,
        True,
    ]


def test_what_was_found_before_may_stay_or_never_come_again() -> None:
    stays = make_book(make_entry("a", content="@@keep_activate_after_match\nStays."))
    assert told(stays, "other") == []
    assert told(stays, "other", found_before={0}) == ["Stays."]
    once = make_book(make_entry("a", content="@@dont_activate_after_match\nOnce."))
    assert told(once, "a") == ["Once."]
    assert told(once, "a", found_before={0}) == []


def test_an_entry_may_belong_to_one_greeting() -> None:
    book = make_book(make_entry("a", content="@@is_greeting 1\nSecond."))
    assert told(book, "a", greeting=1) == ["Second."]
    assert told(book, "a", greeting=0) == []
    assert told(book, "a") == []


def test_patterns_are_followed_and_wrong_ones_match_nothing() -> None:
    book = make_book(
        make_entry("/tide(s|al)?$/i", use_regex=True),
        make_entry("(((", use_regex=True),
        make_entry(r"(t)\1", use_regex=True),
    )
    assert told(book, "High TIDES") == ["About /tide(s|al)?$/i."]


def test_what_an_entry_tells_brings_up_others_when_the_book_wants_that() -> None:
    entries = (make_entry("lamp", content="The lamp burns oil."), make_entry("oil"))
    assert told(make_book(*entries), "lamp") == ["The lamp burns oil."]
    assert len(told(make_book(*entries, recursive_scanning=True), "lamp")) == 2


def test_entries_come_in_their_order() -> None:
    book = make_book(
        make_entry("a", content="Last.", insertion_order=5),
        make_entry("a", content="First.", insertion_order=-1.5),
    )
    assert told(book, "a") == ["First.", "Last."]


def test_what_does_not_fit_goes_by_priority() -> None:
    long = "word " * 60
    book = make_book(
        make_entry("a", content=f"{long}low", priority=1),
        make_entry("a", content=f"{long}high", priority=9),
        make_entry("a", content=f"@@ignore_on_max_context\n{long}first to go", priority=99),
        token_budget=100,
    )
    [kept] = told(book, "a")
    assert kept.endswith("high")


@given(st.lists(st.integers(1, 800), max_size=12), st.integers(-5, 100_000))
def test_entries_never_take_more_than_their_room(sizes: list[int], tokens: int) -> None:
    book = make_book(
        *(make_entry("a", content="word " * size) for size in sizes), token_budget=tokens
    )
    found = find_lore(book, Moment(messages=["a"]))
    assert sum(estimate_tokens(entry.text) for entry in found) <= min(LORE_TOKENS, max(0, tokens))


@pytest.mark.parametrize("key", ["(a+)+b", "(.*)*!", "(a|aa)+$", "(){1000}{1000}{1000}"])
def test_a_book_full_of_runaway_patterns_takes_little_time(key: str) -> None:
    book = make_book(*(make_entry(key, f"{key}{n}", use_regex=True) for n in range(300)))
    begin = time.perf_counter()
    told(book, *(["a" * 50_000 + "!"] * 20))
    assert time.perf_counter() - begin < 10


def test_a_book_of_a_hundred_thousand_keys_takes_little_time() -> None:
    keys = [f"key number {number}" for number in range(50)]
    book = make_book(*(make_entry(*keys) for _ in range(3_000)), recursive_scanning=True)
    begin = time.perf_counter()
    told(book, *(["x" * 50_000] * 20))
    assert time.perf_counter() - begin < 10


def test_a_card_without_a_book_has_nothing_to_tell() -> None:
    assert find_lore(lorebook_of(card_of(samples.V1)), Moment(messages=["lamp"])) == ()


def test_the_book_of_an_older_card_is_read_too() -> None:
    book = lorebook_of(card_of(samples.V2_WITH_BOOK))
    assert told(book, "the light burns") == ["The lamp burns whale-free oil."]
