"""Mood over time, by day where the person lives: counts and words, and no text of a talk."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.rest.reader import reader
from api.services import Running
from storage.records import Person
from storage.records.mood import MoodDay, MoodLabel
from tools.mood.days import (
    DayWord,
    calendar,
    day_level,
    day_word,
    first_moment,
    own_word,
    shown_of,
    words_of,
)
from tools.mood.temperament import temperament_of
from tools.prompts.render import Language
from tools.relationship.words import language_of_person

MOST_DAYS = 366
"""A leap year."""

USUAL_DAYS = 30

Days = Annotated[int, QueryParameter(ge=1, le=MOST_DAYS)]


class MoodOfDayBody(Body):
    """How one side's day went."""

    word: DayWord
    name: str
    """The word in the language asked for, or the person's."""
    level: float
    """From -1, low, to 1, bright: where it stands in a picture."""
    messages: int
    """How many messages it rests on."""


class MoodDayBody(Body):
    """One day; both sides are null when nothing was said."""

    day: date
    person: MoodOfDayBody | None
    """As the person's messages read."""
    companion: MoodOfDayBody | None
    """As the companion showed itself."""
    labels: dict[MoodLabel, int]
    """How many of the person's messages read as what."""


class MoodBody(Body):
    """So many days in a row, the last of them today."""

    agent_id: str | None
    timezone: str
    """In which a day begins."""
    days: tuple[MoodDayBody, ...]


@get(
    "/api/companion/mood",
    dependencies={"reader": Provide(reader)},
    responses=problems(400, 401, 503),
)
async def mood(
    reader: NamedDependency[Person],
    running: NamedDependency[Running],
    days: Days = USUAL_DAYS,
    agent_id: AgentId = None,
) -> MoodBody:
    """Show how the last days went, for the person who is signed in and for the companion.

    A day begins and ends where the person lives. Words and counts, never a sentence of the talk.
    """
    return await mood_body(running, reader, agent_id, days=days)


async def mood_body(
    running: Running, person: Person, agent_id: str | None, *, days: int
) -> MoodBody:
    """Return how the last days went, those without talk included."""
    zone = ZoneInfo(person.timezone)
    start = first_moment(running.clock.now(), days=days, zone=zone)
    known = await running.moods.days(person.id, agent_id, start=start, zone=person.timezone)
    language = language_of_person(person.language)
    return MoodBody(
        agent_id=agent_id,
        timezone=person.timezone,
        days=tuple(
            _day(one, agent_id, language)
            if isinstance(one, MoodDay)
            else MoodDayBody(day=one, person=None, companion=None, labels={})
            for one in calendar(known, start=start.date(), days=days)
        ),
    )


def _day(day: MoodDay, agent_id: str | None, language: Language) -> MoodDayBody:
    return MoodDayBody(
        day=day.day,
        person=_side(day_word(day), day_level(day), day.messages, language),
        companion=_companion(day, agent_id, language),
        labels=dict(day.labels),
    )


def _companion(day: MoodDay, agent_id: str | None, language: Language) -> MoodOfDayBody | None:
    shown = shown_of(day, temperament_of(agent_id))
    return _side(own_word(shown), shown.valence, day.replies, language) if shown else None


def _side(
    word: DayWord | None, level: float | None, messages: int, language: Language
) -> MoodOfDayBody | None:
    if word is None or level is None:
        return None
    return MoodOfDayBody(
        word=word, name=words_of(language)[word], level=round(level, 3), messages=messages
    )
