from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.memory.records import message
from tools.memory.people_gate import MOST_PEOPLE, GatedPeople, PersonProposal, gate_people

SAID = {
    1: message("My sister Anna is a nurse in Leeds. My boss shouted again."),
    2: message("How is Tom?", role="assistant"),
    3: message("小红在腾讯上班，她是我的好朋友"),
    4: message("There is another Li at work, not the one from school"),
}


def proposal(name: str, number: int = 1, **fields: Any) -> PersonProposal:
    return PersonProposal(**{"name": name, "message_number": number, **fields})


def gated(*proposals: PersonProposal) -> GatedPeople:
    found = gate_people(proposals, messages=SAID, themselves=("Alex", "Lumi"))
    assert len(found.mentions) + found.rejected.total() == len(proposals)
    return found


def test_who_was_spoken_of_is_let_through() -> None:
    told = proposal("my Anna's", relationship="sister", attributes=(("Job", "nurse"),))

    (anna,) = gated(told).mentions

    assert (anna.name, anna.relationship) == ("Anna", "sister")
    assert anna.attributes == {"job": "nurse"}
    assert anna.said_at == SAID[1].created_at


def test_chinese_people_are_let_through() -> None:
    (hong,) = gated(
        proposal("小红", 3, relationship="好朋友", attributes=(("工作", "在腾讯上班"),))
    ).mentions

    assert (hong.name, hong.relationship) == ("小红", "好朋友")
    assert hong.attributes == {"工作": "在腾讯上班"}


def test_what_nobody_said_of_them_is_left_out() -> None:
    (anna,) = gated(
        proposal(
            "Anna",
            aliases=("Annie", "Anna", "null"),
            relationship="cousin",
            attributes=(("city", "Paris"), ("job", "unknown"), ("home", "Leeds")),
        )
    ).mentions

    assert anna.aliases == ()
    assert anna.relationship is None
    assert anna.attributes == {"home": "Leeds"}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (proposal("  "), "wrong_value"),
        (proposal("42"), "wrong_value"),
        (proposal("Anna " * 20), "wrong_value"),
        (proposal("John Doe"), "placeholder"),
        (proposal("张三", 3), "placeholder"),
        (proposal("she", 1), "nobody"),
        (proposal("她", 3), "nobody"),
        (proposal("my friend", 1), "nobody"),
        (proposal("alex"), "themselves"),
        (proposal("Lumi"), "themselves"),
        (proposal("Tom", 2), "not_their_words"),
        (proposal("Anna", 9), "not_their_words"),
        (proposal("Ann", 1), "unsaid"),
        (proposal("Tom", 1), "unsaid"),
    ],
)
def test_each_rejection_says_why(told: PersonProposal, reason: str) -> None:
    assert gated(told).rejected == {reason: 1}


def test_a_role_is_a_name_until_there_is_a_better_one() -> None:
    assert [one.name for one in gated(proposal("my boss")).mentions] == ["boss"]

    both = gated(proposal("sister"), proposal("Anna", relationship="sister"))
    assert [one.name for one in both.mentions] == ["Anna"]
    assert both.rejected == {"role_of_somebody_named": 1}


def test_another_one_of_a_name_is_noted() -> None:
    assert gated(proposal("Li", 4)).mentions[0].apart
    assert not gated(proposal("Anna")).mentions[0].apart


def test_a_model_out_of_hand_is_cut_off() -> None:
    assert gated(*[proposal("Anna")] * (MOST_PEOPLE + 2)).rejected == {"too_many": 2}


@given(
    st.lists(
        st.builds(
            PersonProposal,
            name=st.text(max_size=12),
            message_number=st.integers(0, 5),
            aliases=st.tuples(st.text(max_size=6)),
            relationship=st.none() | st.text(max_size=8),
            attributes=st.tuples(st.tuples(st.text(max_size=4), st.text(max_size=8))),
        ),
        max_size=4,
    )
)
def test_nothing_a_model_says_breaks_the_gate(proposals: list[PersonProposal]) -> None:
    gated(*proposals)
