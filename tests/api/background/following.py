"""What follows a turn, watched: models that take a while, and jobs run until none is left."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from procrastinate.jobs import DeleteJobCondition, Job, Status

from nodes.services import Answer, SpendingSink
from storage.queue import Queue
from storage.talks import FOLLOW_UP
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tools.models.table import Role

NAME = {
    "type": "identity",
    "content": "Name is Alex",
    "quote": "my name is Alex",
    "message_number": 1,
    "importance": 0.9,
}


@dataclass
class SlowModels(FakeModels):
    """Models that take a while, and count how many answer side by side."""

    answering: int = 0
    most: int = 0
    pause: float = 0.05

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        self.answering += 1
        self.most = max(self.most, self.answering)
        await asyncio.sleep(self.pause)
        self.answering -= 1
        return await super().answer(role, messages, schema, spent=spent)


async def drain(queue: Queue, task: str = FOLLOW_UP) -> None:
    """Do every job that can be done now, until none of a task is left, not even to be retried."""
    while True:
        await queue.app.run_worker_async(
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
        )
        if Status.TODO.value not in {job.status for job in await jobs(queue, task)}:
            return


async def jobs(queue: Queue, task: str) -> list[Job]:
    return list(await queue.app.job_manager.list_jobs_async(task=task))


async def summary(background: Background) -> int:
    recent = await background.memories.recent(background.person.id, background.agent_id)
    return recent.summarised_position


async def until(holds: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the database sends no events
            await asyncio.sleep(0.02)


def notes(_: Sequence[BaseMessage]) -> dict[str, Any]:
    return {
        "purpose_and_context": "Alex has come to talk.",
        "current_state": "",
        "key_learnings": "",
        "approach_and_patterns": "",
        "tools_and_resources": "",
    }


async def is_so(value: object) -> bool:
    return bool(value)


async def all_summarised(background: Background) -> bool:
    unread = await background.messages.unread(
        background.person.id, background.agent_id, after=await summary(background), limit=1
    )
    return not unread


async def none_of(queue: Queue, task: str) -> bool:
    return not await jobs(queue, task)
