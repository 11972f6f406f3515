"""Why something was written first, to a row and back."""

from dataclasses import asdict
from uuid import UUID

from storage.database import Row, Statement
from storage.records.outreach import OutreachNote
from storage.rows import scope_values


def note_statement(person_id: UUID, agent_id: str | None, note: OutreachNote) -> Statement:
    """Return what keeps why a message was written; run twice, it leaves the same as once."""
    values = scope_values(person_id, agent_id) | asdict(note)
    return "note_outreach", values | {"memory_ids": list(note.memory_ids)}


def note_of(row: Row) -> OutreachNote:
    """Return the note in a row."""
    memory_ids = tuple(UUID(str(memory_id)) for memory_id in row.pop("memory_ids"))
    loop_id, message_id = row.pop("loop_id"), row.pop("message_id")
    return OutreachNote(
        **row,
        memory_ids=memory_ids,
        loop_id=UUID(str(loop_id)) if loop_id else None,
        message_id=UUID(str(message_id)),
    )
