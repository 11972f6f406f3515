"""What a life is made of: where somebody lives, what they agreed to, their habits, what happens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeAlias

from storage.records.memory import MemoryType
from storage.records.outreach import OutreachSettings
from storage.records.person import AgeGroup
from storage.records.relationship import Stage

FIRST_DAY = date(2026, 3, 2)
"""A Monday; the ninety days go over the moved clocks of New York, Europe and Lord Howe."""

DAYS = 90

Agent: TypeAlias = str | None


def on(day: int, shown: str) -> datetime:
    """Return what the wall clock shows on a day, counted from 0, as in 4, "15:00"."""
    return datetime.combine(FIRST_DAY + timedelta(days=day), time.fromisoformat(shown))


@dataclass(frozen=True, kw_only=True)
class Habit:
    """When somebody talks of their own accord, and whether they answer."""

    weekdays: Sequence[int] = (0, 2, 4)
    """From Monday, 0."""
    hour: int = 20
    answers: float = 0.8
    """The share of messages that are answered, from 0 to 1."""
    low_every: int = 0
    """Each talk of so many is a low one; 0 is none."""
    away: Sequence[range] = ()
    """Days on which nothing is said, and nothing answered."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens when the wall clock shows a time."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Moves(Event):
    """The person is in another zone from now on."""

    zone: str


@dataclass(frozen=True, kw_only=True)
class Plans(Event):
    """The person tells of something that is still before them."""

    event: str
    ends: datetime
    """When it is over, by the wall clock."""
    importance: float = 0.8
    agent: Agent = None
    hushed: bool = False
    """Whether they ask not to be asked about it."""


@dataclass(frozen=True, kw_only=True)
class Tells(Event):
    """The person tells, unasked, how something ended."""

    event: str


@dataclass(frozen=True, kw_only=True)
class Says(Event):
    """Something is said and answered by the whole program."""

    text: str
    agent: Agent = None


@dataclass(frozen=True, kw_only=True)
class Wishes(Event):
    """The person changes what they agree to."""

    settings: OutreachSettings
    agent: Agent = None


@dataclass(frozen=True, kw_only=True)
class Remembers(Event):
    """Something is learned of the person."""

    type: MemoryType
    content: str
    since: datetime | None = None
    """Since which day it is so; known to the day."""
    agent: Agent = None


@dataclass(frozen=True, kw_only=True)
class Life:
    """One person for ninety days."""

    name: str
    about: str
    zone: str
    language: str = "en"
    country: str = "US"
    age_group: AgeGroup | None = "adult"
    agreed: Mapping[Agent, OutreachSettings] = field(default_factory=dict)
    """What they agree to on the first evening, by companion."""
    stages: Mapping[str, Stage] = field(default_factory=dict)
    habit: Habit = field(default_factory=Habit)
    events: Sequence[Event] = ()

    @property
    def companions(self) -> tuple[Agent, ...]:
        """Lumi, and the personas the person talks with."""
        return (None, *sorted({*self.stages, *filter(None, self.agreed)}))


def talks(life: Life) -> Iterator[datetime]:
    """Yield when somebody talks of their own accord, by the clock on their wall."""
    habit = life.habit
    random = Random(f"talks of {life.name}")  # noqa: S311 - habits, no secrets
    days = (FIRST_DAY + timedelta(days=number) for number in range(DAYS))
    for number, day in enumerate(days):
        said = number == 0 or day.weekday() in habit.weekdays
        if said and not any(number in away for away in habit.away):
            yield datetime.combine(day, time(habit.hour, random.randint(0, 59)))
