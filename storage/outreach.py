"""What a person agreed to be written, when to think of them next, and why something was written."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from psycopg.types.json import Json, Jsonb

from storage.database import EVERYONE, Database, Row, Statement
from storage.errors import NotFound
from storage.persons import UnknownTimezone, require_timezone
from storage.records import Person
from storage.records.outreach import (
    NIGHT,
    DueLoop,
    LastMood,
    LeftInMind,
    OutreachNote,
    OutreachReason,
    OutreachSettings,
    OutreachTrigger,
    OutreachWish,
    QuietHours,
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

LATEST_NOTES = 200
"""Messages that came first which can be asked about without naming them whole."""

HOURS = 24

Withheld = tuple[OutreachTrigger, OutreachReason]


@dataclass(frozen=True)
class Look:
    """Somebody to think of."""

    person_id: UUID
    agent_id: str | None


@dataclass(frozen=True)
class Ground:
    """A memory that a message rests on, or the reminder that it was."""

    id: UUID
    content: str


class Outreach:
    """What one database knows about writing first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, person_id: UUID, agent_id: str | None) -> OutreachSettings:
        """Return what a person agreed to with a companion; nothing, if they never said."""
        asking = "outreach_settings_of", scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return settings_in(rows)

    async def save_settings(
        self,
        person_id: UUID,
        agent_id: str | None,
        settings: OutreachSettings,
        *,
        now: datetime,
    ) -> None:
        """Write what a person agrees to, and think of them at once, or not at all any more."""
        await self._database.trip(
            person_id, *_saving_all(person_id, agent_id, settings, now=now), idempotent=True
        )

    async def change(
        self,
        person_id: UUID,
        agent_id: str | None,
        wish: Callable[[OutreachSettings], OutreachSettings],
        *,
        now: datetime,
    ) -> OutreachSettings:
        """Change what a person agrees to, one change after the other; returns how it is then.

        Raises:
            NotFound: the person has no such companion.
        """
        scope = scope_values(person_id, agent_id)
        async with self._database.transaction(person_id) as transaction:
            found, rows = await transaction.run(
                ("lock_outreach", scope), ("outreach_settings_of", scope)
            )
            if not found:
                raise NotFound("This person has no such companion.")
            settings = wish(settings_in(rows))
            await transaction.run(*_saving_all(person_id, agent_id, settings, now=now))
        return settings

    async def standing(self, person: Person, agent_id: str | None, *, now: datetime) -> Standing:
        """Return what bears on writing to a person first, in one trip."""
        scope = scope_values(person.id, agent_id) | {
            "now": now,
            "week_ago": now - WEEK,
            "midnight": now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
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
        settings, [row] = await self._database.trip(
            person.id,
            ("outreach_settings_of", scope),
            ("outreach_standing", scope),
            idempotent=True,
        )
        return _standing(settings_in(settings), row)

    async def due(self, *, now: datetime, again_at: datetime, limit: int) -> list[Look]:
        """Return whom to think of now, longest due first; others get them from `again_at` on."""
        values = {"now": now, "again_at": again_at, "limit": limit}
        [rows] = await self._database.trip(EVERYONE, ("due_looks", values))
        return [Look(row["user_id"], row["agent_id"]) for row in rows]

    async def look_again(
        self,
        person_id: UUID,
        agent_id: str | None,
        look_at: datetime,
        *,
        withheld: Sequence[Withheld] = (),
        now: datetime,
    ) -> None:
        """Think of a person again at a moment, and count what was kept back now and why.

        Nothing is written of somebody who took back what they agreed to, or had all forgotten.
        """
        triggers, reasons = zip(*withheld, strict=True) if withheld else ((), ())
        counting = scope_values(person_id, agent_id) | {
            "day": now.astimezone(UTC).date(),
            "triggers": list(triggers),
            "reasons": list(reasons),
        }
        planning = scope_values(person_id, agent_id) | {"look_at": look_at, "now": now}
        await self._database.trip(person_id, ("plan_look", planning), ("count_withheld", counting))

    async def look_at(self, person_id: UUID, agent_id: str | None) -> datetime | None:
        """Return when a companion thinks of a person next; None when it does not."""
        asking = "outreach_look_of", scope_values(person_id, agent_id)
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return rows[0]["look_at"] if rows else None

    async def look_soon(self, person_id: UUID, agent_id: str | None, *, now: datetime) -> None:
        """Think of a person now, if that was meant for later: something new was said."""
        hastening = scope_values(person_id, agent_id) | {"look_at": now}
        await self._database.trip(person_id, ("hasten_look", hastening), idempotent=True)

    async def forget_look(self, person_id: UUID, agent_id: str | None) -> None:
        """Think of a person no more, with a companion that is gone."""
        await self._database.trip(person_id, _looking(person_id, agent_id, None), idempotent=True)

    async def note(self, person_id: UUID, agent_id: str | None, note: OutreachNote) -> None:
        """Keep why a message was written; kept twice, it is there once."""
        await self._database.trip(
            person_id, note_statement(person_id, agent_id, note), idempotent=True
        )

    async def why(self, person_id: UUID, agent_id: str | None, message_id: UUID) -> OutreachNote:
        """Return why a message was written.

        Raises:
            NotFound: there is no such message, or it answered the person.
        """
        values = scope_values(person_id, agent_id) | {"message_id": message_id}
        [rows] = await self._database.trip(person_id, ("outreach_note_of", values), idempotent=True)
        if not rows:
            raise NotFound("No message that came first has this number.")
        return _note(rows[0])

    async def notes(self, person_id: UUID, agent_id: str | None) -> list[OutreachNote]:
        """Return why the latest messages were written first, the latest one first."""
        values = scope_values(person_id, agent_id) | {"limit": LATEST_NOTES}
        [rows] = await self._database.trip(person_id, ("outreach_notes", values), idempotent=True)
        return list(map(_note, rows))

    async def grounds(
        self, person_id: UUID, agent_id: str | None, note: OutreachNote
    ) -> list[Ground]:
        """Return what a message rests on, as far as it is kept: memories, a loop, a reminder."""
        # The memories of a loop say it in whole sentences.
        loop_id = None if note.memory_ids else note.loop_id
        numbers = [*note.memory_ids, *filter(None, (loop_id, note.reminder_id))]
        values = scope_values(person_id, agent_id) | {"ground_ids": numbers}
        [rows] = await self._database.trip(person_id, ("outreach_grounds", values), idempotent=True)
        return [Ground(**row) for row in rows]

    async def withheld(
        self, person_id: UUID, agent_id: str | None, *, since: datetime
    ) -> list[tuple[OutreachTrigger, OutreachReason, int]]:
        """Return how often what was kept back since a day, the most frequent first."""
        values = scope_values(person_id, agent_id) | {"since": since.astimezone(UTC).date()}
        [rows] = await self._database.trip(person_id, ("withheld_counts", values), idempotent=True)
        return [(row["trigger"], row["reason"], row["count"]) for row in rows]


def _zone(person: Person) -> str:
    """Return where a person lives; UTC where there is no such zone, and nothing is sent."""
    try:
        return require_timezone(person.timezone)
    except UnknownTimezone:
        return "UTC"


def wish_value(wish: OutreachWish | None) -> Json | None:
    """Return what was said in the talk as the value of the statement that ends a turn."""
    if wish is None:
        return None
    night = {"night_start": NIGHT.start, "night_end": NIGHT.end}
    return Json({**asdict(wish), **night}, dumps=msgspec.json.encode)


def look_id(person_id: UUID, agent_id: str | None, look_at: datetime) -> UUID:
    """Return what a message is called that a look may bring: the same however often it is run."""
    return uuid5(person_id, f"{agent_id or ''} {look_at.astimezone(UTC).isoformat()}")


def note_statement(person_id: UUID, agent_id: str | None, note: OutreachNote) -> Statement:
    """Return what keeps why a message was written; run twice, it leaves the same as once."""
    values = scope_values(person_id, agent_id) | asdict(note)
    return "note_outreach", values | {"memory_ids": list(note.memory_ids)}


def settings_in(rows: list[Row]) -> OutreachSettings:
    """Return what the row says that there is, if there is one."""
    if not rows:
        return OutreachSettings()
    row = dict(rows[0])
    start, end = row.pop("quiet_start"), row.pop("quiet_end")
    return OutreachSettings(
        kinds=frozenset(row.pop("kinds")),
        quiet=None if start is None else QuietHours(start=start, end=end),
        forbidden=tuple(row.pop("forbidden")),
        **row,
    )


def _saving_all(
    person_id: UUID, agent_id: str | None, settings: OutreachSettings, *, now: datetime
) -> tuple[Statement, Statement]:
    look_at = now if settings.allows_anything else None
    return (
        ("save_outreach_settings", _saving(person_id, agent_id, settings, now=now)),
        _looking(person_id, agent_id, look_at),
    )


def _saving(
    person_id: UUID, agent_id: str | None, settings: OutreachSettings, *, now: datetime
) -> dict[str, Any]:
    quiet = settings.quiet
    return scope_values(person_id, agent_id) | {
        "kinds": sorted(settings.kinds),
        "quiet_start": quiet.start if quiet else None,
        "quiet_end": quiet.end if quiet else None,
        "snoozed_until": settings.snoozed_until,
        "forbidden": list(settings.forbidden),
        "daily_ceiling": settings.daily_ceiling,
        "slower": Jsonb(dict(settings.slower)),
        "touches_sensitive": settings.touches_sensitive,
        "checks_in_after_crisis": settings.checks_in_after_crisis,
        "now": now,
    }


def _looking(person_id: UUID, agent_id: str | None, look_at: datetime | None) -> Statement:
    return "look_again", scope_values(person_id, agent_id) | {"look_at": look_at}


def _standing(settings: OutreachSettings, row: Row) -> Standing:
    said = {int(hour): count for hour, count in row["hours"].items()}
    mood = row["mood"]
    return Standing(
        settings=settings,
        stage=row["stage"],
        messages=row["messages"],
        last_message_at=row["last_message_at"],
        in_turn=row["in_turn"],
        notes=tuple(_note(_from_json(note, "sent_at")) for note in row["notes"]),
        unanswered=row["unanswered"],
        crisis_at=row["crisis_at"],
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


def _note(row: Row) -> OutreachNote:
    memory_ids = tuple(UUID(str(memory_id)) for memory_id in row.pop("memory_ids"))
    loop_id, message_id = row.pop("loop_id"), row.pop("message_id")
    return OutreachNote(
        **row,
        memory_ids=memory_ids,
        loop_id=UUID(str(loop_id)) if loop_id else None,
        message_id=UUID(str(message_id)),
    )


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
