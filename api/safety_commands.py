"""The commands `miolumi safety`: how often people were told where help is."""

import rich_click as click

from api.line import in_a_line


@click.group()
def safety() -> None:
    """See how often people in danger were told where help is: counts, never who or what.

    What is done for them is on the page /safety. Example: `miolumi safety report --year 2026`
    """


@safety.command()
@click.option("--year", type=click.IntRange(2000, 9998), required=True, help="Which year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_a_line
def report(*, year: int, as_json: bool) -> None:
    """Count the referrals of a year, by month and reason.

    Example: `miolumi safety report --year 2026 --json`
    """
    from api.memory_owner import as_owner
    from api.memory_screen import MemoryScreen
    from api.safety_report import safety_report
    from api.services import Running
    from storage.care import Care
    from storage.records import Person

    screen = MemoryScreen(json=as_json)

    async def done(running: Running, person: Person) -> None:
        body = safety_report(year, await Care(running.database).referrals(year))
        rows = [(one.month, one.reason, str(one.count)) for one in body.referrals]
        total = [(str(year), "all", str(body.total))]
        screen.tell(body, ("Month", "Reason", "Referrals"), [*rows, *total])

    as_owner(done)
