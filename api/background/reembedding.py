"""What follows a change of the embedder: everybody's messages and memories get new vectors."""

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.background.jobs import RETRY_AFTER
from graphs.batch import Progress, Tally, run_over
from graphs.reembedding import graph
from nodes.extraction.state import ExtractionContext
from nodes.services import Services
from storage.errors import NotFound, StorageError
from storage.ledger import Ledger
from storage.persons import Persons
from storage.queue import Queue
from storage.spaces import Lacking, Spaces

REEMBED = "reembed"
"""The name of the task that deals with one page of people."""

PEOPLE_AT_ONCE = 200
"""People on a page. A job that is cut off starts its page again, where most have nothing left."""

HANDED_ON_AFTER = timedelta(seconds=15)
"""The pause before a worker with another embedder looks at a job that is not for it again."""

HANDED_ON_AT_MOST = 40
"""Ten minutes: longer than two releases run side by side. Then the job belongs to nobody."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reembedder:
    """Gives one person after another vectors in the space of today's embedder."""

    services: Services
    persons: Persons
    spaces: Spaces
    ledger: Ledger

    @property
    def embedder(self) -> str:
        """The name of today's space."""
        return self.services.models.embedder

    def lacking(self) -> AsyncIterator[Lacking]:
        """Yield everybody who lacks vectors, page by page, as they are asked for."""
        return self.spaces.everybody_lacking(self.embedder, page=PEOPLE_AT_ONCE)

    async def page(self, *, after: UUID | None) -> list[Lacking]:
        """Return what the next people lack."""
        return await self.spaces.lacking(self.embedder, after=after, limit=PEOPLE_AT_ONCE)

    async def reembed(self, lacking: Lacking) -> None:
        """Embed what one person lacks; somebody who is gone by now is let go.

        Raises:
            EmbeddingUnavailable: what was embedded before stays.
        """
        try:
            person = await self.persons.by_id(lacking.person_id)
        except NotFound:
            return
        context = ExtractionContext(services=self.services)
        try:
            await graph.ainvoke({"person": person}, context=context)
        finally:
            if context.spendings:
                now = self.services.clock.now()
                await self.ledger.record(person.id, None, context.spendings, now=now)


@dataclass(frozen=True, kw_only=True)
class Reembedding:
    """Re-embeds in the background: one job for a page of people, which enqueues the next page."""

    queue: Queue
    reembedder: Reembedder
    retry_after: tuple[timedelta, ...] = RETRY_AFTER
    handed_on_after: timedelta = HANDED_ON_AFTER

    def register(self) -> None:
        """Give the task its body."""
        self.queue.app.task(name=REEMBED)(self.reembed)

    async def begin(self) -> None:
        """Have everybody looked at; where several workers start at once, one of them does it.

        Where nothing is lacking this costs a few milliseconds for two hundred people.
        """
        await self._enqueue(self.reembedder.embedder)

    async def reembed(
        self, embedder: str, after: str | None = None, failures: int = 0, handed_on: int = 0
    ) -> None:
        """Deal with the page of people after one, and enqueue the next page, or this one again."""
        if embedder != self.reembedder.embedder:
            if handed_on < HANDED_ON_AT_MOST:
                delay = self.handed_on_after
                await self._enqueue(embedder, after, failures, delay=delay, handed_on=handed_on + 1)
            return
        try:
            failed, last = await self._do_page(UUID(after) if after else None)
        except StorageError as error:
            failed, last = 1, after
            logger.warning("re-embedding broke off and is tried again: %s", error)
        if failed and failures < len(self.retry_after):
            await self._enqueue(embedder, after, failures + 1, delay=self.retry_after[failures])
        elif last is not None and last != after:
            await self._enqueue(embedder, last)

    async def _do_page(self, after: UUID | None) -> tuple[int, str | None]:
        """Return how many people failed, and who comes last, or None when there is no next page."""
        page = await self.reembedder.page(after=after)
        lacking = [one for one in page if one]
        tally = await run_over(_each(lacking), self.reembedder.reembed, progress=_told)
        if lacking:
            _log(tally, lacking, embedder=self.reembedder.embedder)
        full = len(page) == PEOPLE_AT_ONCE
        return len(tally.failed), str(page[-1].person_id) if full else None

    async def _enqueue(
        self,
        embedder: str,
        after: str | None = None,
        failures: int = 0,
        *,
        delay: timedelta = timedelta(),
        handed_on: int = 0,
    ) -> None:
        lock = f"{REEMBED}:{embedder}"
        await self.queue.enqueue(
            REEMBED,
            lock=lock,
            queueing_lock=lock,
            delay=delay,
            embedder=embedder,
            after=after,
            failures=failures,
            handed_on=handed_on,
        )


async def _each(people: Iterable[Lacking]) -> AsyncIterator[Lacking]:
    for one in people:
        yield one


def _told(progress: Progress[Lacking]) -> None:
    if progress.error is not None:
        logger.warning("somebody could not be re-embedded: %s", progress.error)


def _log(tally: Tally[Lacking], lacking: list[Lacking], *, embedder: str) -> None:
    failed = {one.person_id for one in tally.failed}
    done = [one for one in lacking if one.person_id not in failed]
    logger.info(
        "re-embedded %d messages and %d memories of %d people for %s; %d people failed",
        sum(one.messages for one in done),
        sum(one.memories for one in done),
        len(done),
        embedder,
        len(failed),
    )
