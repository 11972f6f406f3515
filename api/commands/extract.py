"""The command `miolumi extract`: read talks for memories now, over many people."""

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
def extract(*, batch: BatchWish) -> None:
    """Read talks for notes and memories, as workers do after a turn, without waiting for quiet.

    What was read is not read again, so it goes on where it was stopped. Ends with 1 when a talk
    has failed.

    Example: `miolumi extract --all --since 7d --dry-run`
    """
    run_batch(batch, _body_of)


def _body_of(work: "Work") -> "Body":
    from datetime import timedelta

    from api.background.jobs import FollowUps
    from storage.ledger import Ledger
    from tools.memory.window import READ_AT_ONCE

    running, services = work.running, work.running.services
    follow_ups = FollowUps(
        queue=running.queue,
        services=services,
        persons=running.persons,
        ledger=Ledger(running.database),
        quiet_after=timedelta(),
    )

    async def unread(stream: "Stream") -> int:
        """Count what waits, as far as one reading reaches."""
        scope = stream.person_id, stream.agent_id
        recent = await services.memories.recent(*scope)
        position = min(recent.summarised_position, recent.extracted_position)
        waiting = await services.messages.unread(*scope, after=position, limit=READ_AT_ONCE)
        return len(waiting)

    async def read(stream: "Stream") -> "Did":
        if not await unread(stream):
            return {"with nothing unread": 1}
        if work.dry_run:
            return {"to be read": 1}
        person = await running.persons.by_id(stream.person_id)
        await follow_ups.catch_up(person, stream.agent_id)
        return {"read": 1}

    return read
