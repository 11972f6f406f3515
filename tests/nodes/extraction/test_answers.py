from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.extraction.answers import ExtractedMemories, JudgedMemories
from nodes.extraction.summarise_talk import LONGEST_NOTE, RollingFields
from tools.memory.gate import gate
from tools.memory.people_gate import gate_people
from tools.memory.preferences import gate_preferences

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
nearly = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("type", "subtype", "content", "quote", "message_number", "importance", "people", "when"),
        anything,
    ),
)


@given(st.lists(nearly | anything, max_size=4) | anything)
def test_whatever_a_model_lists_is_read_and_judged(memories: Any) -> None:
    answer = ExtractedMemories.model_validate({"memories": memories})

    gated = gate((memory.proposal() for memory in answer.memories), messages={})

    assert gated.rejected.total() == len(answer.memories)


@given(anything, anything, anything)
def test_whatever_a_model_says_of_people_preferences_and_pairs_is_read(
    people: Any, preferences: Any, verdicts: Any
) -> None:
    answer = ExtractedMemories.model_validate(
        {"memories": [], "people": people, "preferences": preferences}
    )
    judged = JudgedMemories.model_validate({"verdicts": verdicts, "title": people})

    assert not gate_people((one.proposal() for one in answer.people), messages={}).mentions
    proposals = (one.proposal() for one in answer.preferences)
    assert not gate_preferences(proposals, messages={}).accepted
    assert isinstance(judged.title, str)


def test_numbers_written_as_text_are_numbers() -> None:
    answer = ExtractedMemories.model_validate(
        {"memories": [{"message_number": "3", "importance": "0.5", "people": ["Bo", 7]}]}
    )

    (memory,) = answer.memories
    assert (memory.message_number, memory.importance, memory.people) == (3, 0.5, ["Bo"])


def test_a_model_is_told_the_eight_types() -> None:
    schema = ExtractedMemories.model_json_schema()["$defs"]["ExtractedMemory"]

    assert len(schema["properties"]["type"]["enum"]) == 8
    assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize(
    ("given_note", "note"),
    [
        ("As  it\nis.", "As it is."),
        (None, ""),
        (["One.", "Two."], "One. Two."),
        ("x" * 2_000, "x" * LONGEST_NOTE),
    ],
)
def test_a_note_is_one_short_text(given_note: Any, note: str) -> None:
    fields = RollingFields.model_validate(dict.fromkeys(RollingFields.model_fields, given_note))

    assert fields.current_state == note
