"""The command `miolumi outreach run`: think of people now, over many of them."""

from typing import TYPE_CHECKING

import rich_click as click

from api.commands.batch import BatchWish, batch_options, run_batch
from api.commands.line import in_a_line

if TYPE_CHECKING:
    from api.commands.batch import Body, Did, Work
    from storage.streams import Stream


@click.command()
@batch_options
@in_a_line
def run(*, batch: BatchWish) -> None:
    """Think of everybody who is due, as workers do again and again; mostly nothing is written.

    Every gate counts. Stopped half-way, it goes on when it is run again, and nobody is written to
    twice for one look. A dry run says for whom there would be something. Ends with 1 when somebody
    has failed.

    `miolumi outreach --all` is the same. Example: `miolumi outreach run --all --dry-run`
    """
    run_batch(batch, body_of)


def body_of(work: "Work") -> "Body":
    """Return what thinks of one person with one companion, if they are due."""
    from api.background.reaching import reaching_of
    from storage.outreach import look_id

    running = work.running
    reaching = reaching_of(running)

    async def look(stream: "Stream") -> "Did":
        scope = stream.person_id, stream.agent_id
        look_at = await running.outreach.look_at(*scope)
        if look_at is None:
            return {"never agreed": 1}
        if look_at > running.clock.now():
            return {"not due yet": 1}
        outcome = await reaching.think_of(
            await running.persons.by_id(stream.person_id),
            stream.agent_id,
            message_id=look_id(*scope, look_at),
            dry_run=work.dry_run,
        )
        chosen = outcome["weighed"].chosen
        if work.dry_run and chosen is not None:
            return {f"worth a message ({chosen.candidate.trigger})": 1}
        return {"written to" if outcome["text"] else "with nothing to say": 1}

    return look
