"""The other processes of the same people: what they are told, and what they are asked."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from api.talks.bus import Bus
from storage.records import Frame


class Peers:
    """Speaks to the other processes about one person at a time.

    Args:
        bus: the wire to them.
        patience: seconds within which a question is answered.
    """

    def __init__(self, bus: Bus, *, patience: float) -> None:
        self._bus = bus
        self._patience = patience
        self._asked: dict[str, asyncio.Event] = {}

    def tell(self, person_id: UUID, kind: str, **details: Any) -> None:
        """Tell them something, unless this process has been alone for a while."""
        if self._bus.has_peers:
            self.answer(person_id, kind, **details)

    def answer(self, person_id: UUID, kind: str, **details: Any) -> None:
        """Tell them something although none may have been heard of lately: one has just asked."""
        self._bus.publish(channel_of(person_id), {"kind": kind, **details})

    def pass_on(self, person_id: UUID, frame: Frame) -> None:
        """Send a frame to the devices that are connected to them."""
        self.tell(person_id, "frame", seq=frame.seq, body=frame.body)

    async def ask(self, person_id: UUID, kind: str, **details: Any) -> bool:
        """Ask them something; returns whether any answers in time."""
        request, answered = uuid4().hex, asyncio.Event()
        self._asked[request] = answered
        self.answer(person_id, kind, **details, request=request)
        try:
            await asyncio.wait_for(answered.wait(), timeout=self._patience)
        except TimeoutError:
            return False
        finally:
            del self._asked[request]
        return True

    def hear_answer(self, request: str) -> None:
        """Take note that a question was answered, if it is still open and was asked here."""
        if asked := self._asked.get(request):
            asked.set()


def channel_of(person_id: UUID) -> str:
    """Return the channel on which processes speak of a person."""
    return person_id.hex
