"""`miolumi worker` as a process of its own, told to stop as a service or a container is."""

import asyncio
import signal
from dataclasses import dataclass, field

import pytest

from storage.database import Database
from storage.records import Person
from tests.acceptance.records import rows_of
from tests.api.processes import START_SECONDS, Command, line_with
from tests.factories import exchange, make_talks
from tests.servers.behaviour import Say, answer
from tests.servers.gemini import GeminiServer
from tests.servers.gemini_request import GeminiRequest
from tests.servers.samples import sample_of
from tools.clock import MovedClock

PAUSE = 0.4
"""Seconds the model takes: the signal comes meanwhile, on a busy machine, too."""

TOLD = (signal.SIGTERM, signal.SIGINT)

LEFT = "SELECT status, attempts FROM procrastinate_jobs WHERE task_name = 'follow_up'"

NOTED = "SELECT summarised_position FROM recent_memories"


@dataclass
class SlowGemini:
    """A model that takes its time, and says when it was asked."""

    server: GeminiServer = field(default_factory=GeminiServer)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.server.replies.respond(self._slowly)

    def _slowly(self, request: GeminiRequest) -> Say:
        self.asked.set()
        assert request.schema is not None, "a worker asks for structured answers only"
        return Say(text=answer(sample_of(request.schema)).text, pieces=1, pause=PAUSE)


@pytest.mark.parametrize("number", TOLD)
async def test_a_worker_told_to_stop_finishes_what_it_began_and_ends_well(
    database: Database,
    person: Person,
    clock: MovedClock,
    environment: dict[str, str],
    number: signal.Signals,
) -> None:
    await exchange(make_talks(database), person, "My name is Robin.", clock=clock)
    model = SlowGemini()
    async with model.server:
        keys = {
            "DATABASE_URL": database.url,
            "GOOGLE_API_KEY": "key",
            "GOOGLE_GEMINI_BASE_URL": model.server.url,
        }
        worker = Command(environment | keys, "worker")
        await asyncio.to_thread(line_with, worker, "At work")
        await asyncio.wait_for(model.asked.wait(), START_SECONDS)
        worker.send_signal(number)
        _, errors = await asyncio.to_thread(worker.communicate, timeout=START_SECONDS)

    assert (worker.returncode, "Traceback" in errors) == (0, False), errors
    assert model.server.hung_up == 0
    assert await rows_of(database.url, LEFT) == []
    [noted] = await rows_of(database.url, NOTED)
    assert noted["summarised_position"] > 0
