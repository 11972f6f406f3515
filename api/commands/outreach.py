"""The commands `miolumi outreach`: what a companion may write first to the local owner, and why."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.batch import BatchWish, batch_group, run_batch
from api.commands.line import in_a_line
from api.commands.outreach_run import body_of, run

if TYPE_CHECKING:
    from api.commands.outreach_desk import OutreachScreen

KINDS = ("reminder", "follow_up", "check_in", "greeting")

agent = click.option("--agent", metavar="NAME", help="A persona; left out, Lumi.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")
message = click.argument("message_id", required=False)


@click.group(invoke_without_command=True, no_args_is_help=True)
@batch_group
@in_a_line
def outreach(*, batch: BatchWish) -> None:
    """Let your companion write first, or not: kinds, hours, what never to bring up, and why.

    Nothing is written first until you allow it: `miolumi outreach allow`

    With `--all` or `--user` and no command it thinks of everybody who is due, now:

    - `miolumi outreach --all --dry-run` says for whom there would be something

    - `miolumi outreach --all --concurrency 8` writes to them, where every gate is open

    - `miolumi outreach --user robin --since 7d` thinks of one person only
    """
    run_batch(batch, body_of)


outreach.add_command(run)


@outreach.command()
@agent
@as_json
@in_a_line
def show(*, agent: str | None, as_json: bool) -> None:
    """Show what you allowed.

    Example: `miolumi outreach show --agent fern`
    """
    _at_desk(agent, as_json, lambda screen: screen.show())


@outreach.command()
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind.")
@click.option("--quiet", metavar="FROM-TO", help="Your quiet hours, such as 22:30-08:00.")
@click.option("--no-quiet", is_flag=True, help="No quiet hours.")
@click.option("--most", type=click.IntRange(0, 24), help="At most so many messages a day.")
@click.option("--tender/--not-tender", default=None, help="Whether to bring up illness and grief.")
@click.option(
    "--after-crisis/--not-after-crisis",
    default=None,
    help="Whether to ask you once how you are after a crisis.",
)
@agent
@as_json
@in_a_line
def allow(
    *,
    kinds: tuple[str, ...],
    quiet: str | None,
    no_quiet: bool,
    most: int | None,
    tender: bool | None,
    after_crisis: bool | None,
    agent: str | None,
    as_json: bool,
) -> None:
    """Allow messages that come first; what you do not name stays as it was.

    Example: `miolumi outreach allow --kind follow_up --quiet 22:00-09:00`
    """
    if quiet and no_quiet:
        raise click.UsageError("Say --quiet or --no-quiet, not both.")
    _at_desk(
        agent,
        as_json,
        lambda screen: screen.allow(
            kinds,
            quiet="" if no_quiet else quiet,
            daily_ceiling=most,
            touches_sensitive=tender,
            checks_in_after_crisis=after_crisis,
        ),
    )


@outreach.command()
@agent
@as_json
@in_a_line
def stop(*, agent: str | None, as_json: bool) -> None:
    """End messages that come first, at once and altogether.

    Example: `miolumi outreach stop`
    """
    _at_desk(agent, as_json, lambda screen: screen.stop())


@outreach.command()
@click.argument("length", type=click.Choice(("day", "week")), required=False)
@click.option("--until", type=click.DateTime(), help="Until this day or moment, where you live.")
@click.option("--end", is_flag=True, help="Let them come again.")
@agent
@as_json
@in_a_line
def snooze(
    *, length: str | None, until: datetime | None, end: bool, agent: str | None, as_json: bool
) -> None:
    """Put messages off for a day, a week, or until a moment.

    Example: `miolumi outreach snooze week`
    """
    if sum((length is not None, until is not None, end)) != 1:
        raise click.UsageError("Say day, week, --until 2026-04-01 or --end.")
    _at_desk(agent, as_json, lambda screen: screen.snooze(length, until))


@outreach.command()
@message
@click.option("--undo", is_flag=True, help="Let every kind come as often as by itself.")
@agent
@as_json
@in_a_line
def less(*, message_id: str | None, undo: bool, agent: str | None, as_json: bool) -> None:
    """Have less like a message: the last one that came first, or the one with this id.

    Example: `miolumi outreach less`
    """
    _at_desk(agent, as_json, lambda screen: screen.as_often() if undo else screen.less(message_id))


@outreach.command()
@click.argument("topic", required=False)
@click.option("--message", "message_id", metavar="ID", help="What this message was about.")
@click.option("--undo", is_flag=True, help="It may be brought up again.")
@agent
@as_json
@in_a_line
def never(
    *, topic: str | None, message_id: str | None, undo: bool, agent: str | None, as_json: bool
) -> None:
    """Never bring something up: these words, or what a message was about.

    Without words it is what the last message that came first was about.

    Example: `miolumi outreach never "my old job"`
    """
    if topic and message_id:
        raise click.UsageError("Say words or --message, not both.")
    if undo and not topic:
        raise click.UsageError("Say which words may come up again.")
    _at_desk(
        agent,
        as_json,
        lambda screen: screen.again(topic or "") if undo else screen.never(topic, message_id),
    )


@outreach.command()
@click.option("--days", type=click.IntRange(1, 14), default=7, show_default=True)
@agent
@as_json
@in_a_line
def preview(*, days: int, agent: str | None, as_json: bool) -> None:
    """Look ahead: what would be written in the coming days, and what would keep it back.

    Each thing stands there once. Nothing happens and no model is asked.

    Example: `miolumi outreach preview --days 3`
    """
    _at_desk(agent, as_json, lambda screen: screen.preview(days))


@outreach.command()
@message
@agent
@as_json
@in_a_line
def why(*, message_id: str | None, agent: str | None, as_json: bool) -> None:
    """Tell why a message came first: the last one, or the one with this id.

    Example: `miolumi outreach why`
    """
    _at_desk(agent, as_json, lambda screen: screen.why(message_id))


@outreach.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
@agent
@as_json
@in_a_line
def withheld(*, days: int, agent: str | None, as_json: bool) -> None:
    """Count what was kept back in the last days, and why.

    Example: `miolumi outreach withheld --days 7`
    """
    _at_desk(agent, as_json, lambda screen: screen.withheld(days))


def _at_desk(
    agent_id: str | None, as_json: bool, wish: "Callable[[OutreachScreen], Awaitable[None]]"
) -> None:
    from api.commands.memory_owner import as_owner
    from api.commands.outreach_desk import OutreachScreen
    from api.services import Running
    from storage.records import Person

    async def done(running: Running, person: Person) -> None:
        await wish(OutreachScreen(running, person, agent_id, json=as_json))

    as_owner(done)
