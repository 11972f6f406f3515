"""Read the person's words before any model does."""

from langgraph.runtime import Runtime

from nodes.turn.state import Guarded, TurnContext, TurnInput
from tools.guardrails.judge_input import judge_input
from tools.mood.read import read_mood


async def guard_input(state: TurnInput, runtime: Runtime[TurnContext]) -> Guarded:
    """Judge the messages by rules alone, and read their mood."""
    text = "\n".join(message.content for message in state["messages"])
    return {"text": text, "verdict": judge_input(text), "mood": read_mood(text)}


async def way_after_guard(state: Guarded) -> str:
    """Name the way on: care, a deflection, or the ordinary turn."""
    kind = state["verdict"].kind
    return kind if kind in {"crisis", "deflect"} else "clear"
