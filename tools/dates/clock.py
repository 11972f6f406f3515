"""Times of day: clock times and parts of the day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tools.dates.calendar import Stretch
from tools.dates.span import Precision

NOON = 12

PARTS: dict[str, tuple[int, int]] = {
    "small_hours": (0, 6),
    "early_morning": (5, 9),
    "morning": (6, 12),
    "forenoon": (8, 12),
    "midday": (11, 14),
    "afternoon": (12, 18),
    "dusk": (17, 20),
    "evening": (18, 24),
    "night": (20, 28),
}
"""The hours of the parts of a day, from midnight; those beyond 24 are of the day after."""

EARLIEST_BARE_HOUR = 7
"""An hour without am or pm is one of the waking day that begins then: "at three" is 15:00."""


@dataclass(frozen=True)
class Clock:
    """A time of day, or a part of the day when it has no hour."""

    hour: int | None = None
    minute: int | None = None
    part: str | None = None
    certain: bool = False
    """Whether the hour is of 24; otherwise it may be morning or afternoon."""
    until: "Clock | None" = None

    def on(self, of: date) -> Stretch:
        """Return this time on a day."""
        if self.hour is None:
            first, last = PARTS[self.part or "morning"]
            return Stretch(_at(of, first), _at(of, last), "part_of_day")
        begin = _at(of, self.settled_hour(), self.minute or 0)
        step = timedelta(hours=1) if self.minute is None else timedelta(minutes=1)
        precision: Precision = "hour" if self.minute is None else "minute"
        if self.until is None:
            return Stretch(begin, begin + step, precision)
        end = replace(self.until, part=self.until.part or self.part).on(of).start
        if end <= begin and not self.until.certain:
            end += timedelta(hours=NOON)
        return Stretch(begin, end if end > begin else end + timedelta(days=1), precision)

    def settled_hour(self) -> int:
        """Return the hour of 24, as the part of the day or the waking day has it."""
        hour = self.hour or 0
        if self.certain or hour > NOON:
            return hour
        if self.part is None:
            return hour + NOON if hour < EARLIEST_BARE_HOUR else hour
        return _hour_within(hour, self.part)


def _hour_within(hour: int, part: str) -> int:
    first, last = PARTS[part]
    choices = (hour, hour + NOON, hour + 2 * NOON)
    last = max(last, 2 * NOON + EARLIEST_BARE_HOUR) if first > NOON else last
    fitting = (choice for choice in choices if first <= choice < last)
    return next(fitting, hour if first else hour % NOON)


def _at(of: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(of, time()) + timedelta(hours=hour, minutes=minute)
