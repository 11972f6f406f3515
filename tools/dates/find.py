"""Find time expressions in a text and resolve them against the moment it was said."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import chain

from tools.dates.calendar import Stretch
from tools.dates.clock import Clock
from tools.dates.days import (
    date_of_year,
    day_of_month,
    days_of_year,
    holiday_of_year,
    near_day,
    weekday,
    weekend_near,
)
from tools.dates.fold import folded
from tools.dates.grammar import Found, grammars
from tools.dates.join import Piece, day_before, joined
from tools.dates.months import (
    month_of_year,
    season,
    third_of_month,
    turn_of_year,
    week_of_month,
    week_of_year,
    weekday_of_month,
)
from tools.dates.reading import Meaning, Said, Values
from tools.dates.span import DateSpan, Tense
from tools.dates.tense import Clauses
from tools.dates.times import clock, coming, near_part
from tools.dates.units import (
    counted,
    near_year,
    offset,
    part_of_year,
    recent,
    rest_of,
    some_years,
    ten_years,
    unit,
    weekday_from,
    year,
)

TEXT_READ = 20_000
"""Characters of a text that are read for dates; a longer one is read at its beginning."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a date can be in, both included."""

EXACT = ("minute", "hour")
"""Precisions whose length is real time; the others end by the wall clock."""

READINGS = {
    reading.__name__: reading
    for reading in (
        clock,
        counted,
        date_of_year,
        day_of_month,
        days_of_year,
        holiday_of_year,
        month_of_year,
        near_day,
        near_part,
        near_year,
        offset,
        part_of_year,
        recent,
        rest_of,
        season,
        some_years,
        ten_years,
        third_of_month,
        turn_of_year,
        unit,
        week_of_month,
        week_of_year,
        weekday,
        weekday_from,
        weekday_of_month,
        weekend_near,
        year,
    )
}
"""What each rule of a table reads as."""


def find_dates(
    text: str, *, said_at: datetime, zone: tzinfo, tense: Tense = "either"
) -> tuple[DateSpan, ...]:
    """Return every time that a text names and that can be resolved, in order.

    Args:
        text: English, Chinese or both; its first 20,000 characters are read.
        said_at: When it was said, aware.
        zone: Where the speaker's wall clock stands.
        tense: Where an ambiguous expression ("Friday", "in March") goes. With "either" it goes
            where its own clause points, and to the future when that says nothing.
    """
    return tuple(span for span, _ in spans_of(text, said_at=said_at, zone=zone, tense=tense))


def resolve(
    expression: str, *, said_at: datetime, zone: tzinfo, tense: Tense = "either"
) -> DateSpan | None:
    """Return the first time that an expression names, or None."""
    found = find_dates(expression, said_at=said_at, zone=zone, tense=tense)
    return found[0] if found else None


def spans_of(
    text: str, *, said_at: datetime, zone: tzinfo, tense: Tense
) -> Iterator[tuple[DateSpan, bool]]:
    """Yield every time a text names, and whether it was counted from now, as "two weeks ago" is."""
    for piece, stretch in _pieces_of(text, said_at=said_at, zone=zone, tense=tense):
        span = _span(text, piece, stretch, zone)
        if span is not None:
            yield span, stretch.counted


def _pieces_of(
    text: str, *, said_at: datetime, zone: tzinfo, tense: Tense
) -> Iterator[tuple[Piece, Stretch]]:
    """Yield the expressions of a text with their ranges on the speaker's wall clock."""
    plain = folded(text[:TEXT_READ])
    clauses = Clauses(plain)

    def said(begin: int, end: int) -> Said:
        pointed = clauses.tense_at(begin, end) if tense == "either" else tense
        return Said(said_at, zone, pointed)

    chosen = _longest(chain.from_iterable(grammar.found_in(plain) for grammar in grammars()))
    read = ((found, _read(found, said(found.begin, found.end))) for found in chosen)
    pieces = [
        Piece(found.begin, found.end, meaning, found.rule.alone)
        for found, meaning in read
        if meaning is not None
    ]
    named: Piece | None = None
    for piece in joined(plain, pieces):
        meaning: Meaning | None = piece.meaning
        if isinstance(meaning, Clock):
            of = day_before(plain, named, piece)
            meaning = meaning.on(of) if of else coming(meaning, said(piece.begin, piece.end))
        if piece.alone and isinstance(meaning, Stretch):
            named = piece
            yield piece, meaning


def _longest(found: Iterable[Found]) -> Iterator[Found]:
    """Yield the expressions that overlap no longer one that begins before or with them."""
    taken = 0
    for one in sorted(found, key=lambda one: (one.begin, -one.end, not one.rule.alone)):
        if one.begin >= taken and one.end > one.begin:
            taken = one.end
            yield one


def _read(found: Found, said: Said) -> Meaning | None:
    """Return what an expression means, or None when it means no day that exists."""
    values: Values = found.values
    if values.get("only") == "future" and said.tense == "past":
        return None
    try:
        return READINGS[found.rule.reads](values, said)
    except (ValueError, OverflowError):
        return None


def _span(text: str, piece: Piece, stretch: Stretch, zone: tzinfo) -> DateSpan | None:
    if stretch.start.year < FIRST_YEAR or stretch.start.year > LAST_YEAR:
        return None
    start = stretch.start.replace(tzinfo=zone).astimezone(UTC)
    end = stretch.end.replace(tzinfo=zone).astimezone(UTC)
    if stretch.precision in EXACT:
        end = start + (stretch.end - stretch.start)
    if end <= start:
        return None
    return DateSpan(
        start=start, end=end, precision=stretch.precision, text=text[piece.begin : piece.end]
    )
