"""What a companion has in mind as a talk begins, from the night before."""

from collections.abc import Sequence
from datetime import timedelta

from nodes.turn.care_notes import in_care
from nodes.turn.state import Guarded, Retrieved, TurnInput
from storage.records.recall import InMind
from tools.care.standing import Standing
from tools.guardrails.fence import fenced_line
from tools.outreach.hushed import is_hushed
from tools.outreach.topics import touches
from tools.prompts.render import Language, render

TALK_BEGINS = timedelta(hours=4)
"""After such a pause a talk begins: before it, the talk has a thread of its own."""


class BeginningState(TurnInput, Guarded, Retrieved):
    """What says whether a talk begins, and with whom."""


def thoughts_in_turn(state: BeginningState, standing: Standing) -> tuple[InMind, ...]:
    """Return the thoughts that this turn may take up; none in the middle of a talk, or in care.

    What the person wants never brought up, or not to be asked about, is not, even when they said
    so after the night.
    """
    recall, now, reading = state["recall"], state["now"], state["reading"]
    if recall.window and now - recall.window[-1].created_at < TALK_BEGINS:
        return ()
    if in_care(reading, standing) or reading.topics or state["verdict"].kind != "clear":
        return ()
    hushed = [one.event for one in recall.loops if one.do_not_ask]
    return tuple(
        one
        for one in recall.thoughts
        if now < one.good_until
        and not any(touches(one.text, topic) for topic in recall.unspoken)
        and not is_hushed(one.text, hushed)
    )


def thoughts_note(minded: Sequence[InMind], language: Language) -> tuple[str, ...]:
    """Return what the prompt says of them: nothing where there are none."""
    if not minded:
        return ()
    lines = "\n".join(f"- {fenced_line(one.text)}" for one in minded)
    return (render("turn_thoughts", language, thoughts=lines),)
