"""Which memories matter more, by how well the two know each other."""

from collections.abc import Mapping

from storage.records import Memory, MemoryType
from storage.records.relationship import Stage

STAGE_REACH = 0.1
"""A stage moves a score by at most this share, as mood does."""

LEANINGS: Mapping[Stage, Mapping[MemoryType, float]] = {
    "just_met": {"identity": 1.0, "shared": 0.8, "preference": 0.4},
    "good_friends": {"shared": 0.6, "life_event": 0.4, "milestone": 0.4, "relationship": 0.4},
    "ambiguous": {"shared": 0.6, "emotion": 0.6, "milestone": 0.6, "preference": 0.4},
    "partners": {"milestone": 1.0, "emotion": 0.8, "shared": 0.4, "identity": -0.4},
}
"""How much each stage asks for each type, from -1 to 1.

At first who somebody is and what was done together; later what was great and what was felt, since
the basics are known by then.
"""


def stage_factor(memory: Memory | None, stage: Stage | None) -> float:
    """Return what a stage does to a score, within `STAGE_REACH` of 1.

    Raw messages are left alone, and so is everything where there are no stages: Lumi has none.
    """
    if memory is None or stage is None:
        return 1.0
    return 1.0 + STAGE_REACH * LEANINGS[stage].get(memory.type, 0.0)
