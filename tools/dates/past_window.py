"""Whether a message asks back, and after which time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from tools.dates.cues import cues
from tools.dates.find import TEXT_READ, spans_of
from tools.dates.fold import folded
from tools.dates.span import DateSpan, Precision

MARGIN: dict[Precision, timedelta] = {
    "minute": timedelta(minutes=15),
    "hour": timedelta(hours=1),
    "week": timedelta(days=3),
    "month": timedelta(days=10),
    "season": timedelta(days=30),
    "year": timedelta(days=60),
}
"""By how much a counted time ("two weeks ago") is wider on either side than its unit."""


_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:\.(?=\d)[^.!?。！？\n]+)*[.!?。！？\n]?")


@dataclass(frozen=True, kw_only=True)
class PastWindow:
    """The time that a message asks back to."""

    start: datetime | None
    """The first moment of it, aware, in UTC; None when no time was named."""
    end: datetime | None
    """The first moment after it, never later than the message; None when no time was named."""
    points_back: bool
    """Whether the words point to an earlier talk: "you said", "last time"."""
    text: str
    """The words it was read from."""


def past_window(question: str, *, now: datetime, zone: tzinfo) -> PastWindow | None:
    """Return the time a message asks back to, or None when it does not ask back.

    "What did I do last week?" names a time; "remember when I fell?" only points to an earlier
    talk, and has neither start nor end. Of several times in one message the window holds all.
    """
    question = question[:TEXT_READ]
    talk = cues("past_window.toml")["talk"].search(folded(question))
    asking = [question] if talk else list(filter(_asks_about_the_past, _SENTENCE.findall(question)))
    found = [
        (span, counted)
        for sentence in asking
        for span, counted in spans_of(sentence, said_at=now, zone=zone, tense="past")
        if span.start < now
    ]
    if found:
        return _window([_widened(*one) for one in found], found, now, talk is not None)
    if talk is None:
        return None
    words = question[talk.start() : talk.end()]
    return PastWindow(start=None, end=None, points_back=True, text=words)


def _asks_about_the_past(sentence: str) -> bool:
    table, plain = cues("past_window.toml"), folded(sentence)
    asks = all(table[cue].search(plain) for cue in ("question", "asks", "own"))
    return asks and not table["ahead"].search(plain)


def _window(
    ranges: list[tuple[datetime, datetime]],
    found: list[tuple[DateSpan, bool]],
    now: datetime,
    points_back: bool,
) -> PastWindow:
    present = now.astimezone(UTC)
    start = min(start for start, _ in ranges)
    end = min(max(end for _, end in ranges), present)
    return PastWindow(start=start, end=end, points_back=points_back, text=found[0][0].text)


def _widened(span: DateSpan, counted: bool) -> tuple[datetime, datetime]:
    margin = MARGIN.get(span.precision, timedelta()) if counted else timedelta()
    return span.start - margin, span.end + margin
