"""What a person agrees to be written first, why something was, and what is to come."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ValidationException
from litestar.params import FromPath, JSONBody, QueryParameter

from api.desks.outreach import OutreachDesk
from api.problems import problems
from api.rest.memory_parameters import NO_CONTROLS
from api.rest.messages import AgentId
from api.rest.outreach_ahead import PreviewBody, preview_body
from api.rest.outreach_bodies import (
    OutreachAgreement,
    OutreachBody,
    SnoozeBody,
    TopicBody,
    outreach_body,
)
from api.rest.outreach_why import WhyBody, WithheldCountsBody, why_body, withheld_body
from api.rest.reader import reader
from api.services import Running
from storage.records import Person
from storage.records.outreach import OutreachKind, OutreachSettings
from tools.outreach.topic import LONGEST_TOPIC

PLACE = "/api/companion/outreach"

MOST_DAYS_AHEAD = 14
"""Days that can be looked ahead; further on nobody knows what the person will have said."""

MOST_DAYS_BACK = 366

LENGTHS = {"day": timedelta(days=1), "week": timedelta(days=7)}

LONGEST_SNOOZE = timedelta(days=366)
"""Who wants longer peace than a year ends it altogether."""

DaysAhead = Annotated[int, QueryParameter(ge=1, le=MOST_DAYS_AHEAD)]
DaysBack = Annotated[int, QueryParameter(ge=1, le=MOST_DAYS_BACK)]
Kind = Annotated[OutreachKind | None, QueryParameter()]
ForbiddenTopic = Annotated[
    str, QueryParameter(min_length=1, max_length=LONGEST_TOPIC, pattern=NO_CONTROLS)
]


async def outreach_desk(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> OutreachDesk:
    """Return the desk of the person who asks, for the companion they ask about."""
    return OutreachDesk(running=running, person=person, agent_id=agent_id)


@get(PLACE, responses=problems(400, 401, 404, 503))
async def outreach(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
) -> OutreachBody:
    """Show what a companion may write first; nothing, until the person agrees to it."""
    return _body(await desk.now(), desk, reader)


@put(PLACE, responses=problems(400, 401, 403, 404, 503))
async def agree_to_outreach(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    data: JSONBody[OutreachAgreement],
) -> OutreachBody:
    """Agree to some kinds of messages, or to none, which ends it at once.

    What was put off, forbidden or made slower stays: each has a way of its own below this address.
    """
    return _body(await desk.agree(data.agreed()), desk, reader)


@post(f"{PLACE}/snooze", status_code=200, responses=problems(400, 401, 403, 404, 503))
async def snooze_outreach(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    data: JSONBody[SnoozeBody],
) -> OutreachBody:
    """Put off everything for a day, for a week, or until a moment; reminders keep their time."""
    until = snooze_end(data, desk.person, desk.running.clock.now())
    if until is None:
        raise ValidationException("That is not within the year ahead.")
    return _body(await desk.snooze(until), desk, reader)


@delete(f"{PLACE}/snooze", status_code=200, responses=problems(400, 401, 403, 404, 503))
async def end_snooze(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
) -> OutreachBody:
    """Let messages come again that were put off."""
    return _body(await desk.snooze(None), desk, reader)


@post(f"{PLACE}/never", status_code=200, responses=problems(400, 401, 403, 404, 503))
async def never_about(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    data: JSONBody[TopicBody],
) -> OutreachBody:
    """Never bring something up that touches these words."""
    return _body(await desk.never(data.topic), desk, reader)


@delete(f"{PLACE}/never", status_code=200, responses=problems(400, 401, 403, 404, 503))
async def about_again(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    topic: ForbiddenTopic,
) -> OutreachBody:
    """Take back that something is never brought up."""
    return _body(await desk.again(topic), desk, reader)


@delete(f"{PLACE}/less", status_code=200, responses=problems(400, 401, 403, 404, 503))
async def as_often_again(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    kind: Kind = None,
) -> OutreachBody:
    """Take back "less like this" for a kind, or for every kind."""
    return _body(await desk.as_often(kind), desk, reader)


@get(f"{PLACE}/messages/{{message_id:uuid}}/why", responses=problems(400, 401, 404, 503))
async def why_first(
    message_id: FromPath[UUID],
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
) -> WhyBody:
    """Tell why a message came first: what brought it to mind, on what it rests, what it passed."""
    return why_body(await desk.why(message_id), reader)


@post(
    f"{PLACE}/messages/{{message_id:uuid}}/less",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def less_like_this(
    message_id: FromPath[UUID],
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
) -> OutreachBody:
    """Let what is like this message come half as often, to an eighth at least."""
    return _body(await desk.less(message_id), desk, reader)


@post(
    f"{PLACE}/messages/{{message_id:uuid}}/never",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def never_about_this(
    message_id: FromPath[UUID],
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
) -> OutreachBody:
    """Never bring up again what this message was about."""
    return _body(await desk.never_like(message_id), desk, reader)


@get(f"{PLACE}/preview", responses=problems(400, 401, 404, 503))
async def preview_outreach(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    days: DaysAhead = 7,
) -> PreviewBody:
    """Look ahead without doing anything: each thing, when it would be written or why it would not.

    As if the person wrote nothing in these days. No model is asked and nothing is stored.
    """
    return preview_body(await desk.preview(days=days), reader, desk.agent_id, days=days)


@get(f"{PLACE}/withheld", responses=problems(400, 401, 404, 503))
async def withheld_outreach(
    desk: NamedDependency[OutreachDesk],
    reader: NamedDependency[Person],
    days: DaysBack = 30,
) -> WithheldCountsBody:
    """Show how often something was kept back in the last days, and why."""
    return withheld_body(await desk.withheld(days=days), reader, desk.agent_id, days=days)


def _body(settings: OutreachSettings, desk: OutreachDesk, reader: Person) -> OutreachBody:
    return outreach_body(settings, reader, desk.agent_id)


def snooze_end(data: SnoozeBody, person: Person, now: datetime) -> datetime | None:
    """Return until when everything is put off; None where that is not within the year ahead."""
    if data.length is not None:
        return now + LENGTHS[data.length]
    until = data.until or now
    if until.tzinfo is None:
        until = until.replace(tzinfo=ZoneInfo(person.timezone))
    if abs(until.year - now.year) > 1 or not now < until <= now + LONGEST_SNOOZE:
        return None
    return until.astimezone(UTC)


OUTREACH_HANDLERS = (
    Router(
        path="",
        dependencies={"desk": Provide(outreach_desk), "reader": Provide(reader)},
        route_handlers=[
            outreach,
            agree_to_outreach,
            snooze_outreach,
            end_snooze,
            never_about,
            about_again,
            as_often_again,
            why_first,
            less_like_this,
            never_about_this,
            preview_outreach,
            withheld_outreach,
        ],
    ),
)
"""To see, to change and to understand messages that come first."""
