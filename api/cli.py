"""The command `miolumi`. Each command imports what it needs when it runs: help comes at once."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click
from rich.console import Console
from rich.markup import escape

from api.commands.extract import extract
from api.commands.gaps import gaps
from api.commands.jobs import jobs
from api.commands.line import in_a_line
from api.commands.loops import loops
from api.commands.memory_files import memory
from api.commands.mood import mood
from api.commands.outreach import outreach
from api.commands.persona import persona
from api.commands.personality import personality
from api.commands.reflect import reflect
from api.commands.relationship import relationship
from api.commands.reminders import reminders
from api.commands.replies import replies
from api.commands.retention import retention
from api.commands.safety import safety
from api.commands.sessions import sessions
from api.commands.thoughts import thoughts
from api.commands.variants import variants
from api.settings import Settings, read_settings

if TYPE_CHECKING:
    from api.services import Running
    from graphs.drawing import Format

click.rich_click.TEXT_MARKUP = "markdown"

MOST_AT_ONCE = 64
"""People dealt with side by side at most: more wait for the database, and for each other."""

console = Console(highlight=False, soft_wrap=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="miolumi", prog_name="miolumi")
def main() -> None:
    """A companion that listens, remembers and reaches out.

    `miolumi run` starts everything and prints the link to talk. Settings are environment
    variables, or lines of a `.env` file in the current folder.
    """


main.add_command(extract)
main.add_command(jobs)
main.add_command(gaps)
main.add_command(loops)
main.add_command(memory)
main.add_command(mood)
main.add_command(outreach)
main.add_command(persona)
main.add_command(personality)
main.add_command(reflect)
main.add_command(relationship)
main.add_command(retention)
main.add_command(safety)
main.add_command(sessions)
main.add_command(reminders)
main.add_command(replies)
main.add_command(thoughts)
main.add_command(variants)


@main.command()
@in_a_line
def run() -> None:
    """Start everything in one process and print the link to talk.

    Example: `MIOLUMI_PORT=9000 miolumi run`
    """
    _serve(with_worker=True)


@main.command()
@in_a_line
def serve() -> None:
    """Serve the talk and leave what follows a turn to `miolumi worker`.

    Example: `DATABASE_URL=postgresql://me@host/miolumi miolumi serve`
    """
    _serve(with_worker=False)


@main.command()
@in_a_line
def worker() -> None:
    """Do what follows turns: notes, memories and all other background work.

    Any number of workers on any number of machines share the work of one database.

    Example: `DATABASE_URL=postgresql://me@host/miolumi miolumi worker`
    """
    from api.serving import work_forever

    settings = _started()
    work_forever(settings, announce=lambda: console.print("At work. Ctrl-C ends it."))


@main.command()
@in_a_line
def migrate() -> None:
    """Bring the database to the present schema; `run`, `serve` and `worker` do so themselves.

    Example: `DATABASE_URL=postgresql://me@host/miolumi miolumi migrate`
    """
    from api.services import open_database
    from storage.migrate import migrate as apply

    settings = _started()

    async def migrated() -> list[str]:
        async with open_database(settings) as url:
            return await apply(url)

    names = asyncio.run(migrated())
    console.print("\n".join(names) if names else "Nothing to do: the schema is up to date.")


@main.command()
@click.option("--dry-run", is_flag=True, help="Only say how much there is to do.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, MOST_AT_ONCE),
    default=4,
    show_default=True,
    help="How many people are dealt with side by side.",
)
@in_a_line
def reembed(*, dry_run: bool, concurrency: int) -> None:
    """Make new vectors after a change of the embedder, as workers do in the background.

    Stopped half-way, it goes on from there when it is run again. Ends with 1 when something is
    left.

    Example: `miolumi reembed --dry-run`
    """
    from api.commands.reembed_now import reembed_now
    from api.logs import start_logging

    settings = read_settings()
    start_logging("error")
    done = asyncio.run(reembed_now(settings, console=console, dry_run=dry_run, at_once=concurrency))
    if not done:
        sys.exit(1)


@main.command()
@click.option("--offline", is_flag=True, help="Ask no model provider.")
@in_a_line
def doctor(*, offline: bool) -> None:
    """Name what is missing or broken, and how to mend it.

    Ends with 1 when something that is needed is broken.

    Example: `miolumi doctor --offline`
    """
    from api.doctor.examine import examine, shown
    from api.logs import start_logging

    settings = read_settings()
    start_logging("error")
    findings = asyncio.run(examine(settings, ask_models=not offline))
    console.print(shown(findings))
    if any(finding.state == "broken" for finding in findings):
        sys.exit(1)


@main.command()
@in_a_line
def link() -> None:
    """Print a fresh link that signs the owner in; it works for an hour.

    Example: `miolumi link`
    """
    from api.entrance.tokens import owner_link
    from tools.clock import SystemClock

    console.print(owner_link(read_settings(), clock=SystemClock()))


@main.command()
@click.option("--with", "slug", metavar="SLUG", help="Talk with a persona instead of Lumi.")
@in_a_line
def chat(*, slug: str | None) -> None:
    """Talk in this terminal; starts a server for as long when none is running.

    Ctrl-C stops a reply and Ctrl-D leaves. Lines can be piped in, too. `/cast` shows everybody
    there is to talk with, `/with SLUG` goes to one of them, and `/lumi` comes back.

    Example: `echo "Hello, I am Robin." | miolumi chat`
    """
    from api.commands.chat import chat as talk
    from api.logs import start_logging

    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")
    asyncio.run(talk(settings, keyboard=sys.stdin.isatty(), slug=slug))


@main.command()
@click.argument("graph", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("mermaid", "svg", "text")),
    default="text",
    show_default=True,
    help="How to draw.",
)
@click.option(
    "--readme",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value="README.md",
    help="Renew drawings, commands and settings in README.md, or in another Markdown file.",
)
@in_a_line
def draw(graph: str | None, *, form: "Format", readme: Path | None) -> None:
    """Draw a graph, or every graph.

    There are `turn`, `extraction`, `reembedding`, `relationship`, `personality`,
    `reflection`, `gaps` and `outreach`.

    Example: `miolumi draw turn --format svg > turn.svg`
    """
    from api.commands.manual import renewed
    from graphs.catalogue import GRAPHS
    from graphs.drawing import draw as drawn

    if readme is not None:
        readme.write_text(renewed(readme.read_text("utf-8"), main), "utf-8")
        return
    if graph is not None and graph not in GRAPHS:
        raise click.BadParameter(f"there is no graph {graph!r}, but: {', '.join(GRAPHS)}")
    wanted = GRAPHS if graph is None else {graph: GRAPHS[graph]}
    click.echo("\n".join(drawn(one, form) for one in wanted.values()), nl=False)


def _started() -> Settings:
    from api.logs import start_logging

    settings = read_settings()
    start_logging(settings.log_level)
    return settings


def _serve(*, with_worker: bool) -> None:
    from api.serving import serve_forever

    serve_forever(_started(), announce=_announce, with_worker=with_worker)


def _announce(running: "Running") -> None:
    from api.entrance.tokens import owner_link

    settings, voice = running.settings, running.voice
    database = "DATABASE_URL" if settings.database_url else str(settings.home)
    spoken = "the offline voice (set GOOGLE_API_KEY for Gemini)"
    if voice.kind == "model":
        spoken = voice.model
    address = settings.address
    if not settings.signs_in_by_token:
        address = owner_link(settings, clock=running.clock)
    console.print("\n  [bold]miolumi[/] is listening.\n")
    facts = {"Talk": address, "Voice": spoken, "Data": database, "Stop": "Ctrl-C"}
    for name, fact in facts.items():
        console.print(f"  {name:<8}{escape(fact)}")
    console.print()
