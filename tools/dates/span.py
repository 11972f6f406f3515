"""A stretch of time that words stand for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal[
    "minute", "hour", "part_of_day", "day", "weekend", "week", "month", "season", "year"
]
"""How finely a range was named. A named unit is exactly as long as its precision on the wall clock,
an hour and a minute in real time; a third of a month counts as "week", a quarter as "season",
several units and "from ... to ..." as the unit they are made of, "a few days ago" as the next
larger one."""

Tense = Literal["past", "future", "either"]
"""Which way an ambiguous expression points; "either" leaves it to the words around it."""


@dataclass(frozen=True, kw_only=True)
class DateSpan:
    """A range of time that a text names."""

    start: datetime
    """The first moment of the range, aware, in UTC."""
    end: datetime
    """The first moment after it, aware, in UTC."""
    precision: Precision
    text: str
    """The words it was read from."""
