"""The whole examination, and how a terminal shows it."""

from rich.markup import escape
from rich.table import Table

from api.doctor.database import look_at_database
from api.doctor.finding import Finding, State
from api.doctor.machine import (
    look_at_folder,
    look_at_helplines,
    look_at_port,
    look_at_python,
    look_at_redis,
)
from api.doctor.models import look_at_models
from api.settings import Settings

MARKS: dict[State, str] = {
    "fine": "[green]✓[/]",
    "remark": "[yellow]•[/]",
    "broken": "[red]✗[/]",
}


async def examine(settings: Settings, *, ask_models: bool) -> list[Finding]:
    """Look at everything the program needs; `ask_models` asks the providers, too."""
    findings = [look_at_python()]
    findings += [look(settings) for look in (look_at_folder, look_at_port, look_at_helplines)]
    findings += [finding async for finding in look_at_database(settings)]
    findings += [finding async for finding in look_at_models(settings, ask=ask_models)]
    if settings.redis_url is not None:
        findings.append(await look_at_redis(settings.redis_url.get_secret_value()))
    return findings


def shown(findings: list[Finding]) -> Table:
    """Return the findings as a table for a terminal."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        mend = f"\n[dim]→ {escape(finding.mend)}[/]" if finding.mend else ""
        table.add_row(MARKS[finding.state], finding.name, f"{escape(finding.says)}{mend}")
    return table
