"""What commands that run one graph over many talks have in common: options, a bar, a summary.

Such a command is a body for one talk under `batch_options`, a group under `batch_group`:

    @click.command()
    @batch_options
    @in_a_line
    def tidy(*, batch: BatchWish) -> None:
        run_batch(batch, bodies)

where `bodies` gets the services of the process and returns what is done with one talk. That must do
nothing where nothing is due: a batch that was stopped goes on when it is run again.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import rich_click as click
from click import Context, get_current_context
from click.core import ParameterSource

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.console import Console

    from api.commands.batch_costs import Counted
    from api.services import Running
    from api.settings import Settings
    from graphs.batch import Progress
    from storage.streams import Chosen, Stream, Streams

MOST_AT_ONCE = 64
"""Talks dealt with side by side at most: more wait for the database, and for each other."""

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(?P<count>[1-9]\d{0,4})(?P<unit>[hdw])")

Did = Mapping[str, int]
"""How often what was done, in words for the summary: `{"reflected": 1}`."""


class Since(click.ParamType[timedelta | datetime]):
    """A span back from now, such as 7d, or a date."""

    name = "WHEN"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta | datetime:
        """Read it."""
        if isinstance(value, timedelta | datetime):
            return value
        if span := _SPAN.fullmatch(value):
            return int(span["count"]) * UNITS[span["unit"]]
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write 12h, 7d, 2w or 2026-11-01.", param, ctx)


@dataclass(frozen=True, kw_only=True)
class BatchWish:
    """What the options of a batch say."""

    users: tuple[str, ...] = ()
    """How they sign in, or their numbers; nobody named is everybody."""
    since: timedelta | datetime | None = None
    dry_run: bool = False
    at_once: int = 4

    def begin(self, now: datetime, zone: "ZoneInfo", *, usual: timedelta | None) -> datetime | None:
        """Return since when talks count; `usual` is what is meant where nothing was said.

        A date without a zone is one of this installation's.
        """
        since = usual if self.since is None else self.since
        if since is None or isinstance(since, datetime):
            return since if since is None or since.tzinfo else since.replace(tzinfo=zone)
        return now - since


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a body is made of."""

    running: "Running"
    """The services of this process, whose models tell the summary what they cost."""
    since: datetime | None
    dry_run: bool


Body = Callable[["Stream"], Awaitable[Did]]
"""Deals with one talk and says what was done."""


def batch_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--all`, `--user`, `--since`, `--dry-run` and `--concurrency` as `batch`."""

    def gathered(**options: Any) -> None:
        command(**_gathered(options))

    return _with_options(gathered, command)


def batch_group(command: Callable[..., None]) -> Callable[..., None]:
    """Give a group the same options: without one of its commands it is the batch itself.

    The group is made with `invoke_without_command`.
    """

    def gathered(**options: Any) -> None:
        context = get_current_context()
        if context.invoked_subcommand is None:
            command(**_gathered(options))
        elif _is_any_given(context):
            raise click.UsageError(
                f"Options of a batch stand alone, as in `{context.command_path} --all`, "
                f"or behind a command that takes them."
            )

    return _with_options(gathered, command)


def _with_options(
    gathered: Callable[..., None], command: Callable[..., None]
) -> Callable[..., None]:
    gathered.__doc__, gathered.__name__ = command.__doc__, command.__name__
    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered


def _gathered(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options of a command with those of a batch as one `batch`."""
    everybody, users, since, dry_run, at_once = (options[name] for name in _NAMES)
    if everybody == bool(users):
        raise click.UsageError("Say whom it is about: --all, or --user SUBJECT once or more.")
    wish = BatchWish(users=users, since=since, dry_run=dry_run, at_once=at_once)
    return {name: value for name, value in options.items() if name not in _NAMES} | {"batch": wish}


def _is_any_given(context: Context) -> bool:
    sources = (context.get_parameter_source(name) for name in _NAMES)
    return any(source is ParameterSource.COMMANDLINE for source in sources)


_NAMES = ("everybody", "users", "since", "dry_run", "concurrency")

_OPTIONS = (
    click.option("--all", "everybody", is_flag=True, help="Everybody."),
    click.option(
        "--user", "users", metavar="SUBJECT", multiple=True, help="One person; can be repeated."
    ),
    click.option("--since", type=Since(), help="Only talks with a word since then: 7d or a date."),
    click.option("--dry-run", is_flag=True, help="Change nothing and ask no model."),
    click.option(
        "--concurrency",
        type=click.IntRange(1, MOST_AT_ONCE),
        default=4,
        show_default=True,
        help="How many talks are dealt with side by side.",
    ),
)


def run_batch(
    wish: BatchWish, body_of: Callable[[Work], Body], *, usual: timedelta | None = None
) -> None:
    """Run a body over the talks that are meant; end the program with 1 when one has failed.

    Args:
        wish: what was asked for.
        body_of: makes the body, once, from the services of this process.
        usual: how far back talks count where no `--since` was given; None is without an end.

    Raises:
        StorageError: the database cannot be used, or there is nobody of a name.
    """
    from rich.console import Console

    from api.logs import start_logging
    from api.settings import read_settings

    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")
    console = Console(highlight=False, soft_wrap=True)
    if not asyncio.run(_run(wish, body_of, settings, console=console, usual=usual)):
        sys.exit(1)


async def _run(
    wish: BatchWish,
    body_of: Callable[[Work], Body],
    settings: "Settings",
    *,
    console: "Console",
    usual: timedelta | None,
) -> bool:
    from zoneinfo import ZoneInfo

    from api.commands.batch_costs import Counted
    from api.services import open_services
    from storage.streams import Chosen, Streams

    async with open_services(settings) as running:
        counted = Counted(running.models)
        running = replace(
            running, models=counted, services=replace(running.services, models=counted)
        )
        streams = Streams(running.database)
        since = wish.begin(running.clock.now(), ZoneInfo(settings.timezone), usual=usual)
        people = await streams.people_named(wish.users) if wish.users else None
        body = body_of(Work(running=running, since=since, dry_run=wish.dry_run))
        return await batch_over(
            streams,
            Chosen(people=people, since=since),
            body,
            counted,
            console=console,
            at_once=wish.at_once,
        )


async def batch_over(
    streams: "Streams",
    chosen: "Chosen",
    body: Body,
    counted: "Counted",
    *,
    console: "Console",
    at_once: int,
) -> bool:
    """Run a body over talks with a bar, print the summary, and return whether none has failed.

    The summary comes also when the run is stopped.
    """
    from api.commands.batch_screen import Bar, Summary
    from graphs.batch import run_over

    summary = Summary(total=await streams.count(chosen))

    async def one(stream: "Stream") -> None:
        summary.add(await body(stream))

    with Bar(console, total=summary.total) as bar:

        def told(progress: "Progress[Stream]") -> None:
            summary.fail(progress.error)
            bar.step(failed=progress.failed)

        try:
            await run_over(streams.each(chosen), one, at_once=at_once, progress=told)
            summary.whole = True
        finally:
            bar.stop()
            summary.show(console, counted.costs())
    return not summary.failed
