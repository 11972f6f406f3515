"""Fetch how things stand between two."""

from langgraph.runtime import Runtime

from nodes.outreach.state import OutreachContext, OutreachInput, Stood
from tools.outreach.situation import situation_of


async def load_standing(state: OutreachInput, runtime: Runtime[OutreachContext]) -> Stood:
    """Read, in one trip, everything that bears on writing first."""
    context, person = runtime.context, state["person"]
    standing = await context.outreach.standing(person, state["agent_id"], now=state["now"])
    budget = context.daily_budget
    situation = situation_of(
        standing,
        person,
        agent_id=state["agent_id"],
        now=state["now"],
        has_budget=budget is None or standing.spent_today < budget,
    )
    return {"standing": standing, "situation": situation}
