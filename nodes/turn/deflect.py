"""Turn an attack aside without stepping out of the talk."""

from langgraph.runtime import Runtime

from nodes.turn.state import Guarded, Spoken, TurnContext, TurnInput
from storage.records import EmotionState
from tools.guardrails.deflection import deflection
from tools.text.language import language_of


class DeflectState(TurnInput, Guarded):
    """What a deflection needs to know."""


async def deflect(state: DeflectState, runtime: Runtime[TurnContext]) -> Spoken:
    """Answer in character, in the person's language, with other words each time."""
    line = deflection(language_of(state["text"]), seed=str(state["reply_id"]))
    runtime.context.outlet.token(line)
    return {"reply": line, "kind": "deflection", "ended": "complete", "emotion": EmotionState()}
