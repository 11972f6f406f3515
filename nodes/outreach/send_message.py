"""Store the message with its reason, and hand it over."""

from dataclasses import replace
from uuid import UUID

from langgraph.runtime import Runtime

from nodes.outreach.state import (
    Considered,
    Drafted,
    Handed,
    Occasion,
    OutreachContext,
    OutreachInput,
    Stood,
)
from storage.records import Reply
from storage.records.outreach import OutreachNote
from tools.loops.talk import asked_about
from tools.outreach.gates import first_shut


class SendState(OutreachInput, Stood, Considered, Occasion, Drafted):
    """What is said first, and why."""


async def send_message(state: SendState, runtime: Runtime[OutreachContext]) -> Handed:
    """Send a message once; not at all if the person has begun to talk in the meantime.

    Writing takes time, and a machine may sleep over it: the gates are asked again at the door.
    """
    context, chosen = runtime.context, state["weighed"].chosen
    if chosen is None:
        raise ValueError("Nothing was chosen, so nothing is sent.")
    candidate, now = chosen.candidate, context.services.clock.now()
    if late := first_shut(candidate, replace(state["situation"], now=now)):
        return {"sent": False, "refused": late.reason}
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
        loop_id=candidate.loop_id or _asked(state),
        thought_id=candidate.thought_id,
        reminder_id=candidate.reminder_id,
        score=chosen.score,
        sent_at=now,
    )
    sent = await context.doorstep.hand_over(
        state["person"],
        reply,
        note,
        spendings=tuple(context.spendings),
        variants=state["treatment"].names,
        unless_said_since=None if candidate.kind == "reminder" else state["now"],
    )
    if sent:
        context.spendings.clear()
    return {"sent": sent, "refused": None if sent else "talking"}


def _asked(state: SendState) -> UUID | None:
    """Return the open loop that the words ask about, though another reason brought them."""
    asked = asked_about(state["draft"], state["recall"].loops, state["now"])
    return asked[0].id if asked else None
