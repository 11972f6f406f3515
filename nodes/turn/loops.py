"""What a turn does with open loops: asks about one that is due, and hears what becomes of them."""

from zoneinfo import ZoneInfo

from nodes.turn.state import Guarded, TurnInput
from storage.records import Recall
from storage.records.loops import LoopChange, OpenLoop
from tools.care.crisis import CrisisLevel
from tools.care.standing import Standing
from tools.loops.changes import Said
from tools.loops.hear import hear
from tools.loops.shown import named_loops
from tools.loops.talk import asked_about, one_each, to_hold_back, to_raise
from tools.prompts.render import Language, render

HEAVY = frozenset({"sad", "anxious", "angry", "lonely"})
"""Moods in which something else comes first."""


class LoopsState(TurnInput, Guarded):
    """What may hold the end of something."""

    recall: Recall


def loop_notes(state: LoopsState, standing: Standing, language: Language) -> tuple[str, ...]:
    """Return what the prompt says of loops: one that may be asked about, and those that may not.

    Whoever is not well is asked about nothing else, and no word of what is not to be spoken of is
    shown to a companion that looks after somebody.
    """
    recall, reading = state["recall"], state["reading"]
    if standing.is_open or reading.level > CrisisLevel.NONE or not recall.loops:
        return ()
    notes: list[str] = []
    told = {change.loop_id for change in heard_in_turn(state)}
    due = to_raise(recall.loops, recall.window, unspoken=recall.unspoken, now=state["now"])
    due = [one for one in due if one.id not in told]
    if due and state["mood"].label not in HEAVY and not reading.topics:
        notes.append(render("turn_loops", language, events=named_loops(due, language)))
    if held := to_hold_back(recall.loops, state["now"]):
        notes.append(render("turn_loops_held_back", language, events=named_loops(held, language)))
    return tuple(notes)


def heard_in_turn(state: LoopsState) -> tuple[LoopChange, ...]:
    """Return what the person says of loops; nothing where the guard has doubts about a message."""
    if state["verdict"].kind != "clear":
        return ()
    recall, zone = state["recall"], ZoneInfo(state["person"].timezone)
    said = [message.content for message in recall.window if message.role == "user"]
    found: list[LoopChange] = []
    before = said[-1] if said else ""
    for message in state["messages"]:
        one = Said(id=message.id, text=message.content, at=message.created_at, before=before)
        found += hear(one, recall.loops, zone=zone)
        before = message.content
    return one_each(found)


def loops_of_turn(state: LoopsState, reply: str) -> tuple[LoopChange, ...]:
    """Return what became of loops in a turn, one change for each at most."""
    asked = asked_about(reply, state["recall"].loops, state["now"])
    return one_each([*(_asked(loop, state) for loop in asked), *heard_in_turn(state)])


def _asked(loop: OpenLoop, state: LoopsState) -> LoopChange:
    return LoopChange(loop_id=loop.id, becomes="asked", message_id=state["reply_id"])
