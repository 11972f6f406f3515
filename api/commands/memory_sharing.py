"""The commands that say what everyone may know, and not only the companion that was told."""

import rich_click as click

from api.commands.line import in_a_line
from api.commands.memory import agent, as_json, memory

__all__ = ["memory"]


@memory.command()
@click.argument("memory_id")
@agent
@as_json
@in_a_line
def share(*, memory_id: str, agent: str | None, as_json: bool) -> None:
    """Let every companion know a memory: its words, never the talk they come from.

    Example: `miolumi memory share 3f2a91c0`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.share(memory_id, shared=True))


@memory.command()
@click.argument("memory_id")
@agent
@as_json
@in_a_line
def unshare(*, memory_id: str, agent: str | None, as_json: bool) -> None:
    """Let only the companion know a memory that was told it.

    Example: `miolumi memory unshare 3f2a91c0`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.share(memory_id, shared=False))


@memory.command()
@agent
@as_json
@in_a_line
def shared(*, agent: str | None, as_json: bool) -> None:
    """List what a companion knows because everyone may, though another was told.

    Example: `miolumi memory shared --agent fern`
    """
    from api.commands.memory_owner import at_desk

    at_desk(agent, as_json, lambda desk: desk.shared())
