"""Tomorrow's thoughts: what a companion would bring up next, to be seen, settled and deleted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person
from storage.records.reflection import Thought
from storage.thoughts import Thoughts, Words

ThoughtState = Literal["waiting", "used", "settled", "over"]
"""Whether it waits for a talk, was in mind as one began, was done with by the person, or is old."""


class ThoughtSourceBody(Body):
    """Words of yours that a thought rests on."""

    message_id: UUID
    content: str
    said_at: datetime


class ThoughtBody(Body):
    """One thought for the beginning of a talk."""

    id: UUID
    text: str
    state: ThoughtState
    made_at: datetime
    good_until: datetime
    """After this it is not brought up any more."""
    used_at: datetime | None
    settled_at: datetime | None
    sources: tuple[ThoughtSourceBody, ...]
    """Oldest first; without those that were forgotten."""
    memory_ids: tuple[UUID, ...]
    """The memories that it rests on."""


class ThoughtsBody(Body):
    """The latest thoughts, newest first."""

    thoughts: tuple[ThoughtBody, ...]


@get("/api/thoughts", responses=problems(400, 401, 503))
async def thoughts(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> ThoughtsBody:
    """Show what this companion has in mind for the next talk, and had lately."""
    return await thoughts_body(running, person, agent_id)


@post(
    "/api/thoughts/{thought_id:uuid}/settle",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def settle_thought(
    thought_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ThoughtBody:
    """Say that a thought is done with: it is not brought up any more."""
    now, table = running.clock.now(), Thoughts(running.database)
    settled = await table.settle(person.id, agent_id, thought_id, now=now)
    behind = await table.words_behind(person.id, agent_id, [settled])
    return _body(settled, behind, now)


@delete(
    "/api/thoughts/{thought_id:uuid}",
    status_code=204,
    responses=problems(400, 401, 403, 404, 503),
)
async def delete_thought(
    thought_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> None:
    """Delete a thought; what it rests on stays as it is."""
    await Thoughts(running.database).delete(person.id, agent_id, thought_id)


async def thoughts_body(running: Running, person: Person, agent_id: str | None) -> ThoughtsBody:
    """Return the latest thoughts with the words behind them."""
    table, now = Thoughts(running.database), running.clock.now()
    found = await table.all_of(person.id, agent_id)
    behind = await table.words_behind(person.id, agent_id, found)
    return ThoughtsBody(thoughts=tuple(_body(one, behind, now) for one in found))


def _body(thought: Thought, behind: Mapping[UUID, Words], now: datetime) -> ThoughtBody:
    return ThoughtBody(
        id=thought.id,
        text=thought.text,
        state=_state(thought, now),
        made_at=thought.made_at,
        good_until=thought.good_until,
        used_at=thought.used_at,
        settled_at=thought.settled_at,
        sources=_sources(behind[one] for one in thought.source_message_ids if one in behind),
        memory_ids=thought.memory_ids,
    )


def _sources(words: Iterable[Words]) -> tuple[ThoughtSourceBody, ...]:
    said = sorted(words, key=lambda one: one.said_at)
    return tuple(
        ThoughtSourceBody(message_id=one.id, content=one.content, said_at=one.said_at)
        for one in said
    )


def _state(thought: Thought, now: datetime) -> ThoughtState:
    if thought.settled_at is not None:
        return "settled"
    if thought.used_at is not None:
        return "used"
    return "waiting" if now < thought.good_until else "over"


THOUGHT_HANDLERS = (thoughts, settle_thought, delete_thought)
"""What can be asked about thoughts, and done to one."""
