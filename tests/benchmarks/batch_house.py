"""What batches are measured in: a database, people with a day's talk, and a model that is slow."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from api.services import Running, open_services
from api.settings import Settings
from storage.embedded import EmbeddedPostgres
from storage.records import Person
from tests.api.factories import make_settings
from tests.benchmarks.script import past
from tests.factories import exchange
from tests.servers.behaviour import Say, Usage
from tests.servers.gemini import GeminiServer
from tools.clock import MovedClock

ROUNDS = 12
"""Messages of the person in each talk; as many answers."""

ANSWER = {
    "learnings": [
        {
            "type": "preference",
            "content": "This comes up again with them.",
            "evidence": ["1", "3"],
            "confidence": 0.6,
            "importance": 0.5,
        }
    ],
    "openers": [{"text": "How this goes on for them.", "evidence": ["1"]}],
}


@dataclass(frozen=True, kw_only=True)
class BatchHouse:
    """An installation with a clock of its own and a server that speaks Gemini's interface."""

    settings: Settings
    running: Running
    clock: MovedClock

    async def talkers(self, count: int, *, timezone: str) -> list[Person]:
        """Return new people of a zone, each with a talk that begins at the clock's time."""
        people = []
        for _ in range(count):
            begun = self.clock.now()
            person = await self.running.persons.find_or_create(
                f"talker {begun}", timezone=timezone, companion_name="Lumi", now=begun
            )
            for said, answered in past(ROUNDS, "en"):
                self.clock.move(timedelta(seconds=10))
                await exchange(self.running.talks, person, said, clock=self.clock, answer=answered)
            people.append(person)
        return people


@asynccontextmanager
async def batch_house(clock: MovedClock, *, latency: float) -> AsyncIterator[BatchHouse]:
    """Open one whose model takes so many seconds for an answer."""
    folder = Path(tempfile.mkdtemp(prefix="miolumi-batch-"))
    try:
        async with GeminiServer() as server:
            server.replies.always(_after(latency))
            with ExitStack() as stack:
                settings = make_settings(
                    home=folder,
                    database_url=stack.enter_context(EmbeddedPostgres(folder)),
                    timezone="Europe/London",
                    google_api_key=SecretStr("key"),
                    google_base_url=server.url,
                )
                async with open_services(settings, clock=clock) as running:
                    yield BatchHouse(settings=settings, running=running, clock=clock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _after(latency: float) -> Say:
    usage = Usage(prompt=900, output=90)
    return Say(text=json.dumps(ANSWER), pieces=1, pause=latency, usage=usage)
