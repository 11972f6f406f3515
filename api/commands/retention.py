"""The command `miolumi retention`: what is older than messages are kept."""

import asyncio
from datetime import timedelta

import rich_click as click

from api.commands.line import in_a_line
from api.errors import SettingsError


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option(
    "--days",
    type=click.IntRange(1),
    help="Another age than MIOLUMI_KEEP_MESSAGES_DAYS, for a dry run.",
)
@in_a_line
def retention(*, dry_run: bool, days: int | None) -> None:
    """Remove messages older than MIOLUMI_KEEP_MESSAGES_DAYS, as workers do every night.

    Only what is answered and was read for notes and memories goes, with its vector and its words in
    the index. Memories stay, with the words of yours they rest on.

    Example: `miolumi retention --dry-run --days 30`
    """
    from api.logs import start_logging
    from api.settings import read_settings

    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")
    if days is not None and not dry_run:
        raise click.UsageError(
            "--days is for --dry-run; to remove, set MIOLUMI_KEEP_MESSAGES_DAYS."
        )
    kept = days or settings.keep_messages_days
    if kept is None:
        raise SettingsError(
            "Messages are kept for ever: set MIOLUMI_KEEP_MESSAGES_DAYS, "
            "or try an age with --dry-run --days 30."
        )
    click.echo(asyncio.run(_removed(timedelta(days=kept), dry_run=dry_run)))


async def _removed(kept: timedelta, *, dry_run: bool) -> str:
    from api.services import open_database
    from api.settings import read_settings
    from storage.database import Database
    from storage.migrate import migrate
    from storage.retention import Retention
    from tools.clock import SystemClock

    before = SystemClock().now() - kept
    async with open_database(read_settings()) as url:
        await migrate(url)
        async with Database(url) as database:
            retention = Retention(database)
            old = await retention.older_than(before)
            unread = f" {old.unread:,} more are not read for memories yet and stay until then."
            if dry_run:
                since = f", the oldest of {old.oldest:%Y-%m-%d}" if old.oldest else ""
                says = f"{old.removable:,} messages of {old.people:,} people would go{since}."
            else:
                says = f"{await retention.remove_older_than(before):,} messages are removed."
    return says + (unread if old.unread else "")
