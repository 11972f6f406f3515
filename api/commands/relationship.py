"""The commands `miolumi relationship`: how close the local owner and a persona are."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from api.desks.standing import Standing, Standings
    from storage.records.relationship import Stage

agent = click.option("--agent", metavar="NAME", required=True, help="Which persona.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")


@click.group()
def relationship() -> None:
    """See how close you and a persona are, stay there, or step back.

    Lumi has no stages. Example: `miolumi relationship show --agent fern`
    """


@relationship.command()
@agent
@as_json
@in_a_line
def show(*, agent: str, as_json: bool) -> None:
    """Show how close you are, and what happened.

    Example: `miolumi relationship show --agent fern`
    """
    _shown(agent, as_json, lambda standings: standings.now())


@relationship.command()
@agent
@as_json
@in_a_line
def hold(*, agent: str, as_json: bool) -> None:
    """Stay at this stage until `miolumi relationship release`.

    Example: `miolumi relationship hold --agent fern`
    """
    _shown(agent, as_json, lambda standings: standings.hold())


@relationship.command()
@agent
@as_json
@in_a_line
def release(*, agent: str, as_json: bool) -> None:
    """Let things take their course again.

    Example: `miolumi relationship release --agent fern`
    """
    _shown(agent, as_json, lambda standings: standings.release())


@relationship.command("step-back")
@agent
@click.option(
    "--to",
    type=click.Choice(("just_met", "good_friends", "ambiguous")),
    help="Back to this stage, not only by one.",
)
@as_json
@in_a_line
def step_back(*, agent: str, to: "Stage | None", as_json: bool) -> None:
    """Go back by one stage, or further, and stay there.

    Example: `miolumi relationship step-back --agent fern --to good_friends`
    """
    _shown(agent, as_json, lambda standings: standings.step_back(to))


def _shown(
    agent_id: str, as_json: bool, wish: "Callable[[Standings], Awaitable[Standing]]"
) -> None:
    from zoneinfo import ZoneInfo

    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen
    from api.desks.standing import Standings
    from api.rest.relationship import relationship_body
    from api.services import Running
    from storage.records import Person

    screen = MemoryScreen(json=as_json)

    async def done(running: Running, person: Person) -> None:
        standing = await wish(Standings(running=running, person=person, agent_id=agent_id))
        body, zone = relationship_body(standing, person), ZoneInfo(person.timezone)
        happened = [(f"{one.at.astimezone(zone):%Y-%m-%d}", one.words) for one in body.changes]
        screen.tell(body, ("", ""), [(body.name, body.line), *happened])

    as_owner(done)
