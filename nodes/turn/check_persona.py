"""Have the final word on a reply before it is stored."""

from langgraph.runtime import Runtime

from nodes.turn.state import Assembled, Generated, Spoken, TurnContext, TurnInput
from tools.farewell.lines import farewell_line
from tools.guardrails.check_reply import check_reply, in_character
from tools.prompts.assemble import rules


class CheckState(TurnInput, Assembled, Generated):
    """What was said, and in which language."""


async def check_persona(state: CheckState, runtime: Runtime[TurnContext]) -> Spoken:
    """Replace a reply that leaks the prompt or leaves the persona; pass any other on as it is."""
    language = state["language"]
    broken = state["broken"] or check_reply(state["reply"], secret=rules(language))
    said = Spoken(
        reply=state["reply"], kind=state["kind"], ended=state["ended"], emotion=state["emotion"]
    )
    if broken is None and (state["reply"].strip() or state["ended"] == "interrupted"):
        return said
    line = _line(state)
    if not state["reply"]:
        runtime.context.outlet.token(line)
    return {**said, "reply": line, "ended": "replaced"}


def _line(state: CheckState) -> str:
    """Return what is said in its place: to somebody who leaves, nothing that keeps them."""
    plan, seed = state["plan"], str(state["reply_id"])
    if plan.farewell:
        return farewell_line(plan.language, said=plan.said, seed=seed)
    return in_character(state["language"], seed=seed)
