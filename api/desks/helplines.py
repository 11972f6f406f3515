"""The helplines that count in this process, as a body."""

from datetime import date

from api.rest.body import Body
from tools.care.helplines import VERIFY_EVERY, Audience, Helpline, all_helplines, outdated


class HelplineBody(Body):
    """One line."""

    country: str | None
    """As in ISO 3166; null for the pointer to every country's lines."""
    name: str
    reach: str
    hours: str
    audience: Audience
    source: str
    verified_at: date


class HelplinesBody(Body):
    """Some lines."""

    verify_every_days: int
    """How long a check counts."""
    helplines: tuple[HelplineBody, ...]


def helplines_body(today: date, *, due_alone: bool = False) -> HelplinesBody:
    """Return all lines, or those that have to be held against their sources again."""
    lines = outdated(today) if due_alone else all_helplines()
    return HelplinesBody(
        verify_every_days=VERIFY_EVERY.days,
        helplines=tuple(map(_body, lines)),
    )


def _body(line: Helpline) -> HelplineBody:
    return HelplineBody(
        country=line.country,
        name=line.name,
        reach=line.reach,
        hours=line.hours,
        audience=line.audience,
        source=line.source,
        verified_at=line.verified_at,
    )
