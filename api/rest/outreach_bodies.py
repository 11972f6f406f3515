"""What somebody agreed to of messages that come first, as JSON."""

from datetime import datetime, time
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from api.desks.outreach import Agreed
from api.rest.body import Body
from api.rest.memory_parameters import NO_CONTROLS
from storage.records import Person
from storage.records.outreach import OutreachKind, OutreachSettings, QuietHours
from tools.outreach.topic import LONGEST_TOPIC
from tools.outreach.words import KINDS, kind_explained, kind_name
from tools.relationship.words import language_of_person

MOST_A_DAY = 24
"""The highest ceiling somebody may set; closeness allows four a day at most, whatever it says."""

WallClock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day like `22:30`, by the clock on the person's wall."""

Topic = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_TOPIC, pattern=NO_CONTROLS
    ),
]


class QuietHoursBody(Body):
    """The part of every day in which nothing comes; over midnight where it ends before it begins.

    The two may not be the same.
    """

    start: WallClock
    end: WallClock

    @model_validator(mode="after")
    def _two_times(self) -> Self:
        if self.start == self.end:
            raise ValueError("Quiet hours need an end that is not their beginning.")
        return self


class OutreachKindBody(Body):
    """A kind of messages that can be agreed to, by itself."""

    kind: OutreachKind
    agreed: bool
    name: str
    """In the language asked for or the person's, like everything here that is to be read."""
    explained: str
    """What somebody agrees to who agrees to it."""
    slower: float
    """By how much "less like this" stretched the silence before it: 1, 2, 4 or 8."""


class OutreachBody(Body):
    """What a person agreed to be written first by a companion; nothing, until they did."""

    agent_id: str | None
    on: bool
    """Whether anything may come."""
    kinds: tuple[OutreachKindBody, ...]
    """Every kind there is."""
    quiet_hours: QuietHoursBody | None
    """Null is no quiet hours."""
    timezone: str
    """Where the quiet hours are."""
    snoozed_until: datetime | None
    """Everything is put off until then; null or past when nothing is."""
    forbidden: tuple[str, ...]
    """What is never brought up, in the person's words."""
    daily_ceiling: int | None
    """The most messages a day; null leaves it to how close the two are."""
    touches_sensitive: bool
    """Whether health, grief and the like may be taken up once the person spoke of it."""
    checks_in_after_crisis: bool
    """Whether the companion may ask once how they are, a day after a crisis."""


class OutreachAgreement(Body):
    """What a person agrees to, as a whole; what is put off, forbidden or slower stays."""

    kinds: Annotated[tuple[OutreachKind, ...], Field(max_length=8)]
    """None is to be left in peace."""
    quiet_hours: QuietHoursBody | None
    daily_ceiling: Annotated[int, Field(ge=0, le=MOST_A_DAY)] | None = None
    touches_sensitive: bool = True
    checks_in_after_crisis: bool = False

    def agreed(self) -> Agreed:
        """Return it as the program works with it."""
        quiet = self.quiet_hours
        return Agreed(
            kinds=frozenset(self.kinds),
            quiet=QuietHours(start=_time(quiet.start), end=_time(quiet.end)) if quiet else None,
            daily_ceiling=self.daily_ceiling,
            touches_sensitive=self.touches_sensitive,
            checks_in_after_crisis=self.checks_in_after_crisis,
        )


class SnoozeBody(Body):
    """For how long everything is put off: `length`, or `until`; one of the two."""

    length: Literal["day", "week"] | None = None
    """24 hours, or seven times that."""
    until: datetime | None = None
    """At most a year ahead; without a zone it is in the person's own."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.length is None) == (self.until is None):
            raise ValueError("Say either for what length or until when.")
        return self


class TopicBody(Body):
    """What is never brought up."""

    topic: Topic


def outreach_body(settings: OutreachSettings, person: Person, agent_id: str | None) -> OutreachBody:
    """Return what is agreed to, as it is shown."""
    language = language_of_person(person.language)
    return OutreachBody(
        agent_id=agent_id,
        on=settings.allows_anything,
        kinds=tuple(
            OutreachKindBody(
                kind=kind,
                agreed=kind in settings.kinds,
                name=kind_name(kind, language),
                explained=kind_explained(kind, language),
                slower=settings.slower.get(kind, 1.0),
            )
            for kind in KINDS
        ),
        quiet_hours=_quiet(settings.quiet),
        timezone=person.timezone,
        snoozed_until=settings.snoozed_until,
        forbidden=settings.forbidden,
        daily_ceiling=settings.daily_ceiling,
        touches_sensitive=settings.touches_sensitive,
        checks_in_after_crisis=settings.checks_in_after_crisis,
    )


def _quiet(quiet: QuietHours | None) -> QuietHoursBody | None:
    if quiet is None:
        return None
    return QuietHoursBody(start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}")


def _time(shown: str) -> time:
    return time.fromisoformat(shown)
