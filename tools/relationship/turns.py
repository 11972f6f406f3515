"""Turns of a talk, as far as closeness goes: what a person said in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.records import Message


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Everything a person said before they were answered."""

    text: str
    said_at: datetime


def turns_of(messages: Sequence[Message]) -> list[Turn]:
    """Return the person's turns in some messages, oldest first."""
    turns: list[Turn] = []
    speaks = False
    for message in messages:
        if message.role == "assistant":
            speaks = False
            continue
        before = f"{turns.pop().text}\n" if speaks else ""
        turns.append(Turn(text=f"{before}{message.content}", said_at=message.created_at))
        speaks = True
    return turns
