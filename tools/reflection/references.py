"""What a model's evidence points at: numbered messages and memories that it was really shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.records import Memory, Message

_REFERENCE = re.compile(r"(?P<memory>m)?\s*#?(?P<number>\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a model was shown, in the order of its numbers, which begin with 1."""

    messages: Sequence[Message]
    memories: Sequence[Memory]


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What something rests on, as far as it exists."""

    message_ids: tuple[UUID, ...] = ()
    """The person's own messages: those pointed at, and those behind the memories pointed at."""
    memory_ids: tuple[UUID, ...] = ()
    texts: tuple[str, ...] = ()
    """The words of all of them."""
    people: tuple[str, ...] = ()
    """Whom the memories are about."""


def grounds_of(references: Sequence[str], shown: Shown) -> Grounds:
    """Return what references like `12` and `m3` point at; those that point at nothing are dropped.

    What the companion said is no evidence for anything about the person.
    """
    messages: dict[UUID, Message] = {}
    memories: dict[UUID, Memory] = {}
    for found in filter(None, map(_REFERENCE.fullmatch, map(str.strip, references))):
        place, of_memory = int(found["number"]) - 1, found["memory"] is not None
        if of_memory and 0 <= place < len(shown.memories):
            memory = shown.memories[place]
            memories[memory.id] = memory
        elif not of_memory and 0 <= place < len(shown.messages):
            message = shown.messages[place]
            if message.role == "user":
                messages[message.id] = message
    behind = [number for one in memories.values() for number in one.source_message_ids]
    return Grounds(
        message_ids=tuple(dict.fromkeys([*messages, *behind])),
        memory_ids=tuple(memories),
        texts=(
            *(one.content for one in messages.values()),
            *(one.content for one in memories.values()),
        ),
        people=tuple(dict.fromkeys(name for one in memories.values() for name in one.people)),
    )
