"""What a worker does: everything that follows turns, and everything that is due by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.background.gaps import Gaps
from api.background.growing import Growing
from api.background.housekeeping import housekeeping_of
from api.background.jobs import FollowUps
from api.background.personality_reading import Becomes
from api.background.pushing import pushing_of
from api.background.reaching import LOOK_AROUND_SECONDS, looking_around, reaching_of
from api.background.reembedding import Reembedding
from api.background.reflecting import Reflecting, looking_back, reflecting_of
from api.background.worker import WorkerPace, working
from api.commands.reembed_now import reembedder_of
from api.services import Running


@asynccontextmanager
async def following_up(
    running: Running, *, pace: WorkerPace | None = None, look_every: float = LOOK_AROUND_SECONDS
) -> AsyncIterator[None]:
    """Let a worker do what follows turns beside the block.

    Args:
        running: what it works with.
        pace: how it goes about its work.
        look_every: seconds between two looks for people who are due.
    """
    reflecting = reflecting_of(running)
    reflecting.register()
    _follow_ups(running, reflecting).register()
    reaching = reaching_of(running)
    reaching.register()
    pushing_of(running).register()
    housekeeping_of(running).register()
    reembedding = Reembedding(queue=running.queue, reembedder=reembedder_of(running))
    reembedding.register()
    await reembedding.begin()
    async with (
        running.queue,
        working(running.queue, pace=pace),
        looking_around(reaching, every=look_every),
        looking_back(reflecting),
    ):
        yield


def _follow_ups(running: Running, reflecting: Reflecting) -> FollowUps:
    services, ledger = running.services, running.ledger
    return FollowUps(
        queue=running.queue,
        services=services,
        persons=running.persons,
        ledger=ledger,
        growing=Growing(services=services, relationships=running.relationships, ledger=ledger),
        becomes=Becomes(services=services, personalities=running.personalities, ledger=ledger),
        gaps=Gaps(loops=running.loops, clock=running.clock),
        outreach=running.outreach,
        reflecting=reflecting,
    )
