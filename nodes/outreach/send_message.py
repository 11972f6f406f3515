"""Store the message with its reason, and hand it over."""

from langgraph.runtime import Runtime

from nodes.outreach.state import (
    Considered,
    Drafted,
    Handed,
    OutreachContext,
    OutreachInput,
)
from storage.records import Reply
from storage.records.outreach import OutreachNote


class SendState(OutreachInput, Considered, Drafted):
    """What is said first, and why."""


async def send_message(state: SendState, runtime: Runtime[OutreachContext]) -> Handed:
    """Send a message once; not at all if the person has begun to talk in the meantime."""
    context, chosen = runtime.context, state["weighed"].chosen
    if chosen is None:
        raise ValueError("Nothing was chosen, so nothing is sent.")
    candidate = chosen.candidate
    reply = Reply(
        id=state["message_id"],
        agent_id=state["agent_id"],
        kind="proactive",
        content=state["draft"],
        ended="complete",
        emotion=state["emotion"],
    )
    note = OutreachNote(
        message_id=reply.id,
        kind=candidate.kind,
        trigger=candidate.trigger,
        memory_ids=candidate.memory_ids,
        loop_id=candidate.loop_id,
        score=chosen.score,
        sent_at=state["now"],
    )
    sent = await context.doorstep.hand_over(
        state["person"],
        reply,
        note,
        spendings=tuple(context.spendings),
        variants=state["treatment"].names,
    )
    if sent:
        context.spendings.clear()
    return {"sent": sent}
