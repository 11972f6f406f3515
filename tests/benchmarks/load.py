"""People who talk: a message, the whole reply, the next message."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.script import Language, message

PATIENCE = 60.0
"""Seconds a reply may take before the benchmark gives up."""


class TurnFailed(Exception):
    """A contender answered with an error, or not at all."""


@dataclass(frozen=True)
class Sample:
    """How long one turn took, in seconds."""

    first: float
    """From the message to the first words."""
    done: float
    """From the message to the end of the reply."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a talk is held."""

    url: str
    headers: dict[str, str]


class Talker:
    """One person with one device."""

    _talks = count(1)

    def __init__(
        self, connection: ClientConnection, language: Language, *, number: int = 0
    ) -> None:
        self._connection = connection
        self._language: Language = language
        self._number = number
        self._talk = next(self._talks)

    async def turn(self) -> Sample:
        """Say the next message and hear the reply."""
        self._number += 1
        text = message(self._number, self._language, talk=self._talk)
        frame = {"type": "message", "text": text, "clientId": uuid4().hex}
        begun = perf_counter()
        await self._connection.send(json.dumps(frame, ensure_ascii=False))
        first = await self._until("token")
        await self._until("done")
        return Sample(first - begun, perf_counter() - begun)

    async def turns(self, count: int) -> list[Sample]:
        """Say so many messages."""
        return [await self.turn() for _ in range(count)]

    async def remember(self, turns: int) -> None:
        """Have a rival take in the past of this talk."""
        frame = {"type": "remember", "turns": turns, "language": self._language}
        await self._connection.send(json.dumps(frame))
        await self._until("done")

    async def _until(self, kind: str) -> float:
        """Read to the next frame of a kind, and return when it came."""
        async with asyncio.timeout(PATIENCE):
            async for raw in self._connection:
                came = perf_counter()
                frame: Any = json.loads(raw)
                if frame["type"] == kind:
                    return came
                if frame["type"] == "error" or frame["type"] == "done":
                    raise TurnFailed(str(raw))
        raise TurnFailed("the connection was closed")


@asynccontextmanager
async def talker(address: Address, language: Language, *, number: int = 0) -> AsyncIterator[Talker]:
    """Connect a person whose talk has had `number` turns before."""
    async with connect(
        address.url, additional_headers=address.headers, compression=None, open_timeout=PATIENCE
    ) as connection:
        yield Talker(connection, language, number=number)


@asynccontextmanager
async def crowd(addresses: Sequence[Address]) -> AsyncIterator[list[Talker]]:
    """Connect many people; every other one speaks Chinese."""
    languages: tuple[Language, Language] = ("en", "zh")
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(talker(address, languages[at % 2]))
            for at, address in enumerate(addresses)
        ]


async def closed_loop(
    talkers: Sequence[Talker], *, turns: int, warm_up: int, started: Callable[[], None]
) -> tuple[list[Sample], float]:
    """Let everybody talk at once; return the samples and the seconds they took, warmed up."""
    await asyncio.gather(*(one.turns(warm_up) for one in talkers))
    started()
    begun = perf_counter()
    samples = await asyncio.gather(*(one.turns(turns) for one in talkers))
    return [sample for each in samples for sample in each], perf_counter() - begun
