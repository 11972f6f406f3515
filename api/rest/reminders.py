"""What a person asked to be reminded of: to see it, and to delete it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import delete, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from api.desks.reminders import Kept, RemindersDesk
from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.rest.reader import reader
from api.services import Running
from storage.records import Person
from storage.records.reminder import Every
from tools.relationship.words import language_of_person
from tools.reminders.words import when_words


class ReminderBody(Body):
    """One reminder; it was set in the talk, in words such as "remind me tomorrow at nine"."""

    id: UUID
    what: str
    """In the person's words."""
    at: datetime | None
    """When it comes next, or since when it is due; null when it has come."""
    when: str
    """When it comes, in the language asked for or the person's, and where they live."""
    every: Every | None
    """How often it comes again; null is once."""
    in_quiet_hours: bool
    """Whether it comes in the quiet hours too, for its very minute was asked for."""
    set_at: datetime
    sent_at: datetime | None
    """When it came last; null while it has not."""


class RemindersBody(Body):
    """Everything somebody is to be reminded of."""

    agent_id: str | None
    reminders: tuple[ReminderBody, ...]
    """The next first; those that have come last."""


@get(
    "/api/companion/reminders",
    dependencies={"reader": Provide(reader)},
    responses=problems(400, 401, 404, 503),
)
async def reminders(
    person: NamedDependency[Person],
    reader: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> RemindersBody:
    """List what the person who is signed in asked a companion to be reminded of."""
    desk = RemindersDesk(running=running, person=person, agent_id=agent_id)
    return reminders_body(await desk.all(), reader, agent_id)


@delete("/api/companion/reminders/{reminder_id:uuid}", responses=problems(400, 401, 403, 404, 503))
async def delete_reminder(
    reminder_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> None:
    """Delete a reminder; it does not come any more."""
    desk = RemindersDesk(running=running, person=person, agent_id=agent_id)
    await desk.delete(reminder_id)


def reminders_body(kept: Iterable[Kept], person: Person, agent_id: str | None) -> RemindersBody:
    """Return reminders as they are shown, in the person's language."""
    language, zone = language_of_person(person.language), ZoneInfo(person.timezone)
    return RemindersBody(
        agent_id=agent_id,
        reminders=tuple(
            ReminderBody(
                id=one.reminder.id,
                what=one.reminder.what,
                at=one.at,
                when=when_words(one.reminder, zone, language),
                every=one.reminder.every,
                in_quiet_hours=one.reminder.insists,
                set_at=one.reminder.set_at,
                sent_at=one.reminder.sent_at,
            )
            for one in kept
        ),
    )


REMINDER_HANDLERS = (reminders, delete_reminder)
"""To see reminders, and to delete one."""
