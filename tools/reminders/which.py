"""Which of the stored reminders somebody means who wants one no more."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.reminder import Reminder
from tools.dates.span import DateSpan
from tools.reminders.hear import EXACT
from tools.reminders.occurrence import due_of, next_after
from tools.reminders.take_back import Answer, TakingBack
from tools.text.scripts import HAN
from tools.text.simplify import simplified
from tools.text.terms import terms_of

ENOUGH = 0.5
"""More than this share of the words that were said has to fit; so many alone are asked about."""

SOMETHING_SAID = 2
"""Terms beside a wish from which the message speaks of something."""

_HAN = re.compile(f"[{HAN}]")

HALF_DAY = timedelta(hours=12)
"""Nine o'clock is in the morning or in the evening."""


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What becomes of a wish to take a reminder back."""

    taken_back: tuple[Reminder, ...] = ()
    """Those that are deleted."""
    asks: tuple[Reminder, ...] = ()
    """Those among which the person is asked; then nothing is deleted."""
    missing: bool = False
    """Whether nothing that is stored fits, and the person has to be told."""


NOTHING_MEANT = Meant()


def meant(wish: TakingBack, stored: Sequence[Reminder], zone: ZoneInfo, *, now: datetime) -> Meant:
    """Return which reminders are taken back, or among which the person has to be asked.

    Args:
        wish: what they said.
        stored: their reminders that are still to come.
        zone: where they live.
        now: the present moment.
    """
    if not (stored or wish.named):
        return NOTHING_MEANT
    then = _at_that_time(wish, stored, zone, now)
    shares = {one.id: _share(wish.about, one.what) for one in then}
    best = max(shares.values(), default=0.0)
    if wish.about and best <= ENOUGH:
        near = [one for one in then if shares[one.id] > 0 or wish.span is not None]
        return _none_fits(wish, near)
    fits = [one for one in then if shares[one.id] == best] if wish.about else then
    if wish.repeats and any(one.every for one in fits):
        fits = [one for one in fits if one.every]
    if not fits:
        return _none_fits(wish, ())
    # A word on one day is no word on every day.
    if all(one.every for one in fits) and _of_one_day(wish):
        return Meant(asks=tuple(fits))
    if _is_of_another(wish, fits):
        return Meant(asks=tuple(fits))
    if wish.several or len(fits) == 1:
        return Meant(taken_back=tuple(fits))
    told = _told_beside(wish, fits)
    return Meant(taken_back=(told,)) if told else Meant(asks=tuple(fits))


def answered(
    answer: Answer, asked: Sequence[Reminder], zone: ZoneInfo, *, now: datetime
) -> tuple[Reminder, ...]:
    """Return the reminders that the answer to a question takes back."""
    if answer.no:
        return ()
    if answer.all:
        return tuple(asked)
    if answer.place is not None:
        return tuple(asked[answer.place :][:1])
    which = answer.which
    if which.about or which.span:
        found = meant(which, asked, zone, now=now).taken_back
        if found:
            return found
    return tuple(asked) if answer.yes and len(asked) == 1 else ()


def _told_beside(wish: TakingBack, fits: Sequence[Reminder]) -> Reminder | None:
    """Return the one that was set last, or of which the rest of the message speaks."""
    if wish.latest:
        return max(fits, key=lambda one: one.set_at)
    if wish.about or wish.span:
        return None
    spoken_of = [one for one in fits if _stored_share(wish.hint, one.what) >= ENOUGH]
    return spoken_of[0] if len(spoken_of) == 1 else None


def _is_of_another(wish: TakingBack, fits: Sequence[Reminder]) -> bool:
    """Return whether somebody need not be reminded of what the only one that fits is not about."""
    if wish.named or wish.about or wish.span or len(fits) > 1:
        return False
    speaks = len(terms_of(wish.hint)) >= SOMETHING_SAID
    return speaks and _stored_share(wish.hint, fits[0].what) < ENOUGH


def _none_fits(wish: TakingBack, near: Iterable[Reminder]) -> Meant:
    if not wish.surely:
        return NOTHING_MEANT
    asks = tuple(near)
    return Meant(asks=asks, missing=not asks)


def _of_one_day(wish: TakingBack) -> bool:
    return wish.of_day and not (wish.repeats or wish.whole)


def _at_that_time(
    wish: TakingBack, stored: Sequence[Reminder], zone: ZoneInfo, now: datetime
) -> list[Reminder]:
    """Return those that come when it was said; a bare time is also one half a day on."""
    span = wish.span
    if span is None:
        return list(stored)
    within = [one for one in stored if _comes_in(one, span, zone, now)]
    if _of_one_day(wish):
        # What comes on that day alone is the reminder of that day.
        return [one for one in within if one.every is None] or within
    if within or wish.of_day:
        return within
    return [one for one in stored if _same_clock(one, span, zone, now)]


def _comes_in(one: Reminder, span: DateSpan, zone: ZoneInfo, now: datetime) -> bool:
    end = max(span.end, span.start + timedelta(minutes=1))
    due = due_of(one, zone, sent_at=one.sent_at, now=now)
    if one.every is not None and due < span.start:
        due = next_after(due, one.every, zone, after=span.start - timedelta(microseconds=1))
    return span.start <= due < end


def _same_clock(one: Reminder, span: DateSpan, zone: ZoneInfo, now: datetime) -> bool:
    if span.precision not in EXACT:
        return False
    wall = due_of(one, zone, sent_at=one.sent_at, now=now).astimezone(zone)
    meant_at = span.start.astimezone(zone)
    half = HALF_DAY.seconds // 3600
    return (wall.hour % half, wall.minute) == (meant_at.hour % half, meant_at.minute)


def _share(about: str, what: str) -> float:
    """Return how much of the words said fits, or of those stored; from 0 to 1."""
    words, stored = set(terms_of(about)), set(terms_of(what))
    signs, stored_signs = _han(about), _han(what)
    parts = ((words, stored), (stored, words), (signs, stored_signs), (stored_signs, signs))
    return max(len(one & other) / len(one) if one else 0.0 for one, other in parts)


def _stored_share(said: str, what: str) -> float:
    """Return how much of the words of a reminder was said, from 0 to 1."""
    stored, signs = set(terms_of(what)), _han(what)
    if signs:
        return len(signs & _han(said)) / len(signs)
    return len(stored & set(terms_of(said))) / len(stored) if stored else 0.0


def _han(text: str) -> set[str]:
    return set(_HAN.findall(simplified(text)))
