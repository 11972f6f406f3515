"""What a request about memories may say, and how it is read."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.exceptions import ValidationException
from litestar.params import QueryParameter
from pydantic import StringConstraints

from storage.records import MemoryState, MemoryType, Person, Place

LONGEST_CONTENT = 400
"""Characters of a memory, as long as one that is read out of a talk."""

LONGEST_VALUE = 200
"""Characters of a preference."""

YEARS = range(1900, 2200)
"""In which a memory can have been learned."""

NO_CONTROLS = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"

Type = Annotated[MemoryType | None, QueryParameter(name="type")]
State = Annotated[MemoryState, QueryParameter(name="state")]
AsOf = Annotated[datetime | None, QueryParameter(name="asOf")]
LearnedFrom = Annotated[datetime | None, QueryParameter(name="learnedFrom")]
LearnedTo = Annotated[datetime | None, QueryParameter(name="learnedTo")]
LearnedOn = Annotated[date | None, QueryParameter(name="learnedOn")]
Query = Annotated[str, QueryParameter(name="query", max_length=200, pattern=r"^[^\x00-\x1f]*$")]
KnownPersonId = Annotated[UUID | None, QueryParameter(name="knownPersonId")]
Cursor = Annotated[str | None, QueryParameter(max_length=100, pattern=r"^[\w=-]*$")]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]

Content = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_CONTENT, pattern=NO_CONTROLS
    ),
]
PreferenceValue = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_VALUE, pattern=NO_CONTROLS
    ),
]


def moment_of(value: datetime | None, person: Person) -> datetime | None:
    """Return a moment; one without a zone is in the person's own.

    Raises:
        ValidationException: nothing can have been learned then.
    """
    if value is None:
        return None
    if value.year not in YEARS:
        raise ValidationException(f"There is no memory of the year {value.year}.")
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(person.timezone))


def day_of(value: date, person: Person) -> tuple[datetime, datetime]:
    """Return when a day begins and ends where the person lives.

    Raises:
        ValidationException: nothing can have been learned then.
    """
    if value.year not in YEARS:
        raise ValidationException(f"There is no memory of the year {value.year}.")
    zone = ZoneInfo(person.timezone)
    begins = datetime.combine(value, time(), zone)
    return begins, datetime.combine(value + timedelta(days=1), time(), zone)


def cursor_of(place: Place | None) -> str | None:
    """Return where the next page begins, as a client hands it back."""
    if place is None:
        return None
    text = f"{place.at.astimezone(UTC).isoformat()} {place.id}"
    return urlsafe_b64encode(text.encode()).decode()


def place_of(cursor: str | None) -> Place | None:
    """Return where a page begins.

    Raises:
        ValidationException: that is no cursor of ours.
    """
    if not cursor:
        return None
    try:
        moment, _, number = urlsafe_b64decode(cursor).decode().partition(" ")
        place = Place(at=datetime.fromisoformat(moment), id=UUID(number))
    except (binascii.Error, ValueError) as error:
        raise ValidationException("That cursor is not one of ours.") from error
    if place.at.tzinfo is None or place.at.year not in YEARS:
        raise ValidationException("That cursor is not one of ours.")
    return place
