"""The command `miolumi gaps`: look for loose threads now, over many people."""

from datetime import timedelta
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.batch import BatchWish, batch_options, run_batch
from api.commands.line import in_a_line

if TYPE_CHECKING:
    from api.commands.batch import Body, Did, Work
    from storage.streams import Stream

USUAL = timedelta(days=30)
"""How far back a look goes: what lies further back, nobody asks about any more."""

WORDS = {
    "opened": "opened",
    "told": "ended",
    "hushed": "hushed",
    "unspoken": "hushed",
    "moved": "moved",
    "invited": "reopened",
    "expired": "let go",
    "due": "due now",
}


@click.command()
@batch_options
@in_a_line
def gaps(*, batch: BatchWish) -> None:
    """Look for what was to come and whose end was never told, as workers do after a talk.

    No model is asked. Done twice, it does nothing the second time. Ends with 1 when a talk has
    failed.

    Example: `miolumi gaps --all --since 30d --dry-run`
    """
    run_batch(batch, _body_of, usual=USUAL)


def _body_of(work: "Work") -> "Body":
    from api.background.gaps import Gaps

    found = Gaps(loops=work.running.loops, clock=work.running.clock)
    since = work.since or work.running.clock.now() - USUAL

    async def look(stream: "Stream") -> "Did":
        person = await work.running.persons.by_id(stream.person_id)
        counts = await found.look(person, stream.agent_id, since=since, dry_run=work.dry_run)
        return {WORDS[name]: count for name, count in counts.items()} or {"nothing new": 1}

    return look
