"""When a memory is true, as far as the words say."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from storage.records import DatePrecision, MemoryType
from tools.dates.find import resolve
from tools.memory.gate import Accepted

HAPPENINGS: frozenset[MemoryType] = frozenset({"life_event", "milestone", "emotion", "shared"})
"""Types that are over when their time is; the others begin then and go on."""


@dataclass(frozen=True, kw_only=True)
class Validity:
    """From when to when something is true; None where nobody said."""

    valid_from: datetime | None = None
    valid_to: datetime | None = None
    precision: DatePrecision | None = None


def validity(accepted: Accepted, *, zone: tzinfo) -> Validity:
    """Return when a memory is true, by its own words and the day and place they were said."""
    if not accepted.when:
        return Validity()
    span = resolve(accepted.when, said_at=accepted.message.created_at, zone=zone)
    if span is None:
        return Validity()
    over = span.end if accepted.type in HAPPENINGS else None
    return Validity(valid_from=span.start, valid_to=over, precision=span.precision)
