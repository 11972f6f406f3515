"""The commands `miolumi loops`: what you have before you, and told no end of."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from api.desks.loops import LoopsDesk
    from api.rest.loops import LoopBody

STATES = {
    "open": "open",
    "asked": "asked, waits for your answer",
    "closed": "settled",
    "expired": "let go",
}

agent = click.option("--agent", metavar="SLUG", help="Of a persona instead of Lumi.")
number = click.argument("loop_id")


@click.group()
def loops() -> None:
    """See, settle and delete what your companion may ask you about: how something went.

    Example: `miolumi loops list`
    """


@loops.command("list")
@click.option("--all", "everything", is_flag=True, help="Also what is over.")
@agent
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")
@in_a_line
def list_loops(*, everything: bool, agent: str | None, as_json: bool) -> None:
    """List what is open, and what is not to be asked about.

    Example: `miolumi loops list --all`
    """
    from zoneinfo import ZoneInfo

    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen, short
    from api.rest.loops import loops_body
    from api.services import Running
    from storage.records import Person

    async def done(running: Running, person: Person) -> None:
        body = await loops_body(running, person, agent, everything=everything)
        zone = ZoneInfo(person.timezone)
        rows = [(short(one.id), *_row(one, zone)) for one in body.loops]
        columns = ("", "what", "when", "asked from", "state", "because you said")
        MemoryScreen(json=as_json).tell(body, columns, rows)

    as_owner(done)


@loops.command()
@number
@agent
@in_a_line
def close(*, loop_id: str, agent: str | None) -> None:
    """Say that something is settled: it is not asked about any more.

    Example: `miolumi loops close 3f2a91c0`
    """
    _with_one(loop_id, agent, lambda desk, one: desk.close(one), says="It is settled.")


@loops.command()
@number
@agent
@in_a_line
def hush(*, loop_id: str, agent: str | None) -> None:
    """Have this, and whatever comes of its kind, never asked about.

    Example: `miolumi loops hush 3f2a91c0`
    """
    _with_one(loop_id, agent, lambda desk, one: desk.hush(one), says="It is not asked about.")


@loops.command()
@number
@agent
@in_a_line
def reopen(*, loop_id: str, agent: str | None) -> None:
    """Let something be asked about after all, once.

    Example: `miolumi loops reopen 3f2a91c0`
    """
    _with_one(loop_id, agent, lambda desk, one: desk.reopen(one), says="It may be asked about.")


@loops.command()
@number
@agent
@in_a_line
def forget(*, loop_id: str, agent: str | None) -> None:
    """Delete a loop with its words; what you said stays in the talk.

    Example: `miolumi loops forget 3f2a91c0`
    """
    _with_one(loop_id, agent, lambda desk, one: desk.delete(one), says="It is deleted.")


def _row(one: "LoopBody", zone: "ZoneInfo") -> tuple[str, ...]:
    happens = one.happens_from and f"{one.happens_from.astimezone(zone):%Y-%m-%d}"
    asked = "" if one.do_not_ask else f"{one.due_from.astimezone(zone):%Y-%m-%d %H:%M}"
    state = "not to be asked about" if one.do_not_ask else STATES[one.status]
    because = " / ".join(source.content for source in one.sources)
    return one.event, happens or "", asked, state, because


def _with_one(
    given: str,
    agent_id: str | None,
    deed: "Callable[[LoopsDesk, UUID], Awaitable[object]]",
    *,
    says: str,
) -> None:
    """Do something with the loop whose number begins as it is given."""
    from api.commands.memory_owner import as_owner
    from api.desks.loops import LoopsDesk
    from api.errors import ApiError
    from api.services import Running
    from storage.records import Person

    async def done(running: Running, person: Person) -> None:
        desk = LoopsDesk(running, person, agent_id)
        found = await desk.list(everything=True)
        meant = [one.id for one in found if str(one.id).startswith(given.lower())]
        if len(meant) != 1:
            many = "more than one loop" if meant else "no loop"
            raise ApiError(f"There is {many} {given!r}; `miolumi loops list --all` shows them.")
        await deed(desk, meant[0])
        click.echo(says)

    as_owner(done)
