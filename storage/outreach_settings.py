"""What a person agreed to be written first, to a row and back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Json, Jsonb

from storage.database import Row, Statement
from storage.records.outreach import NIGHT, OutreachSettings, OutreachWish, QuietHours
from storage.rows import scope_values


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


def wish_value(wish: OutreachWish | None) -> Json | None:
    """Return what was said in the talk as the value of the statement that ends a turn."""
    if wish is None:
        return None
    night = {"night_start": NIGHT.start, "night_end": NIGHT.end}
    return Json({**asdict(wish), **night}, dumps=msgspec.json.encode)


def saving_statements(
    person_id: UUID, agent_id: str | None, settings: OutreachSettings, *, now: datetime
) -> tuple[Statement, Statement]:
    """Return what writes an agreement, and what thinks of the person at once, or no more."""
    look_at = now if settings.allows_anything else None
    return (
        ("save_outreach_settings", _saving(person_id, agent_id, settings, now=now)),
        looking_statement(person_id, agent_id, look_at),
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


def looking_statement(person_id: UUID, agent_id: str | None, look_at: datetime | None) -> Statement:
    """Return what has a person thought of at a moment, or no more."""
    return "look_again", scope_values(person_id, agent_id) | {"look_at": look_at}
