"""Turn an attack aside without stepping out of the talk."""

from langgraph.runtime import Runtime

from nodes.services import Messages
from nodes.turn.before import said_before
from nodes.turn.state import Guarded, Spoken, TurnContext, TurnInput
from storage.records import EmotionState
from tools.guardrails.deflection import deflection
from tools.text.language import language_of


class DeflectState(TurnInput, Guarded):
    """What a deflection needs to know."""


async def deflect(state: DeflectState, runtime: Runtime[TurnContext]) -> Spoken:
    """Answer in character, in the person's language, with other words than the last time."""
    line = deflection(
        language_of(state["text"]),
        seed=str(state["reply_id"]),
        reasons=state["verdict"].reasons,
        said=await _last_deflection(state, runtime.context.services.messages),
    )
    runtime.context.outlet.token(line)
    return {"reply": line, "kind": "deflection", "ended": "complete", "emotion": EmotionState()}


async def _last_deflection(state: DeflectState, messages: Messages) -> str | None:
    """Return how the person was turned aside not long before; None when they were not."""
    before = await said_before(state, messages)
    said = [message.content for message in before if message.kind == "deflection"]
    return said[-1] if said else None
