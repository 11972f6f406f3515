"""What keeps the tables small, once a day, whichever worker comes first."""

from dataclasses import dataclass
from datetime import timedelta

from storage.queue import Queue
from storage.talks import Talks
from tools.clock import Clock

TIDY_UP = "tidy_up"
"""The name of the daily task."""

EVERY_NIGHT = "17 3 * * *"
"""When it runs, in cron's form and UTC: an odd minute, when few people talk."""

FRAMES_KEPT = timedelta(days=7)
"""How long a device may be away and still get just what it missed; then it reads the history."""


@dataclass(frozen=True, kw_only=True)
class Housekeeping:
    """Throws away what nobody needs any more."""

    queue: Queue
    talks: Talks
    clock: Clock

    def register(self) -> None:
        """Give the daily task its body and its time."""
        task = self.queue.app.task(name=TIDY_UP, queueing_lock=TIDY_UP, pass_context=False)
        self.queue.app.periodic(cron=EVERY_NIGHT)(task(self.tidy_up))

    async def tidy_up(self, timestamp: int) -> None:
        """Delete frames of long ago; `timestamp` is when the run was due, in seconds since 1970."""
        await self.talks.forget_frames(self.clock.now() - FRAMES_KEPT)
