"""What keeps the tables small, once a day, whichever worker comes first."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from api.services import Running
from storage.loops import Loops
from storage.queue import Queue
from storage.retention import Retention
from storage.talks import Talks
from tools.clock import Clock

TIDY_UP = "tidy_up"
"""The name of the daily task."""

EVERY_NIGHT = "17 3 * * *"
"""When it runs, in cron's form and UTC: an odd minute, when few people talk."""

FRAMES_KEPT = timedelta(days=7)
"""How long a device may be away and still get just what it missed; then it reads the history."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Housekeeping:
    """Throws away what nobody needs any more."""

    queue: Queue
    talks: Talks
    loops: Loops
    retention: Retention
    clock: Clock
    keep_messages: timedelta | None = None
    """How long messages are kept at least; None is for ever."""

    def register(self) -> None:
        """Give the daily task its body and its time."""
        task = self.queue.app.task(name=TIDY_UP, queueing_lock=TIDY_UP, pass_context=False)
        self.queue.app.periodic(cron=EVERY_NIGHT)(task(self.tidy_up))

    async def tidy_up(self, timestamp: int) -> None:
        """Delete frames and messages of long ago, and let go of old questions.

        `timestamp` is when the run was due, in seconds since 1970.
        """
        now = self.clock.now()
        await self.talks.forget_frames(now - min(FRAMES_KEPT, self.keep_messages or FRAMES_KEPT))
        await self.loops.expire(now=now)
        if self.keep_messages is not None:
            removed = await self.retention.remove_older_than(now - self.keep_messages)
            logger.info("%d messages were older than %s", removed, self.keep_messages)


def housekeeping_of(running: Running) -> Housekeeping:
    """Return what keeps the tables of a process small."""
    days = running.settings.keep_messages_days
    return Housekeeping(
        queue=running.queue,
        talks=running.talks,
        loops=running.loops,
        retention=Retention(running.database),
        clock=running.clock,
        keep_messages=None if days is None else timedelta(days=days),
    )
