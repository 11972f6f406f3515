"""What is remembered of the person who is signed in: to look at."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.problems import problems
from api.rest.body import Body
from api.rest.memory_bodies import MemoryBody, ReasonedMemoryBody, memory_body, reasoned_body
from api.rest.memory_parameters import (
    AsOf,
    Cursor,
    KnownPersonId,
    LearnedFrom,
    LearnedOn,
    LearnedTo,
    Limit,
    Query,
    State,
    Type,
    cursor_of,
    day_of,
    moment_of,
    place_of,
)
from api.rest.memory_profile import memory_profile
from api.rest.messages import AgentId
from api.services import Running
from storage.records import MemoryQuestion, MemoryType, Person
from tools.text.terms import terms_of


class MemoriesBody(Body):
    """One page of memories, the newest first."""

    memories: tuple[MemoryBody, ...]
    next: str | None
    """Ask with `cursor` set to this for the next page; null at the end."""


class CountBody(Body):
    """How many memories of one type there are."""

    type: MemoryType
    current: int
    past: int


class CountsBody(Body):
    """How much is remembered."""

    types: tuple[CountBody, ...]
    current: int
    past: int
    pinned: int
    people: int
    preferences: int
    today: date
    """Where the person lives."""
    learned_today: int
    reasons: dict[str, int]
    """What became of what was read: kept, or turned away for which reason."""


@get("/api/memories", responses=problems(400, 401, 503))
async def memories(
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    of_type: Type = None,
    which: State = "current",
    as_of: AsOf = None,
    learned_from: LearnedFrom = None,
    learned_to: LearnedTo = None,
    learned_on: LearnedOn = None,
    words: Query = "",
    known_person_id: KnownPersonId = None,
    agent_id: AgentId = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> MemoriesBody:
    """Look through what is remembered, the newest first, a page at a time.

    `asOf` shows what was believed at a moment; `learnedOn` what was learned on a day, where the
    person lives. Moments without a zone are in the person's own.
    """
    begin, end = moment_of(learned_from, person), moment_of(learned_to, person)
    if learned_on is not None:
        begin, end = day_of(learned_on, person)
    question = MemoryQuestion(
        type=of_type,
        state=which,
        as_of=moment_of(as_of, person),
        learned_from=begin,
        learned_to=end,
        text=words.strip(),
        terms=tuple(terms_of(words)),
        known_person_id=known_person_id,
        after=place_of(cursor),
        limit=limit,
    )
    page = await running.remembered.page(person.id, agent_id, question)
    return MemoriesBody(memories=tuple(map(memory_body, page.memories)), next=cursor_of(page.next))


@get("/api/memories/{memory_id:uuid}", responses=problems(400, 401, 404, 503))
async def memory(
    memory_id: FromPath[UUID],
    person: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: AgentId = None,
) -> ReasonedMemoryBody:
    """Show one memory and why it is there: its messages, and what it took the place of."""
    return reasoned_body(await running.remembered.memory(person.id, agent_id, memory_id))


@get("/api/memories/counts", responses=problems(400, 401, 503))
async def memory_counts(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> CountsBody:
    """Count what is remembered, by type, and what became of what was read."""
    today = running.keeping.today(person)
    begins, _ = day_of(today, person)
    counts = await running.remembered.counts(person.id, agent_id, since=begins)
    return CountsBody(
        types=tuple(CountBody.model_validate(one, from_attributes=True) for one in counts.types),
        current=sum(one.current for one in counts.types),
        past=sum(one.past for one in counts.types),
        pinned=counts.pinned,
        people=counts.people,
        preferences=counts.preferences,
        today=today,
        learned_today=counts.learned,
        reasons=dict(counts.reasons),
    )


MEMORY_HANDLERS = (
    memories,
    memory,
    memory_counts,
    memory_profile,
)
"""What can be asked about memories."""
