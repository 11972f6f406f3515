"""The commands `miolumi personality`: who Lumi has become with the local owner."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from api.desks.personality_desk import PersonalityDesk
    from api.rest.personality import LumiBody
    from storage.records import Person
    from storage.records.personality import Becoming

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")


@click.group()
def personality() -> None:
    """See who Lumi has become, change it, or bring back who it was.

    Example: `miolumi personality show`
    """


@personality.command()
@as_json
@in_a_line
def show(*, as_json: bool) -> None:
    """Show who Lumi is now: its name, its voice, its manner.

    Example: `miolumi personality show`
    """
    _told(as_json, lambda desk: desk.now())


@personality.command()
@click.option("--name", help="What Lumi is called: 24 Latin letters, or 6 Chinese characters.")
@click.option("--voice", help="calm, soft, deep, warm, bright or lively.")
@click.option("--essence", help="Who it is; up to 500 characters.")
@click.option("--tone", help="Up to 30 characters.")
@click.option("--pace", help="Up to 30 characters.")
@click.option("--interests", help="What you like to talk about; up to 50 characters.")
@click.option("--manner", help="How you like to be spoken to; up to 200 characters.")
@as_json
@in_a_line
def edit(*, as_json: bool, **changes: str | None) -> None:
    """Write who Lumi is; what you write stays as you wrote it, whatever it hears later.

    Example: `miolumi personality edit --name Nova --tone "dry and kind"`
    """
    given = {key: text for key, text in changes.items() if text is not None}
    if not given:
        raise click.UsageError("Say what to change, for example --name Nova or --tone 'dry'.")
    _told(as_json, lambda desk: desk.edit(given))


@personality.command()
@as_json
@in_a_line
def history(*, as_json: bool) -> None:
    """List who Lumi was, the latest first, with what changed and why.

    Example: `miolumi personality history`
    """
    from zoneinfo import ZoneInfo

    from api.commands.memory_screen import MemoryScreen
    from api.rest.personality import snapshot_bodies

    async def done(desk: "PersonalityDesk", person: "Person") -> None:
        bodies = tuple(snapshot_bodies(await desk.history(), person))
        zone = ZoneInfo(person.timezone)
        rows = [
            (
                str(one.number),
                f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
                one.name,
                " ".join(filter(None, (one.reason_words, one.changed, one.why))),
                ", ".join(one.parts_changed),
            )
            for one in bodies
        ]
        MemoryScreen(json=as_json).tell(bodies, ("", "when", "name", "why", "changed"), rows)

    _at_desk(done)


@personality.command()
@click.argument("number", type=click.IntRange(min=1))
@as_json
@in_a_line
def restore(*, number: int, as_json: bool) -> None:
    """Bring back who Lumi was, by the number in the history; nothing is lost by it.

    Example: `miolumi personality restore 2`
    """
    _told(as_json, lambda desk: desk.restore(number))


def _told(as_json: bool, wish: "Callable[[PersonalityDesk], Awaitable[Becoming]]") -> None:
    from api.commands.memory_screen import MemoryScreen
    from api.rest.personality import lumi_body

    async def done(desk: "PersonalityDesk", person: "Person") -> None:
        body = lumi_body(await wish(desk), person)
        MemoryScreen(json=as_json).tell(body, ("", ""), _rows(body, person))

    _at_desk(done)


def _rows(body: "LumiBody", person: "Person") -> Iterable[tuple[str, str]]:
    from storage.records.personality import PARTS
    from tools.personality.words import personality_words
    from tools.relationship.words import language_of_person

    words = personality_words(language_of_person(person.language))
    fields = words["fields"]
    spoken = {voice.id: voice.name for voice in body.voices}
    yield fields["name"], body.name
    if body.voice_id:
        yield fields["voice"], spoken.get(body.voice_id, body.voice_id)
    if not body.emerged:
        yield fields["essence"], words["screen"]["not_yet"]
    for part in PARTS:
        if text := getattr(body.personality, part):
            yield fields[part], text


def _at_desk(work: "Callable[[PersonalityDesk, Person], Awaitable[None]]") -> None:
    from api.commands.memory_owner import as_owner
    from api.desks.personality_desk import PersonalityDesk
    from api.errors import ApiError
    from api.services import Running
    from storage.records import Person
    from tools.personality.change import PersonalityRefused

    async def done(running: Running, person: Person) -> None:
        try:
            await work(PersonalityDesk(running=running, person=person), person)
        except PersonalityRefused as error:
            raise ApiError(str(error)) from error

    as_owner(done)
