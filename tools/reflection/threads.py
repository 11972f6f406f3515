"""Where a night begins: with what surprised and what is unresolved, found without a model."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from statistics import median
from typing import Literal
from uuid import UUID

from storage.records import Memory, Message
from storage.records.reflection import Day
from tools.memory.likeness import overlap, words
from tools.personality.due import has_substance

MOST_THREADS = 6
"""Threads that a night begins with; more would be the whole day again."""

MOOD_SWING = 0.5
"""Valence, of two, by which a message differs from the usual of the day to be a surprise."""

FEWEST_MOODS = 3
"""Messages with a mood from which a day has a usual one."""

IMPORTANT = 0.5
"""Importance from which something new is a surprise."""

GO_ON = frozenset({"life_event", "emotion", "relationship", "shared", "milestone"})
"""What a story can go on from: who somebody is and what they like is known once it is said."""

FAMILIAR = 0.4
"""Share of words with something known from which it is nothing new."""

COMES_WITHIN = timedelta(days=3)
WENT_SINCE = timedelta(days=7)
"""An event is unresolved for so long before it and after it."""

CHANGED, OPEN, UNDECIDED = 0.9, 0.8, 0.6
"""How much there is to something that changed, that is open, that they have not decided."""

ThreadKind = Literal["mood", "changed", "new", "open", "undecided"]
"""A swing of mood, a fact that took another's place, something never heard before; something whose
end is not known, something the person has not decided."""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """One thing to begin with: a message or a memory."""

    kind: ThreadKind
    weight: float
    """From 0 to 1 and a little; the heaviest come first."""
    message_id: UUID | None = None
    memory_id: UUID | None = None


def says_something(day: Day) -> bool:
    """Return whether there is anything to look back on: not nods and good nights alone."""
    return any(one.role == "user" and has_substance(one.content) for one in day.messages)


def threads(day: Day, memories: Sequence[Memory], *, now: datetime) -> tuple[Thread, ...]:
    """Return what a night begins with, the heaviest first, each message and memory once."""
    begins = day.messages[0].created_at if day.messages else now
    found = [
        *_swings(day),
        *_changes(day, memories),
        *_news(memories, begins),
        *_open(memories, now),
        *_undecided(day.messages),
    ]
    found.sort(key=lambda one: -one.weight)
    each = {one.message_id or one.memory_id: one for one in reversed(found)}
    return tuple(sorted(each.values(), key=lambda one: -one.weight)[:MOST_THREADS])


def _swings(day: Day) -> Iterator[Thread]:
    if len(day.valences) < FEWEST_MOODS:
        return
    usual = median(day.valences.values())
    for number, valence in day.valences.items():
        swing = abs(valence - usual)
        if swing >= MOOD_SWING:
            yield Thread(kind="mood", weight=swing, message_id=number)


def _changes(day: Day, memories: Sequence[Memory]) -> Iterator[Thread]:
    for memory in memories:
        if memory.id in day.changed:
            yield Thread(kind="changed", weight=CHANGED, memory_id=memory.id)


def _news(memories: Sequence[Memory], begins: datetime) -> Iterator[Thread]:
    known = [words(one.content) for one in memories if one.learned_at < begins]
    for memory in memories:
        if memory.learned_at < begins or memory.importance < IMPORTANT:
            continue
        if memory.type not in GO_ON:
            continue
        nearest = max((overlap(words(memory.content), other) for other in known), default=0.0)
        if nearest < FAMILIAR:
            weight = memory.importance * (1 - nearest)
            yield Thread(kind="new", weight=weight, memory_id=memory.id)


def _open(memories: Sequence[Memory], now: datetime) -> Iterator[Thread]:
    for memory in memories:
        when = memory.valid_from
        if memory.type != "life_event" or when is None or memory.last_mentioned_at > when:
            continue
        if now - WENT_SINCE <= when <= now + COMES_WITHIN:
            yield Thread(kind="open", weight=OPEN * memory.importance, memory_id=memory.id)


def _undecided(messages: Sequence[Message]) -> Iterator[Thread]:
    for message in messages:
        if message.role == "user" and _doubts().search(message.content):
            yield Thread(kind="undecided", weight=UNDECIDED, message_id=message.id)


@cache
def _doubts() -> re.Pattern[str]:
    path = files("tools.reflection").joinpath("doubts.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    spaced = "|".join(re.escape(one).replace("'", "['’]") for one in table["words"])
    unspaced = "|".join(map(re.escape, table["unspaced"]))
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)


def thread_lines(
    found: Sequence[Thread], *, messages: Mapping[UUID, int], memories: Mapping[UUID, int]
) -> str:
    """Return threads as lines that point at what a model is shown: `- changed: m3`.

    Args:
        found: the threads.
        messages: the number of each message that is shown, by its id.
        memories: the number of each memory that is shown.
    """
    lines = []
    for one in found:
        message = messages.get(one.message_id) if one.message_id else None
        memory = memories.get(one.memory_id) if one.memory_id else None
        if message is not None:
            lines.append(f"- {one.kind}: {message}")
        elif memory is not None:
            lines.append(f"- {one.kind}: m{memory}")
    return "\n".join(lines)
