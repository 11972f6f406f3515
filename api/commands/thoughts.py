"""The commands `miolumi thoughts`: what a companion has in mind for the next talk."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from api.rest.thoughts import ThoughtBody
    from storage.records import Person
    from storage.thoughts import Thoughts

STATES = {
    "waiting": "waits for the next talk",
    "used": "was in mind",
    "settled": "is settled",
    "over": "came too late",
}

NOTHING = ("", "", "Nothing is in mind; thoughts come in the night after a talk.", "", "")
"""The row of a list without thoughts."""

Deed = Awaitable[object]
"""What is done with one thought."""

agent = click.option("--agent", metavar="SLUG", help="Of a persona instead of Lumi.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")


@click.group()
def thoughts() -> None:
    """See, settle and delete what a companion has in mind for the next talk.

    Example: `miolumi thoughts list`
    """


@thoughts.command("list")
@agent
@as_json
@in_a_line
def list_thoughts(*, agent: str | None, as_json: bool) -> None:
    """List the thoughts for tomorrow and those of the last days, the newest first.

    Example: `miolumi thoughts list --agent moss`
    """
    from zoneinfo import ZoneInfo

    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen, short
    from api.rest.thoughts import thoughts_body
    from api.services import Running
    from storage.records import Person

    async def done(running: Running, person: Person) -> None:
        body, zone = await thoughts_body(running, person, agent), ZoneInfo(person.timezone)
        rows = [
            _row(one, f"{one.made_at.astimezone(zone):%Y-%m-%d}", short(one.id))
            for one in body.thoughts
        ]
        screen = MemoryScreen(json=as_json)
        screen.tell(body, ("", "since", "thought", "state", "because"), rows or [NOTHING])

    as_owner(done)


@thoughts.command()
@click.argument("thought_id")
@agent
@in_a_line
def settle(*, thought_id: str, agent: str | None) -> None:
    """Say that a thought is done with: it is not brought up any more.

    Example: `miolumi thoughts settle 3f2a91c0`
    """

    def settling(table: "Thoughts", number: "UUID", whose: "Person", now: "datetime") -> Deed:
        return table.settle(whose.id, agent, number, now=now)

    _with_one(thought_id, agent, settling, says="It is not brought up any more.")


@thoughts.command()
@click.argument("thought_id")
@agent
@in_a_line
def delete(*, thought_id: str, agent: str | None) -> None:
    """Delete a thought; what it rests on stays as it is.

    Example: `miolumi thoughts delete 3f2a91c0`
    """

    def deleting(table: "Thoughts", number: "UUID", whose: "Person", now: "datetime") -> Deed:
        return table.delete(whose.id, agent, number)

    _with_one(thought_id, agent, deleting, says="It is deleted.")


def _row(one: "ThoughtBody", day: str, number: str) -> tuple[str, ...]:
    because = " / ".join(source.content for source in one.sources)
    return number, day, one.text, STATES[one.state], because


def _with_one(
    given: str,
    agent_id: str | None,
    deed: "Callable[[Thoughts, UUID, Person, datetime], Deed]",
    *,
    says: str,
) -> None:
    """Do something with the thought whose number begins as it is given."""
    from api.commands.memory_owner import as_owner
    from api.errors import ApiError
    from api.services import Running
    from storage.records import Person
    from storage.thoughts import Thoughts

    async def done(running: Running, person: Person) -> None:
        table = Thoughts(running.database)
        found = await table.all_of(person.id, agent_id)
        meant = [one.id for one in found if str(one.id).startswith(given.lower())]
        if len(meant) != 1:
            many = "more than one thought" if meant else "no thought"
            raise ApiError(f"There is {many} {given!r}; `miolumi thoughts list` shows them all.")
        await deed(table, meant[0], person, running.clock.now())
        click.echo(says)

    as_owner(done)
