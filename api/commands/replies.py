"""The command `miolumi replies`: how long a companion's replies are."""

from collections.abc import Mapping
from typing import get_args

import rich_click as click

from api.commands.line import in_a_line
from storage.records.person import ReplyMode

OWN = "own"
"""As the companion's own rhythm says."""

MODES: Mapping[str, ReplyMode] = {mode: mode for mode in get_args(ReplyMode)}
"""What can be chosen beside it."""


@click.command()
@click.argument("length", type=click.Choice([*MODES, OWN]), required=False)
@click.option("--agent", metavar="NAME", help="A persona; left out, Lumi.")
@in_a_line
def replies(*, length: str | None, agent: str | None) -> None:
    """Show how long replies are, or have them concise, natural or expansive.

    Saying so in the talk does the same: “keep it short, please”.

    Example: `miolumi replies concise --agent fern`
    """
    from api.commands.memory_owner import as_owner
    from api.services import Running
    from storage.records import Person
    from tools.length.plan import rhythm_of

    async def done(running: Running, person: Person) -> None:
        companions = running.companions
        if length is None:
            found = await companions.get(person.id, agent)
        else:
            mode = MODES.get(length)
            found = await companions.set_reply_mode(
                person.id, agent, mode=mode, now=running.clock.now()
            )
        own = rhythm_of(agent).mode
        chosen = found.reply_mode or f"{own}, {found.name}'s own way"
        click.echo(f"Replies of {found.name}: {chosen}.")

    as_owner(done)
