"""How close a person and a persona are, in words; and to stay, to go on, or to step back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from api.desks.standing import Standing, Standings
from api.problems import problems
from api.rest.body import Body
from api.rest.reader import reader
from api.services import Running
from api.talks.frames_up import AGENT_ID_LIMIT
from storage.records import Person
from storage.records.relationship import RelationshipMaker, Stage
from tools.prompts.render import Language
from tools.relationship.words import (
    change_words,
    language_of_person,
    relationship_line,
    stage_words,
)

PersonaId = Annotated[
    str,
    QueryParameter(
        name="agentId", min_length=1, max_length=AGENT_ID_LIMIT, pattern=r"^[^\x00-\x1f]+$"
    ),
]
"""Lumi has no stages, so this cannot be left out here."""

BackTo = Annotated[
    Literal["just_met", "good_friends", "ambiguous"] | None, QueryParameter(name="to")
]


class RelationshipChangeBody(Body):
    """Something that happened between the two."""

    kind: Literal["grew", "cooled", "capped", "stepped_back", "held", "released"]
    from_stage: Stage
    to_stage: Stage
    made_by: RelationshipMaker
    words: str
    """What happened, in the language asked for, or the person's."""
    at: datetime


class RelationshipBody(Body):
    """How close the two are. There is no number to it."""

    agent_id: str
    stage: Stage
    name: str
    """The stage, in the language asked for, or the person's."""
    line: str
    """How things stand, in a sentence or two."""
    since: datetime
    held: bool
    """Whether the person asked to stay like this."""
    furthest: Stage
    """How far it can go, with this persona and at this person's age."""
    limited_by_age: bool
    """True when it ends at friendship because the person is not known to be an adult."""
    changes: tuple[RelationshipChangeBody, ...]
    """What happened, the latest first."""


@get("/api/companion/relationship", responses=problems(400, 401, 404, 503))
async def relationship(
    reader: NamedDependency[Person], running: NamedDependency[Running], agent_id: PersonaId
) -> RelationshipBody:
    """Show how close the person who is signed in and a persona are."""
    standings = Standings(running=running, person=reader, agent_id=agent_id)
    return relationship_body(await standings.now(), reader)


@post(
    "/api/companion/relationship/hold",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def hold_relationship(
    reader: NamedDependency[Person], running: NamedDependency[Running], agent_id: PersonaId
) -> RelationshipBody:
    """Stay at this stage: nothing moves it, nothing is counted, until it is released."""
    standings = Standings(running=running, person=reader, agent_id=agent_id)
    return relationship_body(await standings.hold(), reader)


@post(
    "/api/companion/relationship/release",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def release_relationship(
    reader: NamedDependency[Person], running: NamedDependency[Running], agent_id: PersonaId
) -> RelationshipBody:
    """Let things take their course again; what was meanwhile is not counted."""
    standings = Standings(running=running, person=reader, agent_id=agent_id)
    return relationship_body(await standings.release(), reader)


@post(
    "/api/companion/relationship/step-back",
    status_code=200,
    responses=problems(400, 401, 403, 404, 503),
)
async def step_back_relationship(
    reader: NamedDependency[Person],
    running: NamedDependency[Running],
    agent_id: PersonaId,
    to: BackTo = None,
) -> RelationshipBody:
    """Go back by one stage, or back to `to`, and stay there until it is released.

    Where there is nothing to go back to, nothing changes.
    """
    standings = Standings(running=running, person=reader, agent_id=agent_id)
    return relationship_body(await standings.step_back(to), reader)


def relationship_body(standing: Standing, person: Person) -> RelationshipBody:
    """Return a relationship as it is shown, in the person's language."""
    language = language_of_person(person.language)
    relationship = standing.relationship
    return RelationshipBody(
        agent_id=relationship.agent_id,
        stage=standing.stage,
        name=stage_words(standing.stage, language),
        line=relationship_line(relationship, standing.stage, language),
        since=relationship.since,
        held=relationship.held_at is not None,
        furthest=standing.furthest,
        limited_by_age=standing.limited_by_age,
        changes=tuple(_changes(standing, language)),
    )


def _changes(standing: Standing, language: Language) -> Iterator[RelationshipChangeBody]:
    for change in standing.changes:
        words = change_words(change, language)
        if change.kind != "refused" and words is not None:
            yield RelationshipChangeBody(
                kind=change.kind,
                from_stage=change.from_stage,
                to_stage=change.to_stage,
                made_by=change.made_by,
                words=words,
                at=change.made_at,
            )


RELATIONSHIP_HANDLERS = (
    Router(
        path="",
        dependencies={"reader": Provide(reader)},
        route_handlers=[
            relationship,
            hold_relationship,
            release_relationship,
            step_back_relationship,
        ],
    ),
)
"""To see a relationship and to say what one wishes of it."""
