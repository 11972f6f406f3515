"""The parts of the benchmark, each for one running contender."""

import asyncio
import json
from collections.abc import Sequence
from statistics import median

import httpx
from psycopg import AsyncConnection

from storage.talks import FOLLOW_UP
from tests.benchmarks.contenders import Contender
from tests.benchmarks.load import Sample, closed_loop, crowd, talker
from tests.benchmarks.measures import MILLISECONDS, Depth, FollowUps, Pace, Round, Waits, round_of
from tests.benchmarks.past import Seeding
from tests.benchmarks.processes import Running, Surroundings
from tests.benchmarks.prompts import kind_of, prompt_of, weigh
from tests.benchmarks.script import Language
from tests.benchmarks.slow_database import LATE, SlowDatabase
from tools.clock import SystemClock
from tools.models.tokens import estimate_tokens

PLAYED = 6
"""Turns that are really talked at each depth; what came before them is stored at once."""

WARM_UP = 2
"""Turns of every talk that are not counted."""

WAITING_TURNS = 7
"""Turns with a prompt database, and as many with a late one."""


FOLLOWED_TURNS: dict[Pace, int] = {"slow": 12, "quick": 48}
"""Twelve turns are the 24 messages after which a talk is read for memories."""

WORK_PATIENCE = 60.0
"""Seconds the work that follows a turn may take."""

LOOK_PAUSE = 0.02

JOBS_LEFT = b"""
    SELECT 1 FROM procrastinate_jobs
    WHERE task_name = %s AND status IN ('todo', 'doing')
    LIMIT 1
"""


async def warm_up(running: Running) -> None:
    """Let a new server import, connect and compile what it needs."""
    async with crowd([running.address(f"warm-{number}") for number in range(8)]) as talkers:
        await closed_loop(talkers, turns=WARM_UP, warm_up=0, started=lambda: None)


async def one_round(
    running: Running, around: Surroundings, *, users: int, turns: int, number: int
) -> Round:
    """Let some people talk at once, each in a new talk."""
    names = [f"round-{number}-{users}-{at}" for at in range(users)]
    marks = list[tuple[float, float]]()

    def mark() -> None:
        marks.append((running.cpu_seconds(), around.database_cpu_seconds()))

    async with crowd([running.address(name) for name in names]) as talkers:
        samples, seconds = await closed_loop(talkers, turns=turns, warm_up=WARM_UP, started=mark)
        mark()
    (cpu, database_cpu), (cpu_then, database_cpu_then) = marks
    return round_of(
        samples, seconds=seconds, cpu=cpu_then - cpu, database_cpu=database_cpu_then - database_cpu
    )


async def at_depth(
    running: Running, around: Surroundings, *, turn: int, language: Language
) -> Depth:
    """Talk the last turns up to `turn` of a talk whose earlier turns are stored."""
    name, contender = f"depth-{turn}-{language}", running.contender
    past = turn - PLAYED
    if contender.kind == "ours":
        seeding = Seeding(database_url=running.database_url, contender=contender)
        await seeding.remember(name, past, language)
    async with talker(running.address(name), language, number=past) as person:
        if contender.kind != "ours":
            await person.remember(past)
        await _asked(around, contender)
        samples = await person.turns(PLAYED)
    calls = await _asked(around, contender)
    chats = [call for call in calls if kind_of(call) == "chat"]
    return Depth(
        turn=turn,
        language=language,
        first=_first(samples) * MILLISECONDS,
        done=_done(samples) * MILLISECONDS,
        prompts=weigh(chats),
        chat_calls=len(chats) / PLAYED,
        vector_calls=(len(calls) - len(chats)) / PLAYED,
    )


async def waits(running: Running, database: SlowDatabase) -> Waits:
    """Tell from late answers how often a turn waits; the server's database is a slow one."""
    async with talker(running.address("waits"), "en") as person:
        await person.turns(WARM_UP)
        prompt = await person.turns(WAITING_TURNS)
        database.delay = LATE
        late = await person.turns(WAITING_TURNS)
        database.delay = 0.0
    before = (_first(late) - _first(prompt)) / LATE
    return Waits(before_first=before, after_first=(_done(late) - _done(prompt)) / LATE - before)


async def follow_ups(running: Running, around: Surroundings, *, pace: Pace) -> FollowUps:
    """Count the model calls of a talk whose background work is done beside it."""
    turns = FOLLOWED_TURNS[pace]
    await _asked(around, running.contender)
    async with talker(running.address(f"follow-ups-{pace}"), "en") as person:
        for _ in range(turns):
            await person.turn()
            if pace == "slow":
                await _work_done(running)
        await _work_done(running)
    calls = await _asked(around, running.contender)
    kinds = [kind_of(call) for call in calls]
    prompts = [
        call["body"] for call, kind in zip(calls, kinds, strict=True) if kind == "background"
    ]
    tokens = sum(estimate_tokens(prompt_of(json.loads(prompt))) for prompt in prompts)
    return FollowUps(
        pace=pace,
        chat_calls=kinds.count("chat") / turns,
        background_calls=kinds.count("background") / turns,
        vector_calls=kinds.count("vectors") / turns,
        background_tokens=tokens / turns,
    )


async def _work_done(running: Running) -> None:
    """Wait until nothing waits to be done but what waits for a quiet talk."""
    async with await AsyncConnection.connect(running.database_url, autocommit=True) as connection:
        async with asyncio.timeout(WORK_PATIENCE):
            while await (await connection.execute(JOBS_LEFT, (FOLLOW_UP,))).fetchone():
                await SystemClock().sleep(LOOK_PAUSE)


async def _asked(around: Surroundings, contender: Contender) -> list[dict[str, str]]:
    """Return what a contender asked the model since the last time."""
    async with httpx.AsyncClient(trust_env=False) as client:
        found = await client.get(f"{around.models['asked']}/{contender.key}")
    calls: list[dict[str, str]] = found.json()
    return calls


def _first(samples: Sequence[Sample]) -> float:
    return median(sample.first for sample in samples)


def _done(samples: Sequence[Sample]) -> float:
    return median(sample.done for sample in samples)
