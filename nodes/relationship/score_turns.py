"""Score what was said, without any model."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from langgraph.runtime import Runtime

from nodes.relationship.state import (
    LoadedRelationship,
    Proposed,
    RelationshipContext,
    RelationshipInput,
    Scored,
)
from tools.relationship.grow import grow
from tools.relationship.stages import proposed
from tools.relationship.turns import turns_of


class UnscoredState(RelationshipInput, LoadedRelationship):
    """A relationship, and what is new."""


class ScoredTurns(Scored, Proposed):
    """What was counted, and the stage that is due by that."""


async def score_turns(state: UnscoredState, runtime: Runtime[RelationshipContext]) -> ScoredTurns:
    """Count silence and turns, and name the stage that the score has come to."""
    config, person = runtime.context.config, state["person"]
    grown = grow(
        state["relationship"],
        turns_of(state["messages"]),
        before=turns_of(state["before"]),
        config=config,
        age=person.age_group,
        zone=ZoneInfo(person.timezone),
        now=state["now"],
    )
    relationship = replace(grown.relationship, read_position=state["messages"][-1].position)
    return {
        "grown": relationship,
        "changes": grown.changes,
        "proposed": proposed(relationship, config=config, age=person.age_group, now=state["now"]),
    }


async def way_after_scoring(state: Proposed, runtime: Runtime[RelationshipContext]) -> str:
    """Name the way on: a threshold was crossed, or everything stays at its stage."""
    return "steady" if state["proposed"] is None else "crossed"
