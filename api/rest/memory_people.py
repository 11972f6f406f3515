"""The people in somebody's life, and the preferences that are known of them."""

from uuid import UUID

from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.problems import problems
from api.rest.body import Body
from api.rest.memory_bodies import (
    ChangeBody,
    KnownPersonBody,
    PreferenceBody,
    change_body,
    known_people_bodies,
    preference_body,
)
from api.rest.memory_parameters import PreferenceValue, State
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person


class KnownPeopleBody(Body):
    """Everybody in the person's life."""

    people: tuple[KnownPersonBody, ...]


class MergeBody(Body):
    """Who somebody turned out to be."""

    into: UUID


class PreferencesBody(Body):
    """The preferences, by key and the latest first."""

    preferences: tuple[PreferenceBody, ...]


class PreferenceCorrectionBody(Body):
    """What a preference should say."""

    value: PreferenceValue


@get("/api/memories/people", responses=problems(400, 401, 503))
async def memory_people(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> KnownPeopleBody:
    """Show who is known; those who turned out to be somebody else are part of them."""
    people = await running.remembered.people(person.id, agent_id)
    return KnownPeopleBody(people=known_people_bodies(people))


@post(
    "/api/memories/people/{known_person_id:uuid}/merge",
    status_code=200,
    responses=problems(400, 401, 403, 404, 409, 503),
)
async def merge_people(
    known_person_id: FromPath[UUID],
    data: JSONBody[MergeBody],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ChangeBody:
    """Note that somebody is somebody else; that can be taken back."""
    change = await running.keeping.merge_people(
        person.id, agent_id, known_person_id, into=data.into
    )
    return change_body(change)


@post(
    "/api/memories/people/{known_person_id:uuid}/part",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def part_people(
    known_person_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ChangeBody:
    """Take back that somebody is somebody else."""
    return change_body(await running.keeping.part_people(person.id, agent_id, known_person_id))


@get("/api/memories/preferences", responses=problems(400, 401, 503))
async def memory_preferences(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    which: State = "current",
    agent_id: AgentId = None,
) -> PreferencesBody:
    """Show the preferences that hold, held once, or all."""
    found = await running.remembered.preferences(person.id, agent_id, state=which)
    return PreferencesBody(preferences=tuple(map(preference_body, found)))


@patch(
    "/api/memories/preferences/{preference_id:uuid}",
    responses=problems(400, 401, 403, 404, 409, 413, 503),
)
async def correct_preference(
    preference_id: FromPath[UUID],
    data: JSONBody[PreferenceCorrectionBody],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> PreferenceBody:
    """Correct a preference; the old value stays as what was believed."""
    return preference_body(
        await running.keeping.correct_preference(
            person.id, agent_id, preference_id, value=data.value
        )
    )


PEOPLE_HANDLERS = (
    memory_people,
    merge_people,
    part_people,
    memory_preferences,
    correct_preference,
)
"""What can be asked about people and preferences, and done to them."""
