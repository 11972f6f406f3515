"""Store what a reading of the talk came to."""

from langgraph.runtime import Runtime

from nodes.relationship.state import (
    LoadedRelationship,
    RelationshipContext,
    RelationshipInput,
    RelationshipOutput,
    Scored,
)


class SavedState(RelationshipInput, LoadedRelationship, Scored):
    """A relationship before and after."""


async def save_relationship(
    state: SavedState, runtime: Runtime[RelationshipContext]
) -> RelationshipOutput:
    """Write a relationship, its history, how far was read and what it cost, in one transaction.

    A reading that is repeated after a crash changes nothing. One that met another, or a wish of the
    person's, changes nothing either, and asks to be run again.
    """
    context = runtime.context
    done = await context.relationships.save(
        state["person"].id,
        state["grown"],
        state["changes"],
        spendings=tuple(context.spendings),
        now=state["now"],
    )
    if done:
        context.spendings.clear()
    return {"more": state["more"] or not done}
