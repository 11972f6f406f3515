"""One person's talk, and the graph that writes first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from api.background.doorstep import Doorstep
from graphs.outreach import graph
from nodes.outreach.state import OutreachContext
from storage.first_words import FirstWords
from storage.outreach import Outreach
from storage.queue import Queue
from storage.records import Frame
from storage.records.outreach import OutreachSettings, QuietHours
from tests.fakes import FakeModels
from tests.graphs.background import Background

AGREED = OutreachSettings(
    kinds=frozenset({"follow_up", "check_in", "greeting"}),
    quiet=QuietHours(start=time(22), end=time(8)),
)

LINE = {"message": "How is the balcony garden holding up?"}

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Reaching(Background):
    """One person's talk, and the graph that writes first."""

    models: FakeModels = field(
        default_factory=lambda: FakeModels(answers={"OutreachDraft": [LINE]})
    )
    sent: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.outreach = Outreach(self.database)
        first_words = FirstWords(self.database, Queue(self.database), holder="here")
        self.doorstep = Doorstep(first_words, self._deliver, self.clock)

    def _deliver(self, person_id: UUID, frame: Frame) -> None:
        self.sent.append(frame)

    async def agree(self, settings: OutreachSettings = AGREED) -> None:
        """Let the person agree to be written to, after a talk of twelve messages."""
        await self.say(*(f"Message number {number} about my balcony." for number in range(12)))
        await self.outreach.save_settings(
            self.person.id, self.agent_id, settings, now=self.clock.now()
        )

    async def look(self, message_id: UUID | None = None, **context: Any) -> dict[str, Any]:
        """Think of the person once."""
        about = OutreachContext(
            services=self.services,
            outreach=self.outreach,
            doorstep=self.doorstep,
            spendings=self.spendings,
            **context,
        )
        outcome: dict[str, Any] = await graph.ainvoke(
            {
                "person": self.person,
                "agent_id": self.agent_id,
                "now": self.clock.now(),
                "message_id": message_id or uuid4(),
            },
            context=about,
        )
        return outcome

    async def look_until(self, moment: datetime) -> Iterator[dict[str, Any]]:
        """Look whenever a look is due, up to a moment."""
        outcomes = []
        while self.clock.now() < moment:
            outcome = await self.look()
            outcomes.append(outcome)
            self.clock.move(outcome["look_at"] - self.clock.now())
        return iter(outcomes)
