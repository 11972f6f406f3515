"""Messages that come first, ready to be handed over."""

from datetime import datetime
from uuid import UUID, uuid4

from storage.records import EmotionState, Reply
from storage.records.outreach import OutreachKind, OutreachNote, OutreachTrigger


def a_letter(
    text: str = "Good morning.",
    *,
    kind: OutreachKind = "greeting",
    trigger: OutreachTrigger = "time_of_day",
    memory_ids: tuple[UUID, ...] = (),
    message_id: UUID | None = None,
    agent_id: str | None = None,
    now: datetime,
) -> tuple[Reply, OutreachNote]:
    """Return what a companion writes first, and the note of why."""
    reply = Reply(
        id=message_id or uuid4(),
        agent_id=agent_id,
        kind="proactive",
        content=text,
        ended="complete",
        emotion=EmotionState(),
    )
    note = OutreachNote(
        message_id=reply.id,
        kind=kind,
        trigger=trigger,
        memory_ids=memory_ids,
        loop_id=None,
        score=0.5,
        sent_at=now,
    )
    return reply, note
