"""What is remembered of the person who is signed in: to correct, pin, and take back."""

from uuid import UUID

from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.problems import problems
from api.rest.body import Body
from api.rest.memory_bodies import ChangeBody, MemoryBody, change_body, memory_body
from api.rest.memory_parameters import Content, Cursor, Limit, cursor_of, place_of
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person


class CorrectionBody(Body):
    """What a memory should say."""

    content: Content


class CorrectedBody(Body):
    """What holds now, and the change that can be taken back; null when nothing changed."""

    memory: MemoryBody
    change_id: UUID | None


class ChangesBody(Body):
    """One page of changes, the newest first."""

    changes: tuple[ChangeBody, ...]
    next: str | None
    """Ask with `cursor` set to this for the next page; null at the end."""


@patch("/api/memories/{memory_id:uuid}", responses=problems(400, 401, 403, 404, 409, 413, 503))
async def correct_memory(
    memory_id: FromPath[UUID],
    data: JSONBody[CorrectionBody],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> CorrectedBody:
    """Correct a memory; the old one stays as what was believed, and can be had back."""
    successor_id, change_id = await running.keeping.correct(
        person.id, agent_id, memory_id, data.content
    )
    found = await running.remembered.memory(person.id, agent_id, successor_id)
    return CorrectedBody(memory=memory_body(found.memory), change_id=change_id)


@post(
    "/api/memories/{memory_id:uuid}/pin",
    status_code=200,
    responses=problems(400, 401, 403, 404, 409, 503),
)
async def pin_memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> MemoryBody:
    """Keep a memory for good: it is never pruned and always in the profile."""
    return await _pinned(running, person, agent_id, memory_id, pinned=True)


@post(
    "/api/memories/{memory_id:uuid}/unpin",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def unpin_memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> MemoryBody:
    """Let a memory go its way again."""
    return await _pinned(running, person, agent_id, memory_id, pinned=False)


@get("/api/memories/changes", responses=problems(400, 401, 503))
async def memory_changes(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ChangesBody:
    """Look through what was changed and can be taken back, the newest first."""
    page = await running.remembered.changes(
        person.id, agent_id, after=place_of(cursor), limit=limit
    )
    return ChangesBody(changes=tuple(map(change_body, page.changes)), next=cursor_of(page.next))


@post(
    "/api/memories/changes/{change_id:uuid}/undo",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def undo_change(
    change_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ChangeBody:
    """Take a change back; doing it twice does nothing more."""
    return change_body(await running.keeping.undo(person.id, agent_id, change_id))


async def _pinned(
    running: Running, person: Person, agent_id: str | None, memory_id: UUID, *, pinned: bool
) -> MemoryBody:
    await running.keeping.pin(person.id, agent_id, memory_id, pinned=pinned)
    return memory_body((await running.remembered.memory(person.id, agent_id, memory_id)).memory)


CHANGE_HANDLERS = (correct_memory, pin_memory, unpin_memory, memory_changes, undo_change)
"""What can be done to a memory, and taken back."""
