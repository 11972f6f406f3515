"""The commands `miolumi memory`: what is remembered of the local owner, seen and changed."""

from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from storage.records import MemoryState, MemoryType

TYPES = (
    *("identity", "preference", "life_event", "emotion"),
    *("relationship", "shared", "milestone", "routine"),
)

agent = click.option("--agent", metavar="NAME", help="A persona's memories instead of Lumi's.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")
as_of = click.option("--as-of", metavar="DATE", help="As it was known on this day, 2026-03-02.")
yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def memory() -> None:
    """See, correct, forget and take along what is remembered of you.

    An id can be shortened to its first letters. Example: `miolumi memory list --type identity`
    """


@memory.command("list")
@click.option("--type", "kind", type=click.Choice(TYPES), help="Only memories of this type.")
@click.option(
    "--state",
    type=click.Choice(("current", "past", "all")),
    default="current",
    show_default=True,
    help="What holds, what used to, or both.",
)
@as_of
@agent
@as_json
@in_a_line
def list_memories(
    *,
    kind: "MemoryType | None",
    state: "MemoryState",
    as_of: str | None,
    agent: str | None,
    as_json: bool,
) -> None:
    """List what is remembered, the newest first.

    Example: `miolumi memory list --as-of 2026-03-02`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.list(kind=kind, state=state, as_of=as_of))


@memory.command()
@click.argument("words", nargs=-1, required=True)
@as_of
@agent
@as_json
@in_a_line
def search(*, words: tuple[str, ...], as_of: str | None, agent: str | None, as_json: bool) -> None:
    """Find memories by their words, the past ones too.

    Example: `miolumi memory search sister Oslo`
    """
    from api.commands.memory_owner import at_desk

    text = " ".join(words)
    at_desk(agent, as_json, lambda desk: desk.list(state="all", text=text, as_of=as_of))


@memory.command()
@agent
@as_json
@in_a_line
def today(*, agent: str | None, as_json: bool) -> None:
    """List what was learned today.

    Example: `miolumi memory today`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.list(state="current", today=True))


@memory.command()
@click.argument("memory_id")
@agent
@as_json
@in_a_line
def show(*, memory_id: str, agent: str | None, as_json: bool) -> None:
    """Show one memory and why it is there: its messages, and what it took the place of.

    Example: `miolumi memory show 3f2a91c0`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.show(memory_id))


@memory.command()
@click.argument("memory_id")
@click.argument("content", nargs=-1, required=True)
@agent
@as_json
@in_a_line
def correct(*, memory_id: str, content: tuple[str, ...], agent: str | None, as_json: bool) -> None:
    """Say what a memory should say; `miolumi memory undo` takes that back.

    Example: `miolumi memory correct 3f2a91c0 "Lives in Bergen"`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.correct(memory_id, " ".join(content)))


@memory.command()
@click.argument("memory_id")
@agent
@as_json
@in_a_line
def pin(*, memory_id: str, agent: str | None, as_json: bool) -> None:
    """Keep a memory for good: it is never pruned and always in the profile.

    Example: `miolumi memory pin 3f2a91c0`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.pin(memory_id, pinned=True))


@memory.command()
@click.argument("memory_id")
@agent
@as_json
@in_a_line
def unpin(*, memory_id: str, agent: str | None, as_json: bool) -> None:
    """Let a pinned memory go its way again.

    Example: `miolumi memory unpin 3f2a91c0`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.pin(memory_id, pinned=False))


@memory.command()
@click.argument("change_id", required=False)
@agent
@as_json
@in_a_line
def undo(*, change_id: str | None, agent: str | None, as_json: bool) -> None:
    """Take a change back; without an id, list what can be taken back.

    Example: `miolumi memory undo 77b0c2aa`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.undo(change_id) if change_id else desk.changes())


@memory.command()
@click.argument("memory_id", required=False)
@click.option("--person", metavar="ID", help="Forget somebody instead, and all about them.")
@click.option("--preference", metavar="ID", help="Forget a preference instead.")
@click.option(
    "--everything",
    type=click.Choice(("companion", "person")),
    help="Forget all that was said and is remembered, with one companion or with all.",
)
@yes
@agent
@as_json
@in_a_line
def forget(
    *,
    memory_id: str | None,
    person: str | None,
    preference: str | None,
    everything: str | None,
    yes: bool,
    agent: str | None,
    as_json: bool,
) -> None:
    """Forget a memory everywhere, for good: in the talk, the notes and the profile too.

    Example: `miolumi memory forget 3f2a91c0 --yes`
    """
    from api.commands.memory_owner import at_desk

    wishes = [wish for wish in (memory_id, person, preference, everything) if wish]
    if len(wishes) != 1:
        raise click.UsageError("name one memory, or one of --person, --preference, --everything")
    if not yes:
        what = "everything that was said and is remembered" if everything else "this"
        click.confirm(f"Forget {what}? It cannot be taken back.", abort=True, err=True)
    if everything:
        at_desk(agent, as_json, lambda desk: desk.forget_everything(whole=everything == "person"))
        return
    at_desk(
        agent,
        as_json,
        lambda desk: desk.forget(memory=memory_id, person=person, preference=preference),
    )


@memory.command()
@click.option("--merge", nargs=2, metavar="ID INTO", help="Note that somebody is somebody else.")
@click.option("--part", metavar="ID", help="Take that back.")
@agent
@as_json
@in_a_line
def people(
    *, merge: tuple[str, str] | None, part: str | None, agent: str | None, as_json: bool
) -> None:
    """List the people in your life, or say that two of them are one.

    Example: `miolumi memory people --merge 5c1d 90ab`
    """
    from api.commands.memory_owner import at_desk

    if merge:
        at_desk(agent, as_json, lambda desk: desk.merge(*merge))
    elif part:
        at_desk(agent, as_json, lambda desk: desk.part(part))
    else:
        at_desk(agent, as_json, lambda desk: desk.people())


@memory.command()
@click.option("--correct", nargs=2, metavar="ID VALUE", help="Say what one should be.")
@agent
@as_json
@in_a_line
def preferences(*, correct: tuple[str, str] | None, agent: str | None, as_json: bool) -> None:
    """List your preferences, or correct one.

    Example: `miolumi memory preferences --correct 81f0 vegan`
    """
    from api.commands.memory_owner import at_desk

    if correct:
        at_desk(agent, as_json, lambda desk: desk.correct_preference(*correct))
    else:
        at_desk(agent, as_json, lambda desk: desk.preferences())


@memory.command()
@agent
@as_json
@in_a_line
def profile(*, agent: str | None, as_json: bool) -> None:
    """Print the standing profile, MEMORY.md, as it stands before the companion.

    Example: `miolumi memory profile`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.profile())
