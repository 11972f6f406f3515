import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.persona.pattern import Allowance, BadPattern, Pattern, pattern_of

ENOUGH = 10_000_000

ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", r"\w", r"\s", r"\b", "^", "$"])


def patterns() -> st.SearchStrategy[str]:
    """Patterns that both engines know."""
    return st.recursive(
        ATOMS,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
            st.tuples(inner, st.sampled_from(["*", "+", "?", "{0,2}", "{2}", "{1,}", "*?"])).map(
                lambda part: f"(?:{part[0]}){part[1]}"
            ),
        ),
        max_leaves=6,
    )


def found(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    return Pattern(pattern, ignore_case=ignore_case).found_in(text, Allowance(ENOUGH))


@given(patterns(), st.text("abc1 ", max_size=12))
@settings(max_examples=400)
def test_it_finds_what_pythons_own_engine_finds(pattern: str, text: str) -> None:
    # "$" of Python also stands before a last line end, which these texts do not have
    assert found(pattern, text) == (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("/dragon(s|'s)?/i", "Two DRAGONS"),
        (r"\btea\b", "more tea, please"),
        ("灯塔|海", "那座灯塔"),
        (r"\u706f", "灯"),
        ("[a-c]{3,}x?", "abcab"),
        ("(?<who>mum|dad)", "my mum"),
        ("a.b", "a-b"),
        ("/a.b/s", "a\nb"),
        ("[-+*]", "1+1"),
        (r"[\w-]+@", "a-b@c"),
    ],
)
def test_what_lorebooks_write_is_understood(pattern: str, text: str) -> None:
    assert found(pattern, text)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "(a|aa)+$", "(x+x+)+y"])
def test_no_pattern_runs_away(pattern: str) -> None:
    begin = time.perf_counter()
    found(pattern, "a" * 5_000 + "!")
    found(pattern, "x" * 5_000)
    assert time.perf_counter() - begin < 10


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "a)", "[a", "*", "a**+", r"(a)\1", "(?=a)", "(?<!a)b", "(?P=x)", "a{5,2}"),
        *("\\", "a{9999}", "((a{100}){100}){100}", "(){1000}{1000}{1000}", "a" * 501, r"\p{L}"),
        *("[z-a]", r"\u12", "(" * 400),
    ],
)
def test_what_is_wrong_or_needs_going_back_is_refused_and_matches_nothing(pattern: str) -> None:
    with pytest.raises(BadPattern):
        Pattern(pattern)
    assert pattern_of(pattern) is None


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    pattern = pattern_of(text)
    if pattern is not None:
        pattern.found_in("some words, 灯塔", Allowance(10_000))


def test_when_the_steps_are_spent_nothing_is_found() -> None:
    allowance = Allowance(10)
    assert not Pattern("z").found_in("a" * 100 + "z", allowance)
    assert not Pattern("a").found_in("ba" * 100, allowance) or allowance.left < 0


def test_capitals_count_only_when_they_shall() -> None:
    assert found("[A-F]x", "cX", ignore_case=True)
    assert not found("[A-F]x", "cX")
