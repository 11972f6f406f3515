"""Days and hours, as prompts write them."""

import re
from datetime import date, datetime

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SPELLED_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})")
_HOUR = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)")


def day_in(text: str) -> date | None:
    """Return the day that a text names."""
    match = _DAY.search(text) or _CHINESE_DAY.search(text)
    numbers = (int(match[1]), int(match[2]), int(match[3])) if match else _spelled(text)
    try:
        return date(*numbers) if numbers else None
    except ValueError:
        return None


def _spelled(text: str) -> tuple[int, int, int] | None:
    match = _SPELLED_DAY.search(text)
    if not match:
        return None
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    month = match[2][:3].lower()
    return (int(match[3]), months.index(month) + 1, int(match[1])) if month in months else None


def moment_in(text: str) -> datetime | None:
    """Return the day that a text names and its hour, noon where it names none; without a zone."""
    day, hour = day_in(text), _HOUR.search(text)
    if day is None:
        return None
    clock = (int(hour[1]), int(hour[2])) if hour else (12, 0)
    return datetime(day.year, day.month, day.day, *clock)  # noqa: DTZ001 - their wall clock
