"""Stay with somebody who is looked after when no model can be reached: fixed words."""

from langgraph.runtime import Runtime

from nodes.turn.place import place_of
from nodes.turn.state import Assembled, Generated, Guarded, Retrieved, TurnContext, TurnInput
from tools.care.answer import staying_answer


class StayState(TurnInput, Guarded, Retrieved, Assembled):
    """Who is not left alone."""


async def stay(state: StayState, runtime: Runtime[TurnContext]) -> Generated:
    """Say that the words are short and the line is there; never leave care without an answer."""
    place = await place_of(state, runtime.context.services, text=state["text"], stated=None)
    text = staying_answer(state["language"], place).text
    runtime.context.outlet.token(text)
    return {
        "reply": text,
        "kind": "care",
        "ended": "complete",
        "emotion": state["emotion"],
        "asked": None,
        "broken": None,
        "kept_back": (),
        "reading": state["reading"],
    }
