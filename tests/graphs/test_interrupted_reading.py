"""A reading that breaks off anywhere, and is begun again, leaves what an undisturbed one does."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, cast
from uuid import UUID

import pytest
from psycopg import AsyncConnection

from nodes.services import Memories, Messages, Models
from storage.database import Database
from storage.errors import DatabaseUnavailable
from tests.factories import make_person
from tests.graphs.background import Background
from tools.clock import MovedClock
from tools.memory.window import QUIET_AFTER

TALK = (
    "Hi, my name is Alex and I live in Seattle.",
    "My sister Ana is a nurse in Oslo.",
    "I have an interview on Friday.",
    "I am vegan, by the way.",
)
NEWS = ("I moved to Boston last week!", "Ana is a doctor now.", "I eat meat again.")

FACTS = {
    "Hi, my name is Alex and I live in Seattle.": [
        ("identity", "name", "Their name is Alex.", "my name is Alex"),
        ("identity", "home", "They live in Seattle.", "I live in Seattle"),
    ],
    "My sister Ana is a nurse in Oslo.": [
        ("relationship", "family", "Their sister Ana is a nurse.", "My sister Ana is a nurse"),
    ],
    "I have an interview on Friday.": [
        ("life_event", "job", "They have an interview.", "I have an interview on Friday"),
    ],
    "I moved to Boston last week!": [
        ("identity", "home", "They live in Boston.", "I moved to Boston last week"),
    ],
}
SEEDS = 10

REMEMBERED = Path(__file__).with_name("remembered.sql")


class Accident(Exception):
    """The process died here."""


class Breaking:
    """A service one of whose calls, counted over all of them, breaks before or after it is done."""

    def __init__(self, real: Any, fuse: Callable[[], str | None]) -> None:
        self._real = real
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if not callable(method):
            return method

        async def call(*given: Any, **named: Any) -> Any:
            fate = self._fuse()
            if fate == "before":
                raise DatabaseUnavailable("gone")
            answer = await cast("Callable[..., Awaitable[Any]]", method)(*given, **named)
            if fate == "after":
                raise Accident
            return answer

        return call


def script(background: Background) -> None:
    """Have the model find the facts of whatever lines it is shown."""

    def extracted(prompt: Any) -> dict[str, Any]:
        lines = prompt[-1].text.splitlines()
        memories = []
        for line in lines:
            number, _, rest = line.partition(". ")
            for said, facts in FACTS.items():
                if rest.endswith(f"they: {said}"):
                    memories += [
                        {
                            "type": kind, "subtype": subtype, "content": content, "quote": quote,
                            "message_number": int(number), "importance": 0.8,
                            "people": ["Ana"] if "Ana" in content else [],
                            "when": "on Friday" if "Friday" in quote else None,
                        }
                        for kind, subtype, content, quote in facts
                    ]  # fmt: skip
        diets = [("I am vegan", "vegan"), ("I eat meat again", "eats meat")]
        preferences = [
            {"key": "health.diet", "value": value, "confidence": 0.9, "quote": quote,
             "message_number": int(line.partition(". ")[0])}
            for quote, value in diets for line in lines if quote in line
        ]  # fmt: skip
        return {"memories": memories, "people": [], "preferences": preferences}

    background.models.answer_with("ExtractedMemories", extracted)
    background.models.answer_with("JudgedMemories", {"verdicts": [], "title": "A move"})


async def remembered(url: str, person_id: UUID) -> list[str]:
    """Return everything that is remembered of a person."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        cursor = await connection.execute(REMEMBERED.read_bytes(), {"person_id": person_id})
        return [row[0] for row in await cursor.fetchall()]


async def live(background: Background, fuse: Callable[[], str | None] = lambda: None) -> None:
    """Tell the talk and the news; whenever a reading breaks, begin it again."""
    script(background)
    breaking = replace(
        background.services,
        memories=cast("Memories", Breaking(background.services.memories, fuse)),
        messages=cast("Messages", Breaking(background.services.messages, fuse)),
        models=cast("Models", Breaking(background.models, fuse)),
    )
    for texts in (TALK, NEWS):
        await background.say(*texts)
        background.clock.move(QUIET_AFTER)
        real = background.services
        while True:
            background.services = breaking
            try:
                done = await background.run()
            except (Accident, DatabaseUnavailable):
                continue
            finally:
                background.services = real
            if not done["more"]:
                break


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_a_reading_that_breaks_anywhere_loses_and_doubles_nothing(
    database: Database, database_url: str, clock: MovedClock, seed: int
) -> None:
    start = clock.now()
    calm = Background(database, await make_person(database, clock), clock)
    await live(calm)
    clock.move(start - clock.now())
    chance = Random(seed)  # noqa: S311 - a seeded order of accidents, no secret
    stormy = Background(database, await make_person(database, clock), clock)
    await live(stormy, lambda: chance.choice(["before", "after", None, None, None, None]))

    expected, found = [await remembered(database_url, one.person.id) for one in (calm, stormy)]

    kinds = Counter(line.split(" | ")[0] for line in expected)
    assert (kinds["memory"], kinds["preference"], kinds["change"]) == (5, 2, 1)
    assert found == expected
