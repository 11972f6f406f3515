"""What bears on writing to a person first, as one row tells it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from storage.database import Row, Statement
from storage.outreach_notes import note_of
from storage.persons import UnknownTimezone, require_timezone
from storage.records import Person
from storage.records.outreach import (
    DueLoop,
    LastMood,
    LeftInMind,
    OutreachSettings,
    Recollection,
    Standing,
)
from storage.reminders import reminder_from_json
from storage.rows import scope_values

WEEK = timedelta(days=7)

STILL_TALKING = timedelta(minutes=15)
"""A shorter pause between two messages belongs to the time somebody spends here."""

BETWEEN_TALKS = timedelta(hours=6)
"""A longer pause lies between two talks."""

USUAL_SHARE = 0.9
"""The share of somebody's pauses that are no longer than what is usual for them."""

FEWEST_PAUSES = 4
"""With fewer, nobody knows what is usual."""

LATELY = 1_000
"""Messages of each companion that are looked at; more in a week would be 140 a day."""

COUNTED = 2_000
"""Messages are counted up to this number: beyond it, nobody is closer."""

LOOPS = 20
"""Open loops that are looked at as reasons to write, those due first."""

RECOLLECTIONS = 80
"""Memories that are looked at as reasons to write."""

REMINDERS = 100
"""Reminders that are looked at, those that come next."""

HOURS = 24


def standing_statement(person: Person, agent_id: str | None, *, now: datetime) -> Statement:
    """Return what asks for everything that bears on writing to a person first."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return "outreach_standing", scope_values(person.id, agent_id) | {
        "now": now,
        "week_ago": now - WEEK,
        "midnight": midnight,
        "timezone": _zone(person),
        "still_talking": STILL_TALKING,
        "between_talks": BETWEEN_TALKS,
        "usual_share": USUAL_SHARE,
        "fewest_pauses": FEWEST_PAUSES,
        "lately": LATELY,
        "counted": COUNTED,
        "recollections": RECOLLECTIONS,
        "reminders": REMINDERS,
        "loops": LOOPS,
    }


def standing_of(settings: OutreachSettings, row: Row) -> Standing:
    """Return the standing in a row."""
    said = {int(hour): count for hour, count in row["hours"].items()}
    mood = row["mood"]
    return Standing(
        settings=settings,
        stage=row["stage"],
        messages=row["messages"],
        last_message_at=row["last_message_at"],
        in_turn=row["in_turn"],
        notes=tuple(note_of(_from_json(note, "sent_at")) for note in row["notes"]),
        unanswered=row["unanswered"],
        crisis_at=row["crisis_at"],
        own_crisis_at=row["own_crisis_at"],
        grave_at=row["grave_at"],
        crisis_was_here=row["crisis_was_here"],
        hours_a_day=row["hours_a_day"],
        said_by_hour=tuple(said.get(hour, 0) for hour in range(HOURS)),
        usual_pause=row["usual_pause"],
        mood=LastMood(**_from_json(mood, "said_at")) if mood else None,
        recollections=tuple(map(_recollection, row["recollections"])),
        loops=tuple(map(_due_loop, row["loops"])),
        hushed=tuple(row["hushed"]),
        thoughts=tuple(map(_left_in_mind, row["thoughts"])),
        reminders=tuple(map(reminder_from_json, row["reminders"])),
        spent_today=row["spent_today"],
    )


def _zone(person: Person) -> str:
    """Return where a person lives; UTC where there is no such zone, and nothing is sent."""
    try:
        return require_timezone(person.timezone)
    except UnknownTimezone:
        return "UTC"


def _left_in_mind(row: Row) -> LeftInMind:
    told = _from_json(row, "made_at", "good_until")
    memory_ids = tuple(UUID(memory_id) for memory_id in row["memory_ids"])
    return LeftInMind(**{**told, "id": UUID(row["id"]), "memory_ids": memory_ids})


def _due_loop(row: Row) -> DueLoop:
    told = _from_json(row, "due_from", "due_until", "raised_at")
    memory_ids = tuple(UUID(memory_id) for memory_id in row["memory_ids"])
    return DueLoop(**{**told, "id": UUID(row["id"]), "memory_ids": memory_ids})


def _recollection(row: Row) -> Recollection:
    known = _from_json(row, "last_mentioned_at", "valid_from")
    return Recollection(**{**known, "id": UUID(known["id"])})


def _from_json(row: Row, *moments: str) -> Row:
    """Return what JSON held, with its moments as such again."""
    told = {name: row[name] and datetime.fromisoformat(row[name]) for name in moments}
    return {**row, **told}
