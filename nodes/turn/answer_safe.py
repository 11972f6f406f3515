"""Answer somebody who said whether they are safe: fixed words, and the line once more."""

from langgraph.runtime import Runtime

from nodes.turn.care_notice import pin
from nodes.turn.place import language_of_care, place_of
from nodes.turn.state import Guarded, Referred, Retrieved, TurnContext, TurnInput
from storage.records import EmotionState
from tools.care.answer import safe_answer_answer
from tools.care.standing import answer_of, standing_of


class SafeState(TurnInput, Guarded, Retrieved):
    """What was asked, and what was said to it."""


async def way_after_retrieval(state: SafeState) -> str:
    """Name the way on: to somebody who says whether they are safe, fixed words; the talk else."""
    standing = standing_of(state["recall"].window, state["now"])
    return "safe" if answer_of(standing, state["text"]) else "talk"


async def answer_safe(state: SafeState, runtime: Runtime[TurnContext]) -> Referred:
    """Say what follows from a yes, a no, a doubt, or a farewell before any of them."""
    outlet, window = runtime.context.outlet, state["recall"].window
    safe = answer_of(standing_of(window, state["now"]), state["text"])
    place = await place_of(state, runtime.context.services, text=state["text"], stated=None)
    # A yes or a no may be of any language; a farewell is not.
    spoken = state["text"] if safe == "leaving" else window[-1].content if window else ""
    answer = safe_answer_answer(language_of_care(spoken, None), place, safe or "unsure")
    pin(outlet, answer)
    outlet.token(answer.text)
    return {
        "reply": answer.text,
        "kind": "care",
        "ended": "complete",
        "emotion": EmotionState(),
        "referral": "plan" if safe == "no" else None,
    }
