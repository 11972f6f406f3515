"""Read the person's words before any model does."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

from nodes.turn.before import said_before
from nodes.turn.state import Guarded, StatedCountry, TurnContext, TurnInput
from storage.records import Message
from tools.care.answer import asked_in
from tools.care.crisis import read_crisis
from tools.care.standing import standing_of
from tools.care.stated_country import stated_country
from tools.guardrails.judge_input import judge_input
from tools.mood.read import read_mood


async def guard_input(state: TurnInput, runtime: Runtime[TurnContext]) -> Guarded:
    """Judge the messages by rules alone, read their mood, and hear where somebody asked is.

    Only a message that names a country, speaks of danger, or looks a little like a trick, which
    weighs more after another one, has the last messages read.
    """
    text = "\n".join(message.content for message in state["messages"])
    reading, code = read_crisis(text), stated_country(text)
    verdict = judge_input(text, reading=reading)
    before: Sequence[Message] = ()
    if verdict.kind == "crisis" or (verdict.kind != "deflect" and code):
        before = await said_before(state, runtime.context.services.messages)
    elif verdict.kind == "harden":
        earlier = await said_before(state, runtime.context.services.messages)
        said = [message.content for message in earlier if message.role == "user"]
        verdict = judge_input(text, before=said, reading=reading)
    return {
        "text": text,
        "verdict": verdict,
        "mood": read_mood(text),
        "stated": _stated(code, before),
        "reading": reading,
        "looked_after": standing_of(before, state["now"]),
    }


async def way_after_guard(state: Guarded) -> str:
    """Name the way on: care, a deflection, or the ordinary turn."""
    if state["stated"]:
        return "crisis"
    kind = state["verdict"].kind
    return kind if kind in {"crisis", "deflect"} else "clear"


def _stated(code: str | None, before: Sequence[Message]) -> StatedCountry | None:
    """Return the country that was named, when the last reply, one of care, asked for it."""
    replies = [message for message in before if message.role == "assistant"]
    if not code or not replies or replies[-1].kind != "care":
        return None
    language = asked_in(replies[-1].content)
    return StatedCountry(code, language) if language else None
