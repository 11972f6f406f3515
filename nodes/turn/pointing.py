"""Remind a companion of somebody near the person, where that would do them good."""

from datetime import timedelta

from nodes.turn.state import Guarded, Outlet, Retrieved, TurnInput
from tools.care.breaks import HEAVY_DAY
from tools.care.crisis import CrisisLevel
from tools.care.pointers import somebody_near
from tools.care.standing import Standing
from tools.prompts.render import Language, render

LONGEST_NAME = 40
"""Characters of a name that stand in a prompt."""


class PointingState(TurnInput, Guarded, Retrieved):
    """What says whether it would."""


def pointer_in_turn(
    state: PointingState, standing: Standing, language: Language, outlet: Outlet
) -> tuple[str, ...]:
    """Return what the prompt says of somebody near; told to the client, and so kept with the turn.

    In danger and distress there is nothing of it: lines and listening come first.
    """
    reading = state["reading"]
    if standing.is_open or reading.level > CrisisLevel.NONE or reading.topics:
        return ()
    hours, use = state["person"].heavy_use_hours, state["use"]
    heavy = HEAVY_DAY if hours is None else timedelta(hours=hours)
    near = somebody_near(
        state["recall"].people,
        feels=state["mood"].label,
        is_heavy=bool(heavy) and use.today >= heavy,
        use=use,
        now=state["now"],
    )
    if near is None:
        return ()
    outlet.notice("pointer", "")
    return (render("care_pointer", language, name=" ".join(near.name.split())[:LONGEST_NAME]),)
