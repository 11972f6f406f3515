"""Open loops: what you have before you and told no end of, to be seen, settled and deleted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.desks.loops import LoopsDesk
from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import DatePrecision, Person
from storage.records.loops import LoopStatus, OpenLoop, Remark

Which = Annotated[Literal["open", "all"], QueryParameter(name="state")]


class LoopSourceBody(Body):
    """Words of yours that a loop was read from."""

    message_id: UUID
    content: str
    said_at: datetime


class LoopBody(Body):
    """One thing that was before you."""

    id: UUID
    event: str
    status: LoopStatus
    """`asked` waits for your answer and is not asked about again; `expired` was let go."""
    do_not_ask: bool
    importance: float
    happens_from: datetime | None
    happens_until: datetime | None
    happens_precision: DatePrecision | None
    due_from: datetime
    """From when on your companion may ask how it went, once."""
    due_until: datetime
    opened_at: datetime
    asked_at: datetime | None
    closed_at: datetime | None
    sources: tuple[LoopSourceBody, ...]
    """Without those that were forgotten."""


class LoopsBody(Body):
    """What is open first, by when it is due."""

    loops: tuple[LoopBody, ...]


@get("/api/loops", responses=problems(400, 401, 503))
async def loops(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    which: Which = "open",
    agent_id: AgentId = None,
) -> LoopsBody:
    """Show what is open with this companion and what is not to be asked about; or all there was."""
    return await loops_body(running, person, agent_id, everything=which == "all")


@post(
    "/api/loops/{loop_id:uuid}/close",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def close_loop(
    loop_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> LoopBody:
    """Say that something is settled: it is not asked about any more."""
    return await _body_of(running, person, await _desk(running, person, agent_id).close(loop_id))


@post(
    "/api/loops/{loop_id:uuid}/hush",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def hush_loop(
    loop_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> LoopBody:
    """Say that this, and whatever comes of its kind, is never asked about."""
    return await _body_of(running, person, await _desk(running, person, agent_id).hush(loop_id))


@post(
    "/api/loops/{loop_id:uuid}/reopen",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def reopen_loop(
    loop_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> LoopBody:
    """Let something be asked about after all, once."""
    return await _body_of(running, person, await _desk(running, person, agent_id).reopen(loop_id))


@delete(
    "/api/loops/{loop_id:uuid}",
    status_code=204,
    responses=problems(400, 401, 403, 404, 503),
)
async def delete_loop(
    loop_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> None:
    """Delete a loop with its words; it does not come back, and what was said stays."""
    await _desk(running, person, agent_id).delete(loop_id)


async def loops_body(
    running: Running, person: Person, agent_id: str | None, *, everything: bool
) -> LoopsBody:
    """Return loops with the words behind them."""
    found = await _desk(running, person, agent_id).list(everything=everything)
    behind = await running.loops.words_behind(person.id, agent_id, found)
    return LoopsBody(loops=tuple(loop_body(one, behind) for one in found))


def loop_body(loop: OpenLoop, behind: Mapping[UUID, Remark]) -> LoopBody:
    """Return one loop with the words behind it."""
    return LoopBody(
        id=loop.id,
        event=loop.event,
        status=loop.status,
        do_not_ask=loop.do_not_ask,
        importance=loop.importance,
        happens_from=loop.happens_from,
        happens_until=loop.happens_until,
        happens_precision=loop.happens_precision,
        due_from=loop.due_from,
        due_until=loop.due_until,
        opened_at=loop.opened_at,
        asked_at=loop.asked_at,
        closed_at=loop.closed_at,
        sources=_sources(behind[one] for one in loop.message_ids if one in behind),
    )


def _sources(words: Iterable[Remark]) -> tuple[LoopSourceBody, ...]:
    said = sorted(words, key=lambda one: one.said_at)
    return tuple(
        LoopSourceBody(message_id=one.id, content=one.content, said_at=one.said_at) for one in said
    )


async def _body_of(running: Running, person: Person, loop: OpenLoop) -> LoopBody:
    behind = await running.loops.words_behind(person.id, loop.agent_id, [loop])
    return loop_body(loop, behind)


def _desk(running: Running, person: Person, agent_id: str | None) -> LoopsDesk:
    return LoopsDesk(running, person, agent_id)


LOOP_HANDLERS = (loops, close_loop, hush_loop, reopen_loop, delete_loop)
"""What can be asked about open loops, and done to one."""
