"""The commands `miolumi jobs`: background work that failed for good."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from storage.queue import DeadJob, Queue

Result = TypeVar("Result")


@click.group()
def jobs() -> None:
    """See, retry and discard background work that failed for good.

    A job is dead when it failed again and again, or when its workers died over it. Nothing else
    waits for it: the next turn of the person catches up with what it left.

    Example: `miolumi jobs list`
    """


@jobs.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@in_a_line
def list_jobs(*, as_json: bool) -> None:
    """List the dead jobs, the oldest first, and say how much there is to do.

    Example: `miolumi jobs list --json`
    """

    async def read(queue: "Queue") -> tuple[list["DeadJob"], str]:
        figures = await queue.figures()
        return await queue.dead(), f"{figures.running} running, {figures.late} late"

    dead, others = _with_queue(read)
    if as_json:
        for job in dead:
            click.echo(json.dumps(asdict(job), default=str, ensure_ascii=False))
        return
    for job in dead:
        died = f"{job.died_at:%Y-%m-%d %H:%M} UTC" if job.died_at else "its worker died"
        click.echo(f"{job.id}  {job.task}  {died}  {json.dumps(job.args, ensure_ascii=False)}")
    click.echo(f"{len(dead)} dead, {others}." if dead else f"No dead jobs; {others}.")
    if dead:
        click.echo(
            "`miolumi jobs retry ID` or `--all` does them again; the log says why they died."
        )


@jobs.command()
@click.argument("job_id", type=int, required=False, metavar="ID")
@click.option("--all", "every", is_flag=True, help="Every dead job.")
@in_a_line
def retry(job_id: int | None, *, every: bool) -> None:
    """Have a dead job done again, or all of them; a worker takes it within a second.

    Example: `miolumi jobs retry --all`
    """
    chosen = _chosen(job_id, every=every)
    _tell(_with_queue(lambda queue: queue.retry(chosen)), chosen, "put back into the queue")


@jobs.command()
@click.argument("job_id", type=int, required=False, metavar="ID")
@click.option("--all", "every", is_flag=True, help="Every dead job.")
@in_a_line
def discard(job_id: int | None, *, every: bool) -> None:
    """Throw a dead job away, or all of them.

    Example: `miolumi jobs discard 1234`
    """
    chosen = _chosen(job_id, every=every)
    _tell(_with_queue(lambda queue: queue.discard(chosen)), chosen, "thrown away")


def _chosen(job_id: int | None, *, every: bool) -> int | None:
    if (job_id is None) != every:
        raise click.UsageError("Name one job by its ID (`miolumi jobs list`), or say --all.")
    return job_id


def _tell(count: int, job_id: int | None, done: str) -> None:
    if job_id is not None and not count:
        raise click.ClickException(f"There is no dead job {job_id}; see `miolumi jobs list`.")
    click.echo(f"{count} {'job' if count == 1 else 'jobs'} {done}.")


def _with_queue(work: "Callable[[Queue], Awaitable[Result]]") -> Result:
    from api.logs import start_logging
    from api.services import open_database
    from api.settings import read_settings
    from storage.database import Database
    from storage.queue import Queue

    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")

    async def worked() -> Result:
        async with open_database(settings) as url, Database(url) as database:
            return await work(Queue(database))

    return asyncio.run(worked())
