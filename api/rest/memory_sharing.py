"""What everyone may know: memories that a person lets every companion have."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.problems import problems
from api.rest.body import Body
from api.rest.memory_bodies import MemoryBody, memory_body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person


class SharedMemoriesBody(Body):
    """What a companion knows that others were told, the latest shared first."""

    memories: tuple[MemoryBody, ...]


@get("/api/memories/shared", responses=problems(400, 401, 503))
async def shared_memories(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> SharedMemoriesBody:
    """Show what this companion knows because everyone may, though another was told.

    The words alone: where they come from is shown with the companion that was told.
    """
    found = await running.remembered.shared(person.id, agent_id)
    return SharedMemoriesBody(memories=tuple(map(memory_body, found)))


@post(
    "/api/memories/{memory_id:uuid}/share",
    status_code=200,
    responses=problems(400, 401, 403, 404, 409, 503),
)
async def share_memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> MemoryBody:
    """Let every companion know these words: never the talk they come from."""
    return await _shared(running, person, agent_id, memory_id, shared=True)


@post(
    "/api/memories/{memory_id:uuid}/unshare",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def unshare_memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> MemoryBody:
    """Let only the companion know that was told; what others said of it meanwhile stays said."""
    return await _shared(running, person, agent_id, memory_id, shared=False)


async def _shared(
    running: Running, person: Person, agent_id: str | None, memory_id: UUID, *, shared: bool
) -> MemoryBody:
    await running.keeping.share(person.id, agent_id, memory_id, shared=shared)
    return memory_body((await running.remembered.memory(person.id, agent_id, memory_id)).memory)


SHARING_HANDLERS = (shared_memories, share_memory, unshare_memory)
"""What can be asked about what everyone may know, and done to one memory."""
