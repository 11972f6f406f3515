"""Imported before server processes fork: what is loaded on first use is loaded once for all.

`serve` and `work` are what such a process does.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from multiprocessing.connection import Connection
from signal import SIGTERM

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool

from api.background.following_up import following_up
from api.background.worker import WorkerPace
from api.services import Running, open_services
from api.serving import new_server, on_signals
from api.settings import Settings
from api.talks.live import Upkeep
from api.talks.pace import Pace
from graphs.turn import graph
from nodes.services import Answer, SpendingSink
from tests.acceptance.serving import free_socket
from tests.api.one_app import OneApp
from tests.fakes import NOTHING, FakeModels, Reply
from tools.care.dependence import Dependence
from tools.care.screen import CareScreen
from tools.care.stated_country import stated_country
from tools.clock import Clock, SystemClock
from tools.dates.past_window import past_window
from tools.farewell.notice import is_farewell
from tools.guardrails.hold_back import HoldBack
from tools.guardrails.judge_input import judge_input
from tools.length.plan import plan_reply
from tools.models.errors import ModelRefused
from tools.models.table import NO_OPTIONS, Role
from tools.mood.read import read_mood
from tools.personality.naming import hear_naming
from tools.prompts.assemble import rules

LEASE = timedelta(seconds=0.3)
"""Short, so that what a killed process left is taken over soon."""

UPKEEP = Upkeep(sweep=0.03, renew=0.08, replay=0.15)

SLOWLY = "Take your time: "
"""How a message begins that the model answers slowly."""

PAUSE = 0.003
"""Seconds the slow model takes for each word."""

ONE_APP = OneApp()
"""Built before the fork: to read what every route takes and answers is most of a start."""

LOADED_LATER = (
    "anyio._backends._asyncio",
    "httptools",
    "langchain_core.tracers.context",
    "langchain_core.tracers.run_collector",
    "langchain_core.tracers.stdout",
    "procrastinate.builtin_tasks",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
"""Modules that others import when they are first needed."""

THOUGHT = 0.02
"""Seconds the model takes for a note or a letter."""

LETTER = {"message": "How is the balcony garden holding up?"}
"""What is written to whoever is due."""

WORDS = "That sounds like a long day, and I am glad you told me about it."


@dataclass(kw_only=True)
class TwoSpeeds(FakeModels):
    """Answers at once, or word by word when it is asked to take its time."""

    replies: Iterable[Reply] = field(default=(WORDS,))

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Answer after a while, in which somebody may be killed; refuse what is not scripted."""
        await asyncio.sleep(THOUGHT)
        if schema.__name__ not in {*self.answers, *NOTHING}:
            raise ModelRefused
        return await super().answer(role, messages, schema, spent=spent)

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Say the one reply."""
        slowly = messages[-1].text.startswith(SLOWLY)
        async for chunk in super().stream(
            role, messages, spent=spent, tools=tools, options=options
        ):
            if slowly:
                await asyncio.sleep(PAUSE)
            yield chunk


@dataclass(frozen=True)
class ShiftedClock:
    """The machine's clock, moved: all processes of a test agree on the hour of the day."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the moved time."""
        return SystemClock().now() + self.offset

    async def sleep(self, seconds: float) -> None:
        """Wait as long as the event loop says."""
        await asyncio.sleep(seconds)


WORKER_PACE = WorkerPace(poll=0.05, heartbeat=0.1, stalled=1.5, restart=0.1)
"""A hasty worker: what a killed one left is taken over soon."""

LOOK_EVERY = 0.1


def serve(settings: Settings, holder: str, ready: Connection, offset: timedelta) -> None:
    """Serve until killed, and tell the port through the pipe."""
    asyncio.run(_serve(settings, holder, ready, ShiftedClock(offset)))


def work(settings: Settings, holder: str, ready: Connection, offset: timedelta) -> None:
    """Do the jobs of the queue until killed, or until a polite end; tell through the pipe."""
    asyncio.run(_work(settings, holder, ready, ShiftedClock(offset)))


async def _serve(settings: Settings, holder: str, ready: Connection, clock: Clock) -> None:
    listening = free_socket()
    async with _opened(settings, holder, clock) as running:
        port = listening.getsockname()[1]
        ONE_APP.opened = lambda: nullcontext(running)
        server = new_server(running, announce=lambda: ready.send(port), app=ONE_APP.app)
        with on_signals(lambda: server.handle_exit(SIGTERM, None)):
            await server.serve(sockets=[listening])


async def _work(settings: Settings, holder: str, ready: Connection, clock: Clock) -> None:
    stopped = asyncio.Event()
    async with (
        _opened(settings, holder, clock) as running,
        running.live.speaking(),
        following_up(running, pace=WORKER_PACE, look_every=LOOK_EVERY),
    ):
        ready.send(0)
        with on_signals(stopped.set):
            await stopped.wait()


def _opened(settings: Settings, holder: str, clock: Clock) -> AbstractAsyncContextManager[Running]:
    return open_services(
        settings,
        clock=clock,
        models=TwoSpeeds(answers={"OutreachDraft": [LETTER]}),
        holder=holder,
        lease=LEASE,
        pace=Pace(rest_first=0.02, rest_longest=0.1),
        upkeep=UPKEEP,
    )


def _load() -> None:
    for module in LOADED_LATER:
        import_module(module)
    judge_input("Hello there, how was the day that you had? 你好，今天过得怎么样？")
    read_mood("Hello")
    HoldBack(rules("en")).push("Hello there.")
    is_farewell("Hello")
    hear_naming("Call me later.")
    stated_country("I am in Leeds.")
    past_window("Hello", now=SystemClock().now(), zone=UTC)
    CareScreen()
    Dependence()
    plan_reply(
        "Hello",
        window=(),
        mood=read_mood("Hello"),
        now=SystemClock().now(),
        language="en",
        agent_id=None,
        mode=None,
    )
    graph.get_graph()
    gc.collect()
    gc.freeze()  # a server looks through all that was loaded once it listens: not in every child


_load()
