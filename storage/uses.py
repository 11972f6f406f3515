"""How a person's use stands, as the database tells it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from storage.records.use import Use


def use_of(body: Mapping[str, Any] | None) -> Use:
    """Return the use that `use_of` of the database gives; an empty one for nobody."""
    if body is None:
        return Use()
    return Use(
        since=_moment(body["since"]),
        until=_moment(body["until"]),
        day=date.fromisoformat(body["day"]) if body["day"] else None,
        today=timedelta(seconds=body["seconds"]),
        told={kind: datetime.fromisoformat(moment) for kind, moment in body["told"].items()},
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
