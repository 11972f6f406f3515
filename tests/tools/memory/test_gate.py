import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.memory.records import message
from tools.memory.gate import LONGEST_CONTENT, MOST_A_READING, Gated, Proposal, gate

SAID = {
    1: message("Hi! My name is Alex and I run every morning."),
    2: message("You told me your sister is called Anna.", role="assistant"),
    3: message("我下周五在腾讯有个面试"),
}


def proposal(**fields: Any) -> Proposal:
    return Proposal(
        **{
            "type": "identity",
            "content": "Name is Alex",
            "quote": "My name is Alex",
            "message_number": 1,
            "importance": 0.9,
            **fields,
        }
    )


def reasons(*proposals: Proposal) -> dict[str, int]:
    gated = gate(proposals, messages=SAID)
    assert len(gated.accepted) + gated.rejected.total() == len(proposals)
    return {str(reason): count for reason, count in gated.rejected.items()}


def test_what_rests_on_their_words_is_let_through() -> None:
    gated = gate([proposal(quote="“my name is  Alex.”", people=("Alex", "Bo"))], messages=SAID)

    (kept,) = gated.accepted
    assert kept.message is SAID[1]
    assert kept.quote == "my name is  Alex"
    assert kept.people == ("Alex",)


def test_chinese_is_let_through() -> None:
    chinese = proposal(
        type="life_event", content="下周五在腾讯面试", quote="在腾讯有个面试", message_number=3
    )

    assert reasons(chinese) == {}


def test_another_form_of_a_word_still_supports_it() -> None:
    assert (
        reasons(proposal(content="Running is the daily habit", quote="I run every morning")) == {}
    )


def test_half_of_the_characters_support_a_chinese_memory() -> None:
    said = {1: message("我有一只狗")}
    dog = proposal(type="shared", content="养狗", quote="一只狗")

    assert gate([dog], messages=said).accepted


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"importance": 0.29}, "trivial"),
        ({"importance": 7}, "wrong_value"),
        ({"importance": -0.1}, "wrong_value"),
        ({"importance": math.nan}, "wrong_value"),
        ({"type": "fact"}, "wrong_value"),
        ({"content": "  "}, "wrong_value"),
        ({"content": "Alex " * LONGEST_CONTENT}, "wrong_value"),
        ({"content": "Name is [user name]"}, "placeholder"),
        ({"content": "Name is John Doe"}, "placeholder"),
        ({"content": "未知"}, "placeholder"),
        ({"content": "As an AI, my name is Alex"}, "refusal"),
        ({"content": "作为一个AI我不能记住"}, "refusal"),
        ({"message_number": 99}, "not_their_words"),
        ({"message_number": 2, "quote": "your sister is called Anna"}, "not_their_words"),
        ({"quote": "my name is Alexander"}, "unquoted"),
        ({"quote": "…"}, "unquoted"),
        ({"content": "Owns three boats"}, "unsupported"),
    ],
)
def test_each_rejection_says_why(fields: dict[str, Any], reason: str) -> None:
    assert reasons(proposal(**fields)) == {reason: 1}


def test_the_gate_lets_its_own_threshold_through() -> None:
    assert reasons(proposal(importance=0.3)) == {}


def test_a_model_out_of_hand_is_cut_off() -> None:
    assert reasons(*[proposal()] * (MOST_A_READING + 3)) == {"too_many": 3}


@given(
    st.lists(
        st.builds(
            Proposal,
            type=st.text(max_size=8),
            content=st.text(max_size=30),
            quote=st.text(max_size=30),
            message_number=st.integers(),
            importance=st.floats(),
            people=st.tuples(st.text(max_size=5)),
        ),
        max_size=5,
    )
)
def test_nothing_a_model_says_breaks_the_gate(proposals: list[Proposal]) -> None:
    gated: Gated = gate(proposals, messages=SAID)

    assert len(gated.accepted) + gated.rejected.total() == len(proposals)
