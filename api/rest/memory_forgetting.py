"""Forgetting, for good."""

from typing import Literal
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Forgotten, Person, Wish


class ForgottenBody(Body):
    """What is gone."""

    memories: int
    messages: int
    """Messages that a sentence was taken out of; deleted ones, when everything was forgotten."""
    people: int
    preferences: int


class EverythingBody(Body):
    """That really all is meant: with this companion, or with all of them."""

    everything: Literal["companion", "person"]


@post(
    "/api/memories/{memory_id:uuid}/forget",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def forget_memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ForgottenBody:
    """Forget a memory everywhere: its wordings, its sentence in the talk, notes, profile, people.

    This cannot be taken back.
    """
    wish = Wish(memory_id=memory_id)
    return _body(await running.keeping.forget(person.id, agent_id, wish))


@post(
    "/api/memories/people/{known_person_id:uuid}/forget",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def forget_known_person(
    known_person_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ForgottenBody:
    """Forget somebody, with every memory about them. This cannot be taken back."""
    wish = Wish(known_person_id=known_person_id)
    return _body(await running.keeping.forget(person.id, agent_id, wish))


@post(
    "/api/memories/preferences/{preference_id:uuid}/forget",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def forget_preference(
    preference_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ForgottenBody:
    """Forget a preference, with every memory that rests on its words."""
    wish = Wish(preference_id=preference_id)
    return _body(await running.keeping.forget(person.id, agent_id, wish))


@post("/api/memories/forget", status_code=200, responses=problems(400, 401, 403, 413, 503))
async def forget_everything(
    data: JSONBody[EverythingBody],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ForgottenBody:
    """Forget all that is remembered and was said, with this companion, or with all of them.

    This cannot be taken back. What waits for an answer right now stays.
    """
    whole = data.everything == "person"
    return _body(await running.keeping.forget_everything(person.id, agent_id, whole=whole))


def _body(done: Forgotten) -> ForgottenBody:
    return ForgottenBody.model_validate(done, from_attributes=True)


FORGETTING_HANDLERS = (
    forget_memory,
    forget_known_person,
    forget_preference,
    forget_everything,
)
"""The ways to forget."""
