"""The person who is signed in."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from litestar import get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field, StringConstraints

from api.problems import problems
from api.rest.body import Body
from api.services import Running
from storage.records import Person
from storage.records.person import AgeGroup

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\p{Cc}]*$"),
]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
"""As in BCP 47, like `en` or `zh-CN`."""
Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
"""As in ISO 3166-1, like `GB` or `CN`."""
Region = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}-[A-Za-z0-9]{1,3}$")]
"""As in ISO 3166-2, like `US-NY`."""


class Me(Body):
    """What is known of a person outside the talk."""

    id: UUID
    name: str | None
    timezone: str
    language: str | None
    country: str | None
    age_group: AgeGroup | None
    region: str | None
    age_vouched: bool
    """Whether the sign-in service gave the age group; then it is changed there."""
    heavy_use_hours: int | None


class MeChanges(Body):
    """What a person changes; what is left out stays, and null takes back."""

    name: Name | None = None
    timezone: str = Field(default="", max_length=64)
    """An IANA name like `Europe/London`."""
    language: LanguageTag | None = None
    country: Country | None = None
    """Decides which helpline is named in an emergency."""
    age_group: AgeGroup | None = None
    """Only an adult goes beyond friendship with a persona; null is somebody who has not said.

    Minors get a break notice every hour. An age that the sign-in service gives stays.
    """
    region: Region | None = None
    """Decides, with the country, which rules of law count."""
    heavy_use_hours: int | None = Field(default=None, ge=0, le=24)
    """Hours of a day from which a gentle word is said; 0 never, null as usual."""


@get("/api/me", responses=problems(401, 503))
async def me(person: NamedDependency[Person]) -> Me:
    """Tell who is signed in."""
    return _me(person)


@patch("/api/me", responses=problems(400, 401, 403, 503))
async def change_me(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    data: JSONBody[MeChanges],
) -> Me:
    """Change what is known of the person who is signed in."""
    changes = data.model_dump(include=data.model_fields_set, by_alias=False)
    knows_zone = person.knows_zone or "timezone" in changes
    changed = replace(person, **changes, knows_zone=knows_zone)
    return _me(await running.persons.update_settings(changed, now=running.clock.now()))


def _me(person: Person) -> Me:
    return Me(
        id=person.id,
        name=person.name,
        timezone=person.timezone,
        language=person.language,
        country=person.country,
        age_group=person.age_group,
        region=person.region,
        age_vouched=person.age_vouched,
        heavy_use_hours=person.heavy_use_hours,
    )
