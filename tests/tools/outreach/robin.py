"""How things stand with Robin: a quiet life, and one with much in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from storage.records import Person
from storage.records.outreach import (
    NIGHT,
    DueLoop,
    LastMood,
    LeftInMind,
    OutreachSettings,
    Recollection,
    Standing,
)
from storage.records.reminder import Every, Reminder
from tests.tools.outreach.lives import KINDS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""

ROBIN = Person(
    id=UUID(int=7), subject="robin", timezone="Europe/London", name="Robin", age_group="adult"
)
RUN = Recollection(
    id=uuid4(),
    type="routine",
    subtype=None,
    content="Robin runs every Tuesday morning",
    importance=0.9,
    last_mentioned_at=NOW,
    valid_from=None,
    valid_precision=None,
)
STANDING = Standing(
    settings=OutreachSettings(kinds=frozenset({"follow_up", "check_in", "greeting"}), quiet=None),
    stage=None,
    messages=1_900,
    last_message_at=NOW - timedelta(days=1),
    in_turn=False,
    notes=(),
    unanswered=0,
    crisis_at=None,
    hours_a_day=0.2,
    said_by_hour=(1,) * 24,
    mood=None,
    recollections=(RUN,),
    spent_today=Decimal(0),
)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def loop(event: str, *, due: timedelta, importance: float = 0.6) -> DueLoop:
    return DueLoop(
        id=uuid4(),
        event=event,
        importance=importance,
        due_from=NOW + due,
        due_until=NOW + due + 3 * DAY,
        raised_at=NOW - DAY,
    )


def reminder(what: str, *, first: timedelta, every: Every | None = None) -> Reminder:
    return Reminder(
        id=uuid4(),
        what=what,
        first_at=NOW + first,
        every=every,
        timezone=ROBIN.timezone,
        insists=False,
        message_id=None,
        agent_id=None,
        set_at=NOW,
    )


def known(content: str) -> Recollection:
    return replace(RUN, id=uuid4(), content=content)


RICH = replace(
    STANDING,
    settings=OutreachSettings(kinds=frozenset(KINDS), quiet=NIGHT, forbidden=("my ex",)),
    last_message_at=NOW - timedelta(minutes=3),
    in_turn=True,
    said_by_hour=(0, 0, 0, 0, 0, 0, 0, 3, 5, 3, 1, 1, 4, 2, 1, 1, 1, 3, 5, 7, 9, 8, 4, 1),
    crisis_at=NOW - 3 * DAY,
    mood=LastMood(valence=-0.5, said_at=NOW - HOUR),
    loops=(
        loop("the interview at the aquarium", due=4 * DAY + 8 * HOUR, importance=0.8),
        loop("a film with Anna", due=DAY + 11 * HOUR, importance=0.3),
        loop("Grandma's operation", due=2 * DAY + 6 * HOUR, importance=0.9),
        loop("the flat that is still shared with my ex", due=DAY),
        loop("the marathon", due=30 * DAY),
    ),
    recollections=(
        RUN,
        known("Robin plays the piano every evening"),
        known("Robin sings in a choir every Wednesday evening"),
        replace(
            known("Robin moved to London"),
            type="milestone",
            valid_from=datetime(2020, 3, 5, 12, tzinfo=UTC),
            valid_precision="day",
        ),
    ),
    thoughts=(
        LeftInMind(
            id=uuid4(),
            text="Did the sister like the lighthouse?",
            memory_ids=(),
            made_at=NOW - 6 * HOUR,
            good_until=NOW + 4 * DAY,
        ),
    ),
    reminders=(
        reminder("call Mum", first=DAY),
        reminder("take the pills", first=6 * HOUR, every="day"),
        reminder("put the bins out", first=2 * DAY + 15 * HOUR),
        reminder("renew the passport", first=25 * DAY),
    ),
)
"""A life with much in it, in the middle of a talk."""
