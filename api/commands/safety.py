"""The commands `miolumi safety`: the rules that are live, and how often help was pointed to."""

import sys

import rich_click as click

from api.commands.line import in_a_line


@click.group()
def safety() -> None:
    """See the rules that keep people safe, and how often somebody was told where help is.

    Counts, never who or what; the page /safety says more. Example: `miolumi safety rules`
    """


@safety.command()
@click.option("--year", type=click.IntRange(2000, 9998), required=True, help="Which year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_a_line
def report(*, year: int, as_json: bool) -> None:
    """Count the referrals of a year, by month and reason.

    And the sentences that would have bound somebody to the companion, and were left out.
    Example: `miolumi safety report --year 2026 --json`
    """
    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen
    from api.desks.safety_report import safety_report
    from api.services import Running
    from storage.care import Care
    from storage.records import Person

    screen = MemoryScreen(json=as_json)

    async def done(running: Running, person: Person) -> None:
        care = Care(running.database)
        body = safety_report(year, await care.referrals(year), await care.kept_back(year))
        rows: list[tuple[str, ...]] = [
            (one.month, "referral", one.reason, str(one.count)) for one in body.referrals
        ]
        rows += [(str(year), "referral", "all", str(body.total))]
        rows += [(one.month, "left out", one.rule, str(one.count)) for one in body.kept_back]
        rows += [(str(year), "left out", "all", str(body.kept_back_total))]
        screen.tell(body, ("Month", "What", "Why", "Times"), rows)

    as_owner(done)


@safety.command()
@click.option("--due", is_flag=True, help="Only those whose check is over 90 days old.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_a_line
def helplines(*, due: bool, as_json: bool) -> None:
    """List the lines that people in danger are shown, and when each was checked.

    With `--due` it ends with 1 when there are any, so that a calendar can ask. What to do with
    them stands in docs/helplines.md. Example: `miolumi safety helplines --due`
    """
    from api.commands.memory_screen import MemoryScreen
    from api.desks.helplines import helplines_body
    from api.settings import read_settings
    from tools.care.own_lines import use_own_lines
    from tools.clock import SystemClock

    use_own_lines(read_settings().helplines)
    body = helplines_body(SystemClock().now().date(), due_alone=due)
    rows = [
        (one.country or "*", one.name, one.reach, one.audience, f"{one.verified_at}", one.source)
        for one in body.helplines
    ]
    head = ("Country", "Line", "Reach", "For", "Checked", "Source")
    MemoryScreen(json=as_json).tell(body, head, rows)
    if due and body.helplines:
        sys.exit(1)


@safety.command()
@click.option("--pack", "key", help="Of one place alone, such as new_york.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_a_line
def rules(*, key: str | None, as_json: bool) -> None:
    """Show the rules of law that are live, place by place, with their sources.

    Those of `default` count everywhere; where several places are likely the strictest does.
    Example: `miolumi safety rules --pack new_york`
    """
    from api.commands.memory_screen import MemoryScreen
    from api.desks.safety_rules import rules_body
    from tools.care.jurisdiction import packs

    if key is not None and key not in packs():
        known = ", ".join(packs())
        raise click.BadParameter(f"There is no pack {key!r}; there are {known}.")
    shown = packs().values() if key is None else [packs()[key]]
    body = rules_body(shown, "en")
    rows = [
        (one.pack, one.rule, one.says, "yes" if one.kept else "by you", one.source)
        for one in body.rules
    ]
    MemoryScreen(json=as_json).tell(body, ("Pack", "Rule", "Says", "Kept", "Source"), rows)
