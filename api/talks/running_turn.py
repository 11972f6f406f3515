"""One turn of the graph while it runs: how much of it is seen, and how it is begun anew."""

import asyncio

from api.talks.outlet import TurnOutlet
from graphs.turn import graph
from nodes.turn.state import TurnContext, TurnInput


class RunningTurn:
    """A turn that answers some messages; it runs from the moment it is made.

    Args:
        start: what is answered, and to whom it was said.
        context: what the turn works with.
        outlet: where it speaks.
    """

    def __init__(self, start: TurnInput, context: TurnContext, outlet: TurnOutlet) -> None:
        self.agent_id = start["agent_id"]
        self._outlet = outlet
        self._is_restarting = False
        self._task = asyncio.create_task(graph.ainvoke(start, context=context))

    @property
    def is_visible(self) -> bool:
        """Whether a word of the reply was sent."""
        return self._outlet.has_spoken

    @property
    def is_restarting(self) -> bool:
        """Whether it ends only to begin anew."""
        return self._is_restarting

    def begin_anew(self) -> None:
        """End it, so that the same messages and what was said since are answered."""
        self._is_restarting = self._task.cancel()

    async def over(self) -> bool | None:
        """Wait for its end; returns whether more messages wait, None when it is to begin anew."""
        try:
            result = await self._task
        except asyncio.CancelledError:
            if not self._is_restarting:
                self._task.cancel()
                raise
            return None
        return bool(result["more_waiting"])
