"""The words in stored frames, changed without changing how many frames there are."""

from collections.abc import Callable, Sequence
from typing import Any

NumberedFrame = Sequence[Any]
"""A frame's number and its body."""


def rewritten(
    turn: Sequence[NumberedFrame], agent_id: str | None, without: Callable[[str], str]
) -> Sequence[NumberedFrame]:
    """Return the frames of a turn with `without` applied to the texts of one companion.

    The words of a reply come in many frames: together they are read, and where they change they
    stand in the first, so that every number is still there for a device that asks.
    """
    frames: list[list[Any]] = [[seq, dict(body)] for seq, body in turn]
    ours = [body for _, body in frames if body.get("agentId") == agent_id]
    tokens = [body for body in ours if body.get("type") == "token"]
    said = "".join(body["text"] for body in tokens)
    if tokens and (clean := without(said)) != said:
        for body in tokens:
            body["text"] = ""
        tokens[0]["text"] = clean
    for body in ours:
        if body.get("type") != "token" and body.get("text"):
            body["text"] = without(body["text"])
    return frames
