"""MADial-Bench: which memory should come up by itself when a child is comforted?"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from storage.database import Database
from storage.records import MemoryType
from tests.benchmarks.recalling.embedders import Embedder
from tests.benchmarks.recalling.figures import Tally
from tests.benchmarks.recalling.talk import StoredTalk

LAST, WHOLE = "the last message", "all messages of the person"

TYPES: Mapping[str, MemoryType] = {"Activity": "shared", "活动类": "shared"}
"""Scenes that are something done; everything else is an event of a life."""

_LINE = re.compile(r'^<(?P<speaker>[^>]+)>:\s*"?(?P<text>.*?)"?\s*$', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A talk up to the moment at which a memory should come up."""

    child: str
    said: tuple[str, ...]
    gold: frozenset[str]


async def measure_madial(
    folder: Path, language: str, database: Database, embedder: Embedder
) -> Mapping[str, Tally]:
    """Return how well the right memories are found, by the last message and by all before it.

    All memories of the set are one person's, as in its paper; the child who speaks is known to be
    meant, since a child who says "I" is the one whose memories are asked for.
    """
    memories = _memories(folder / f"{language}-memory.json")
    tallies = {LAST: Tally(), WHOLE: Tally()}
    talk = await StoredTalk.begin(
        database, embedder, names=("-", "Assistant"), now=datetime(2024, 1, 1, tzinfo=UTC)
    )
    ids = await _learn(talk, memories, embedder)
    for dialogue in _dialogues(folder / f"{language}-dialogue.json", set(memories)):
        texts = {LAST: dialogue.said[-1], WHOLE: "\n".join(dialogue.said)}
        read = talk.read(list(texts.values()))
        for (way, text), (question, vector) in zip(texts.items(), read, strict=True):
            ranked = await talk.ask(question, text, vector, about=frozenset({dialogue.child}))
            order = [ids[one.found.id] for one in ranked if one.found.id in ids]
            tallies[way].add("all", order, dialogue.gold)
    return tallies


async def _learn(
    talk: StoredTalk, memories: Mapping[str, Mapping[str, Any]], embedder: Embedder
) -> dict[UUID, str]:
    vectors = embedder.embed([one["event"] for one in memories.values()])
    stored = {
        key: talk.memory(
            one["event"],
            vector,
            learned_at=_day(one["time"]),
            type=TYPES.get(one["scene"], "life_event"),
            content_hash=key,
        )
        for (key, one), vector in zip(memories.items(), vectors, strict=True)
    }
    await talk.learn(list(stored.values()))
    return {memory.id: key for key, memory in stored.items()}


def _day(text: str) -> datetime:
    return datetime.strptime(text.strip()[:10], "%Y-%m-%d").replace(tzinfo=UTC)


def _memories(path: Path) -> dict[str, Mapping[str, Any]]:
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return {key: memory for row in rows for key, memory in row.items()}


def _dialogues(path: Path, known: set[str]) -> list[Dialogue]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [found for row in rows if (found := _dialogue(row, known)) is not None]


def _dialogue(row: Mapping[str, Any], known: set[str]) -> Dialogue | None:
    before = row["dialogue"][1 : row["test-turn"][0]]
    lines = [found for line in before if (found := _LINE.match(line.strip()))]
    said = [line for line in lines if line["speaker"] != "Assistant"]
    gold = frozenset(str(key) for key in row["relevant-id"]) & known
    if not said or not gold:
        return None
    return Dialogue(child=said[0]["speaker"], said=tuple(line["text"] for line in said), gold=gold)
