from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from storage.records import MemoryType
from storage.records.relationship import Stage
from tests.tools.memory.records import memory
from tools.memory.stage import LEANINGS, STAGE_REACH, stage_factor

stages = st.sampled_from(get_args(Stage))
types = st.sampled_from(get_args(MemoryType))


@given(stages, types)
def test_a_stage_moves_a_score_by_a_tenth_at_most(stage: Stage, kind: MemoryType) -> None:
    factor = stage_factor(memory("x", type=kind), stage)

    assert abs(factor - 1) <= STAGE_REACH + 1e-9


def test_at_first_who_somebody_is_and_later_what_was_great() -> None:
    name, feat = memory("x", type="identity"), memory("y", type="milestone")

    assert stage_factor(name, "just_met") > stage_factor(feat, "just_met")
    assert stage_factor(feat, "partners") > stage_factor(name, "partners")


@given(types)
def test_without_stages_nothing_is_moved(kind: MemoryType) -> None:
    assert stage_factor(memory("x", type=kind), None) == 1
    assert stage_factor(None, "partners") == 1


def test_every_stage_has_its_leaning() -> None:
    assert set(LEANINGS) == set(get_args(Stage))
