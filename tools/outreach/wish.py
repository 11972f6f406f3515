"""What a person can wish of messages that come first: how what they agreed to changes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from storage.records.outreach import OutreachKind, OutreachNote, OutreachSettings
from tools.outreach.errors import WishRefused
from tools.outreach.topic import LONGEST_TOPIC

LESS = 2.0
"""By how much one "less like this" stretches the silence before such a message."""

LEAST = 8.0
"""Asked for three times, a kind comes an eighth as often; who wants none of it says so."""

MOST_TOPICS = 50
"""Things that are never brought up; each is looked for in everything there would be to say."""


def put_off(settings: OutreachSettings, until: datetime | None) -> OutreachSettings:
    """Return the settings with nothing sent before a moment; without one, as agreed again."""
    return replace(settings, snoozed_until=until)


def less_like(settings: OutreachSettings, note: OutreachNote) -> OutreachSettings:
    """Return the settings with what is like a message coming half as often.

    The check-in that was agreed on after a crisis has no measure: it does not come again.

    Raises:
        WishRefused: it was a reminder, which comes when it was ordered.
    """
    if note.kind == "reminder":
        raise WishRefused("You set this reminder yourself. Delete it, and it does not come again.")
    if note.trigger == "crisis":
        return replace(settings, checks_in_after_crisis=False)
    slower = min(LEAST, settings.slower.get(note.kind, 1.0) * LESS)
    return replace(settings, slower={**settings.slower, note.kind: slower})


def as_often(settings: OutreachSettings, kind: OutreachKind | None = None) -> OutreachSettings:
    """Return the settings with a kind, or every kind, coming as often as by itself."""
    kept = {one: by for one, by in settings.slower.items() if kind is not None and one != kind}
    return replace(settings, slower=kept)


def never_about(settings: OutreachSettings, topics: Iterable[str]) -> OutreachSettings:
    """Return the settings with some topics never brought up; those that are known stay once.

    Raises:
        WishRefused: there would be too many, or one is blank or too long.
    """
    added = [" ".join(topic.split()) for topic in topics]
    if not all(added) or any(len(topic) > LONGEST_TOPIC for topic in added):
        raise WishRefused(f"What is never brought up is 1 to {LONGEST_TOPIC} characters long.")
    known: dict[str, str] = {}
    for topic in (*settings.forbidden, *added):
        known.setdefault(topic.casefold(), topic)
    forbidden = tuple(known.values())
    if len(forbidden) > MOST_TOPICS:
        raise WishRefused(
            f"There are {MOST_TOPICS} things already that are never brought up. Take one back."
        )
    return replace(settings, forbidden=forbidden)


def again_about(settings: OutreachSettings, topic: str) -> OutreachSettings:
    """Return the settings with a topic allowed again.

    Raises:
        WishRefused: it was not forbidden.
    """
    wanted = " ".join(topic.split()).casefold()
    kept = tuple(one for one in settings.forbidden if one.casefold() != wanted)
    if kept == settings.forbidden:
        raise WishRefused(f"There is nothing called {topic!r} among what is never brought up.")
    return replace(settings, forbidden=kept)
