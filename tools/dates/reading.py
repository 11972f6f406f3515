"""What a reading is given, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from tools.dates.calendar import Stretch
from tools.dates.clock import Clock
from tools.dates.span import Tense

Values = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """The moment and the place of the words, and the way their clause points."""

    at: datetime
    zone: tzinfo
    tense: Tense

    @property
    def today(self) -> date:
        """The day on the speaker's wall clock."""
        return self.at.astimezone(self.zone).date()

    def later(self, span: timedelta) -> datetime:
        """Return the wall clock a real span of time after the moment, whole minutes."""
        wall = (self.at + span).astimezone(self.zone)
        return wall.replace(second=0, microsecond=0, tzinfo=None)


@dataclass(frozen=True)
class Offset:
    """A count of units from a day that is named after it, as "two weeks after"."""

    unit: str
    count: int
    whole: bool = False
    """Whether the whole unit is meant: "the week before" is no day."""
    weekday: int | None = None
    """The weekday that is looked for in that direction, if one is."""


Meaning = Stretch | Clock | Offset
