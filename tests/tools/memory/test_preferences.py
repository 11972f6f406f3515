import math
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Message, Preference
from tests.tools.memory.records import NOW, message
from tools.memory.preferences import (
    LONGEST_VALUE,
    MOST_PREFERENCES,
    AcceptedPreference,
    PreferenceProposal,
    canonical_keys,
    gate_preferences,
    key_lines,
    merge_preferences,
)

SAID = {
    1: message("I live in Berlin now, and please call me Al"),
    2: message("You live in Paris", role="assistant"),
    3: message("我对花生过敏"),
}


def proposal(**fields: Any) -> PreferenceProposal:
    return PreferenceProposal(
        **{
            "key": "location.home",
            "value": "Berlin",
            "confidence": 0.9,
            "quote": "I live in Berlin",
            "message_number": 1,
            **fields,
        }
    )


def reasons(*proposals: PreferenceProposal) -> dict[str, int]:
    gated = gate_preferences(proposals, messages=SAID)
    assert len(gated.accepted) + gated.rejected.total() == len(proposals)
    return {str(reason): count for reason, count in gated.rejected.items()}


def said(value: str, *, key: str = "location.home", days: int = 0) -> AcceptedPreference:
    return AcceptedPreference(
        key=key,
        value=value,
        confidence=0.9,
        quote=value,
        message=message(value, created_at=NOW + timedelta(days=days)),
    )


def known(value: str, *, key: str = "location.home", days: int = 0, **fields: Any) -> Preference:
    return Preference(
        **{
            "id": uuid4(),
            "agent_id": None,
            "key": key,
            "value": value,
            "confidence": 0.9,
            "quote": value,
            "source_message_id": None,
            "learned_at": NOW + timedelta(days=days),
            **fields,
        }
    )


def test_what_the_person_said_of_a_known_key_is_kept() -> None:
    gated = gate_preferences([proposal(value=" “Berlin” ")], messages=SAID)

    (kept,) = gated.accepted
    assert kept.value == "Berlin"
    assert kept.message is SAID[1]


def test_chinese_is_kept() -> None:
    nuts = proposal(key="health.allergy", value="花生", quote="我对花生过敏", message_number=3)

    assert reasons(nuts) == {}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"key": "personal.shoe_size"}, "unknown_key"),
        ({"key": ""}, "unknown_key"),
        ({"confidence": 0.74}, "unsure"),
        ({"confidence": 7}, "wrong_value"),
        ({"confidence": math.nan}, "wrong_value"),
        ({"value": " "}, "wrong_value"),
        ({"value": "Berlin " * LONGEST_VALUE}, "wrong_value"),
        ({"value": "unknown"}, "placeholder"),
        ({"value": "[city]"}, "placeholder"),
        ({"value": "I'm sorry, I cannot help with Berlin"}, "refusal"),
        ({"message_number": 9}, "not_their_words"),
        ({"message_number": 2, "value": "Paris", "quote": "You live in Paris"}, "not_their_words"),
        ({"quote": "I live in Rome"}, "unquoted"),
        ({"value": "Rome"}, "unsupported"),
    ],
)
def test_each_rejection_says_why(fields: dict[str, Any], reason: str) -> None:
    assert reasons(proposal(**fields)) == {reason: 1}


def test_the_threshold_itself_is_sure_enough() -> None:
    assert reasons(proposal(confidence=0.75)) == {}


def test_a_model_out_of_hand_is_cut_off() -> None:
    assert reasons(*[proposal()] * (MOST_PREFERENCES + 2)) == {"too_many": 2}


def test_the_prompt_names_every_key_in_both_languages() -> None:
    names = [line.split(":")[0] for line in key_lines("en").splitlines()]

    assert names == [f"- {key}" for key in canonical_keys()]
    assert "- location.home: 住在哪里" in key_lines("zh").splitlines()
    assert {"personal.name", "personal.family", "location.timezone", "health.diet"} <= set(
        canonical_keys()
    )
    assert 25 <= len(names) <= 35


def test_the_same_value_again_changes_nothing() -> None:
    held = known("New York City")

    for again in ("New York City", "new york city!", "New York"):
        assert merge_preferences([said(again, days=1)], [held], new_id=uuid4) == ((), {})


def test_another_value_takes_the_place_of_the_old_one() -> None:
    held = known("Seattle")

    (new,), outdated = merge_preferences([said("Berlin", days=1)], [held], new_id=uuid4)

    assert new.value == "Berlin"
    assert new.learned_at == NOW + timedelta(days=1)
    assert outdated == {held.id: new.id}


def test_a_value_that_was_outdated_may_come_back() -> None:
    first = known("Seattle", days=-9, superseded_at=NOW)
    second = known("Berlin", days=-5)

    (new,), outdated = merge_preferences([said("Seattle")], [first, second], new_id=uuid4)

    assert new.value == "Seattle"
    assert outdated == {second.id: new.id}


def test_several_values_of_one_key_may_hold() -> None:
    rex = known("a dog called Rex", key="personal.pets")

    (new,), outdated = merge_preferences(
        [said("a cat called Mimi", key="personal.pets", days=1)], [rex], new_id=uuid4
    )

    assert new.value == "a cat called Mimi"
    assert not outdated


def test_what_was_said_before_never_takes_the_place_of_what_was_said_after() -> None:
    assert merge_preferences([said("Seattle", days=-1)], [known("Berlin")], new_id=uuid4) == (
        (),
        {},
    )


def test_of_one_reading_the_last_word_holds() -> None:
    held = known("Seattle")

    (new,), outdated = merge_preferences(
        [said("Rome", days=2), said("Berlin", days=1)], [held], new_id=uuid4
    )

    assert new.value == "Rome"
    assert outdated == {held.id: new.id}


@given(
    st.lists(
        st.builds(
            said,
            st.sampled_from(["Rome", "Berlin", "New York", "York"]),
            key=st.sampled_from(["location.home", "personal.pets"]),
            days=st.integers(-5, 5),
        ),
        max_size=6,
    )
)
def test_merging_the_same_twice_changes_nothing_more(accepted: list[AcceptedPreference]) -> None:
    new, _ = merge_preferences(accepted, [], new_id=uuid4)
    again, outdated = merge_preferences(accepted, new, new_id=uuid4)

    homes = [one for one in new if one.key == "location.home"]
    assert len(homes) <= 1
    assert again == ()
    assert not outdated


@given(
    st.lists(
        st.builds(
            PreferenceProposal,
            key=st.sampled_from(["location.home", "x"]),
            value=st.text(max_size=20),
            confidence=st.floats(),
            quote=st.text(max_size=20),
            message_number=st.integers(),
        ),
        max_size=5,
    )
)
def test_nothing_a_model_says_breaks_the_gate(proposals: list[PreferenceProposal]) -> None:
    reasons(*proposals)


def test_a_preference_belongs_to_the_companion_it_was_told() -> None:
    told: Message = message("Berlin", agent_id="mio")
    candidate = AcceptedPreference(
        key="location.home", value="Berlin", confidence=1, quote="Berlin", message=told
    )

    (new,), _ = merge_preferences([candidate], [], new_id=uuid4)

    assert new.agent_id == "mio"
    assert new.source_message_id == told.id
