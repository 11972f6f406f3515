"""Store what a reading of the talk came to."""

from langgraph.runtime import Runtime

from nodes.personality.state import (
    Drawn,
    LoadedPersonality,
    PersonalityContext,
    PersonalityInput,
    PersonalityOutput,
)


class DrawnState(PersonalityInput, LoadedPersonality, Drawn):
    """A companion before and after."""


async def save_personality(
    state: DrawnState, runtime: Runtime[PersonalityContext]
) -> PersonalityOutput:
    """Write the snapshot, how far was read and what it cost, in one transaction.

    A reading that is repeated after a crash changes nothing. One that met another, or a change by
    the person, or a wish to forget, changes nothing either; the next turn looks again.
    """
    context, reading = runtime.context, state["reading"]
    done = await context.personalities.save(
        state["person"].id,
        state["agent_id"],
        state["becoming"],
        reading,
        spendings=tuple(context.spendings),
        now=state["now"],
    )
    if done:
        context.spendings.clear()
    return {"grown": reading.snapshot.number if done and reading.snapshot else None}
