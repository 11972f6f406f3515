"""How a person's use stands, as the database tells it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from storage.records.care import CARE_MARKS, CareMark
from storage.records.use import BESIDE_KINDS, Use

CARE_KEYS: Mapping[CareMark, str] = {mark: f"care.{mark}" for mark in CARE_MARKS}
"""Under which name the moment of each mark of care is kept, beside those of the notices."""


def use_of(body: Mapping[str, Any] | None) -> Use:
    """Return the use that `use_of` of the database gives; an empty one for nobody."""
    if body is None:
        return Use()
    told = {kind: datetime.fromisoformat(moment) for kind, moment in body["told"].items()}
    return Use(
        since=_moment(body["since"]),
        until=_moment(body["until"]),
        day=date.fromisoformat(body["day"]) if body["day"] else None,
        today=timedelta(seconds=body["seconds"]),
        told={kind: told[kind] for kind in BESIDE_KINDS if kind in told},
        care={mark: told[key] for mark, key in CARE_KEYS.items() if key in told},
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
