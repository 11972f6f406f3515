"""The commands `miolumi variants`: what is tried out, and how it did."""

from datetime import UTC, datetime

import rich_click as click

from api.commands.line import in_a_line


@click.group()
def variants() -> None:
    """Try out variants of the prompt and of the model's options, and compare how they did.

    `MIOLUMI_VARIANTS` names the file; docs/variants.md shows one. Rules, care and guards are the
    same for everybody. Example: `miolumi variants report --since 2026-11-01`
    """


@variants.command("list")
@in_a_line
def list_variants() -> None:
    """List what the file of variants says, or what is wrong with it.

    Example: `MIOLUMI_VARIANTS=variants.toml miolumi variants list`
    """
    from api.settings import read_settings
    from tools.variants.experiments import read_experiments

    experiments = read_experiments(read_settings().variants).experiments
    if not experiments:
        click.echo("Nothing is tried out; docs/variants.md says how to.")
    for name, experiment in experiments.items():
        click.echo(f"{name}\twith {', '.join(experiment.companions) or 'everybody'}")
        for one in experiment.variants:
            changes = ", ".join(one.touches()) or "as usual"
            click.echo(f"\t{one.name}\t{one.share:.0%}\t{changes}")


@variants.command()
@click.option(
    "--since", type=click.DateTime(("%Y-%m-%d",)), required=True, help="From this day on (UTC)."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_a_line
def report(*, since: datetime, as_json: bool) -> None:
    """Compare the variants of each experiment: figures with 95 % intervals over people, no text.

    Talks in care are left out. Example: `miolumi variants report --since 2026-11-01 --json`
    """
    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen
    from api.desks.variant_report import COLUMNS, lines_of, variant_report
    from api.services import Running
    from storage.records import Person

    screen = MemoryScreen(json=as_json)

    async def done(running: Running, person: Person) -> None:
        start = since.replace(tzinfo=UTC)
        talks = await running.variants.compared(start, now=running.clock.now())
        body = variant_report(f"{since:%Y-%m-%d}", talks)
        screen.tell(body, COLUMNS, lines_of(body))
        if not as_json and not body.variants:
            click.echo("Nothing was tried out since then.")
        if not as_json and body.crossed:
            click.echo(f"Left out, since they met two variants: {body.crossed} talks.")

    as_owner(done)
