"""The command `miolumi reflect`: look back on talks now, over many people."""

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
def reflect(*, batch: BatchWish) -> None:
    """Look back on the day of talks now, as workers do in each person's night.

    One model call a talk and night: done twice in a night, it does nothing the second time.
    `--since` reads once more what was looked back on before. Ends with 1 when a talk has failed.

    Example: `miolumi reflect --all --since 7d --dry-run`
    """
    run_batch(batch, lambda work: _body_of(work, again=batch.since is not None))


def _body_of(work: "Work", *, again: bool) -> "Body":
    from api.background.reflecting import reflecting_of

    reflecting = reflecting_of(work.running)

    async def look_back(stream: "Stream") -> "Did":
        person = await work.running.persons.by_id(stream.person_id)
        outcome = await reflecting.reflect(
            person,
            stream.agent_id,
            since=work.since if again else None,
            dry_run=work.dry_run,
        )
        return {
            outcome["came"]: 1,
            "learned": outcome["learned"],
            "thoughts for tomorrow": outcome["thoughts"],
        }

    return look_back
