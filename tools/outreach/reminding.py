"""Reminders as something to say, and what is said where no model finds words for one."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.outreach import Candidate, Standing
from storage.records.reminder import Reminder
from tools.outreach.words import outreach_words
from tools.prompts.render import Language
from tools.reminders.occurrence import due_of, next_after
from tools.text.language import language_of
from tools.text.scripts import HAN

LASTS = timedelta(days=7)
"""One that could not come, for a machine stood still, comes within this time or not at all."""

_HAN = re.compile(f"[{HAN}]")


def reminder_candidates(standing: Standing, now: datetime, zone: ZoneInfo) -> Iterator[Candidate]:
    """Yield what the person asked to be reminded of and has not been, due or not yet."""
    for reminder in standing.reminders:
        due = due_of(reminder, zone, sent_at=reminder.sent_at, now=now)
        if not (reminder.every is None and reminder.sent_at is not None):
            yield Candidate(
                kind="reminder",
                trigger="reminder",
                about=reminder.what,
                importance=1.0,
                due_from=due,
                due_until=_end(reminder, due, zone),
                reminder_id=reminder.id,
                insists=reminder.insists,
            )


def language_for(candidate: Candidate, spoken: Language) -> Language:
    """Return the language a message is written in: a reminder comes in its own.

    One in words of both ("看 Netflix") comes in the language that the person wrote last, as all
    that is no reminder does.
    """
    if candidate.kind != "reminder":
        return spoken
    own = language_of(candidate.about, spoken)
    return spoken if own == "en" and _HAN.search(candidate.about) else own


def reminder_line(what: str, language: Language) -> str:
    """Return a reminder in the plainest words."""
    return outreach_words(language)["said"]["reminder_line"].format(what=what)


def _end(reminder: Reminder, due: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a reminder may come late: until its next time, and a week at most."""
    if reminder.every is None:
        return due + LASTS
    return min(due + LASTS, next_after(due, reminder.every, zone, after=due))
