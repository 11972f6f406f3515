"""The commands `miolumi reminders`: what the local owner asked to be reminded of."""

from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api.desks.reminders import RemindersDesk

agent = click.option("--agent", metavar="NAME", help="A persona; left out, Lumi.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")


@click.group()
def reminders() -> None:
    """See what you asked to be reminded of, and delete it.

    A reminder is set in the talk: "remind me tomorrow at nine to call mum".

    Example: `miolumi reminders list`
    """


@reminders.command("list")
@agent
@as_json
@in_a_line
def list_reminders(*, agent: str | None, as_json: bool) -> None:
    """List your reminders, the next first.

    Example: `miolumi reminders list --agent fern`
    """

    async def done(desk: "RemindersDesk") -> None:
        await _listed(desk, as_json=as_json)

    _at_desk(agent, done)


@reminders.command()
@click.argument("reminder_id")
@agent
@as_json
@in_a_line
def delete(*, reminder_id: str, agent: str | None, as_json: bool) -> None:
    """Delete a reminder by its id, or the beginning of it; it does not come any more.

    Example: `miolumi reminders delete 3f2a`
    """

    async def done(desk: "RemindersDesk") -> None:
        from api.commands.memory_answers import MemoryCommandError

        ids = [one.reminder.id for one in await desk.all()]
        found = [one for one in ids if str(one).startswith(reminder_id.strip().lower())]
        if len(found) != 1:
            how_many = "More than one reminder has" if found else "No reminder has"
            raise MemoryCommandError(
                f"{how_many} an id like {reminder_id!r}; `miolumi reminders list` shows them."
            )
        await desk.delete(found[0])
        await _listed(desk, as_json=as_json)

    _at_desk(agent, done)


async def _listed(desk: "RemindersDesk", *, as_json: bool) -> None:
    from zoneinfo import ZoneInfo

    from api.commands.memory_screen import MemoryScreen, short
    from api.rest.reminders import reminders_body

    zone = ZoneInfo(desk.person.timezone)
    body = reminders_body(await desk.all(), desk.person, desk.agent_id)
    rows = [
        (
            short(one.id),
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}" if one.at else "has come",
            one.every or "once",
            one.what,
        )
        for one in body.reminders
    ]
    MemoryScreen(json=as_json).tell(body, ("id", "next", "", "of"), rows)


def _at_desk(agent_id: str | None, wish: "Callable[[RemindersDesk], Awaitable[None]]") -> None:
    from api.commands.memory_owner import as_owner
    from api.desks.reminders import RemindersDesk
    from api.services import Running
    from storage.records import Person

    async def done(running: Running, person: Person) -> None:
        await wish(RemindersDesk(running=running, person=person, agent_id=agent_id))

    as_owner(done)
