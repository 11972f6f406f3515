"""The commands `miolumi sessions`: who stays signed in."""

import asyncio

import rich_click as click

from api.commands.line import in_a_line


@click.group()
def sessions() -> None:
    """End sign-ins before their time: of the owner, or of anybody by their subject.

    Example: `miolumi sessions revoke`
    """


@sessions.command()
@click.option("--subject", metavar="SUBJECT", help="Whose, as the sign-in names them; the owner's.")
@in_a_line
def revoke(*, subject: str | None) -> None:
    """Sign somebody out everywhere: browsers, devices, links and tokens from before now.

    Open connections end within seconds. Nothing that was said is lost.

    Example: `miolumi sessions revoke --subject 'https://id.example|robin'`
    """
    from api.entrance.tokens import OWNER
    from api.logs import start_logging
    from api.services import open_services
    from api.settings import read_settings
    from storage.sessions import Sessions

    settings = read_settings()
    start_logging("debug" if settings.log_level == "debug" else "error")
    whose = subject or OWNER

    async def done() -> bool:
        async with open_services(settings) as running:
            table, now = Sessions(running.database), running.clock.now()
            person = await table.person_of(whose, begun_at=now, session_ids=(), now=now)
            if person is not None:
                await table.end_all(person.id, now=now)
            return person is not None

    if not asyncio.run(done()):
        raise click.ClickException(f"Nobody has ever signed in as {whose!r} here.")
    click.echo(f"{whose} is signed out everywhere. `miolumi link` signs the owner in again.")
