"""Readings of the time of day, alone or with a near day in the same word."""

from dataclasses import replace
from datetime import date, timedelta

from tools.dates.calendar import Stretch
from tools.dates.clock import EARLIEST_BARE_HOUR, NOON, Clock
from tools.dates.reading import Said, Values

LAST_HOUR = 24
LAST_MINUTE = 59
HOUR = 60


def clock(values: Values, said: Said) -> Clock | None:
    """Read "at three", "3:30 pm", "quarter to eight", "from 2 to 4 pm", "in the afternoon"."""
    if "hour" not in values:
        return Clock(part=values["part"])
    until = _one(values, "2", values.get("meridiem2")) if "hour2" in values else None
    begin = _one(values, "", values.get("meridiem") or _shared(values))
    return replace(begin, until=until) if begin else None


def near_part(values: Values, said: Said) -> Stretch:
    """Read "tonight", "this morning", "last night"."""
    return Clock(part=values["part"]).on(said.today + timedelta(days=int(values["near_day"])))


def coming(time: Clock, said: Said) -> Stretch | None:
    """Return the next time of day, or the latest one when the clause is of the past."""
    if time.hour is None:
        return None
    now, today = said.later(timedelta()), said.today
    near = (today + timedelta(days=shift) for shift in (-1, 0, 1, 2))
    choices = sorted((one for of in near for one in _on(time, of)), key=lambda one: one.start)
    if said.tense == "past":
        return next((choice for choice in reversed(choices) if choice.start <= now), None)
    return next((choice for choice in choices if choice.start >= now), None)


def _on(time: Clock, of: date) -> list[Stretch]:
    """Return the readings of a time on a day: "at eight" may be 20:00 too, "at three" is 15:00."""
    hour = time.hour or 0
    open_hour = not time.certain and time.part is None and EARLIEST_BARE_HOUR <= hour < NOON
    evening = [replace(time, hour=hour + NOON).on(of)] if open_hour else []
    return [time.on(of), *evening]


def _one(values: Values, which: str, meridiem: str | None) -> Clock | None:
    hour = int(values[f"hour{which}"])
    minute = int(values[f"minute{which}"]) if f"minute{which}" in values else None
    if hour > LAST_HOUR or (minute or 0) > LAST_MINUTE:
        return None
    if "to" in values:
        hour, minute = hour - 1 if hour > 1 else NOON, HOUR - (minute or 0)
    if meridiem and hour <= NOON:
        return Clock(hour % NOON + (NOON if meridiem == "pm" else 0), minute, certain=True)
    is_of_24 = hour > NOON or hour == 0 or "certain" in values
    part = values.get(f"part{which}", values.get("part"))
    return Clock(hour, minute, part, certain=is_of_24)


def _shared(values: Values) -> str | None:
    """Return the half of the day that "3-5 pm" begins in; "11-1 pm" begins before noon."""
    shared = values.get("meridiem2")
    if shared is None or int(values["hour"]) % NOON <= int(values["hour2"]) % NOON:
        return shared
    return "am" if shared == "pm" else "pm"
