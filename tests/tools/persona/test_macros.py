import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.persona.macros import Cast, fill_macros


def make_cast(*, seed: str = "talk", chance: int = 1) -> Cast:
    return Cast(char="Pilar", user="Robin", chance=Random(chance), seed=seed)  # noqa: S311


def filled(text: str, *, seed: str = "talk", chance: int = 1) -> str:
    return fill_macros(text, make_cast(seed=seed, chance=chance))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("{{char}} and {{USER}}", "Pilar and Robin"),
        ("<BOT> waves at <user>.", "Pilar waves at Robin."),
        ("a{{// for me }}b", "ab"),
        ("a{{comment: seen}}{{hidden_key:sea}}b", "ab"),
        ("{{reverse:abc}}", "cba"),
        ("{{reverse:{{char}}}}", "raliP"),
        ("{{random:one}}", "one"),
        ("{{random:a\\,b}}", "a,b"),
        ("{{pick:{{user}}}}", "Robin"),
        ("{{roll:1}}{{roll:d1}}", "11"),
        ("{{roll:many}}", ""),
        ("{{unknown}} {{unknown:x}}", "{{unknown}} {{unknown:x}}"),
        ("{{char", "{{char"),
        ("}} {{", "}} {{"),
        ("{ {char} }", "{ {char} }"),
        ("2 < 3", "2 < 3"),
    ],
)
def test_a_macro_becomes_what_it_stands_for(text: str, becomes: str) -> None:
    assert filled(text) == becomes


def test_chance_decides_and_is_handed_in() -> None:
    said = {filled("{{random:a,b,c}}", chance=number) for number in range(40)}
    assert said == {"a", "b", "c"}
    assert {filled("{{random::a,b::c}}", chance=number) for number in range(40)} == {"a,b", "c"}
    assert filled("{{random:a,b,c}}", chance=3) == filled("{{random:a,b,c}}", chance=3)


def test_a_pick_stays_for_one_talk_and_differs_between_talks() -> None:
    picks = {filled("{{pick:rain,fog,sun}}", seed=f"{n}", chance=n) for n in range(40)}
    assert picks == {"rain", "fog", "sun"}
    assert len({filled("{{pick:rain,fog,sun}}", chance=number) for number in range(40)}) == 1


@given(st.integers(1, 1_000), st.integers(0, 100))
def test_a_die_shows_one_of_its_sides(sides: int, chance: int) -> None:
    assert 1 <= int(filled(f"{{{{roll:d{sides}}}}}", chance=chance)) <= sides


@given(st.text("{}:,\\charuse r<>", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    filled(text)


@given(st.text(st.characters(exclude_characters="{}<"), max_size=80))
def test_a_text_without_macros_stays(text: str) -> None:
    assert filled(text) == text


@pytest.mark.parametrize("text", ["{{" * 10_000, "}}" * 10_000, "{{char}}" * 2_500, "<" * 20_000])
def test_no_text_takes_long(text: str) -> None:
    begin = time.perf_counter()
    filled(text)
    filled("{{random:" * 2_000 + "a" + "}}" * 2_000)
    assert time.perf_counter() - begin < 10
