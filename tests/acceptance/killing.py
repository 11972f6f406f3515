"""Many processes of one installation, killed at random points while people talk and are thought of.

Two servers and three workers share one PostgreSQL. Three people talk, each with a device on both
servers; others are silent for days, and due to be written to. Afterwards everything must be as if
nothing had happened: `Ruin.all_is_well` says what that means.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from websockets.exceptions import ConnectionClosed

from api.settings import Settings
from storage.database import Database
from storage.outreach import Outreach
from storage.persons import Persons
from storage.records.outreach import OutreachSettings
from tests.acceptance import warm
from tests.acceptance.processes import Killable, Target, killable
from tests.acceptance.records import Row, everybody_answered, frames_of, rows_of
from tests.acceptance.redis import RedisServer
from tests.acceptance.talkers import SERVERS, Seat, Talker, talk_is_well
from tests.factories import exchange, make_talks
from tools.clock import MovedClock, SystemClock

WORKERS = ("work-0", "work-1", "work-2")

EVENING = datetime(2026, 3, 5, 18, tzinfo=UTC)
"""The moment the killing begins, whatever the time is: nobody is asleep."""

SILENT = timedelta(days=3, hours=1)
"""How long those who are due have said nothing."""

ACQUAINTED = 10
"""Messages after which a companion writes first."""

DUE_AT_ONCE = 2
"""People who fall due with each kill."""

AGREED = OutreachSettings(kinds=frozenset({"check_in"}), quiet=None)

MOMENT = 0.12
"""Seconds between two kills at most: a turn or a job of these models takes about as long."""

PATIENCE = 60.0
"""Seconds everything may take to be done in the end."""

LOOK_PAUSE = 0.1
"""Seconds between two looks at what is left to do."""

WRITTEN = (
    "SELECT subject, count(messages.id) AS letters, count(note.message_id) AS reasons"
    " FROM users LEFT JOIN messages ON messages.user_id = users.id AND kind = 'proactive'"
    " LEFT JOIN outreach_notes AS note ON note.message_id = messages.id"
    " WHERE subject LIKE 'silent%%' GROUP BY subject"
)

UNREAD = (
    "SELECT FROM messages JOIN users ON users.id = user_id"
    " LEFT JOIN recent_memories AS read USING (user_id)"
    " WHERE position > coalesce(read.summarised_position, 0)"
)

JOBS = (
    "SELECT task_name, status, args, lock, attempts FROM procrastinate_jobs"
    " WHERE task_name <> 'quiet'"
)

WITHHELD = "SELECT trigger, reason, sum(count) FROM outreach_counts GROUP BY trigger, reason"


@dataclass
class Ruin:
    """An installation that loses a process again and again."""

    settings: Settings
    database_url: str
    chance: Random
    talkers: list[Talker]
    silent: int
    """People who fall due, a few at a time."""
    redis: RedisServer | None = None
    """What carries events, and dies with the others; without it PostgreSQL does."""
    offset: timedelta = timedelta()
    due: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    _living: dict[str, tuple[AsyncExitStack, Killable]] = field(default_factory=dict)
    _starts: int = 0

    async def start(self, name: str) -> None:
        """Start a process, and let the devices of a server come back."""
        stack, target = AsyncExitStack(), _target(name)
        self._starts += 1
        process = await stack.enter_async_context(
            killable(target, self.settings, holder=f"{name}-{self._starts}", offset=self.offset)
        )
        self._living[name] = stack, process
        await asyncio.gather(
            *(self._sit(seat, stack) for seat in self._seats() if seat.server == name)
        )

    async def kill(self, name: str) -> None:
        """Kill -9, and take over what its devices have got."""
        stack, process = self._living.pop(name)
        process.kill()
        self.kills[name.partition("-")[0]] += 1
        for seat in self._seats():
            if seat.server == name and seat.device is not None:
                await seat.device.until_closed()
                seat.keep()
        await stack.aclose()

    async def live_on(self) -> None:
        """Let people speak and fall due, and one process die at some moment of it."""
        await asyncio.gather(*(self._speak(talker) for talker in self.talkers), self._fall_due())
        await asyncio.sleep(self.chance.random() * MOMENT)
        mortal: list[str] = [*SERVERS, *WORKERS, *(["redis"] if self.redis else [])]
        name = self.chance.choice(mortal)
        if self.redis is not None and name == "redis":
            self.kills[name] += 1
            await self.redis.kill()
            await self.redis.start()
            return
        await self.kill(name)
        await self.start(name)

    async def suffer(self, kills: int) -> None:
        """Kill so many processes, and see that all is well."""
        for _ in range(kills):
            await self.live_on()
        await self.settle()
        await self.all_is_well()

    async def settle(self) -> None:
        """Wait until everybody is answered and thought of, and every device is in step."""
        while self.due < self.silent:
            await self._fall_due()
        await everybody_answered(self.database_url, [one.subject for one in self.talkers])
        await self._all_finished()
        for seat in self._seats():
            newest, _ = (await frames_of(self.database_url, seat.talker.subject))[-1]
            assert seat.device is not None
            await seat.device.until_seq(newest)
            seat.keep()

    async def all_is_well(self) -> None:
        """Nothing is lost, nothing was done twice, and every device has seen everything."""
        written = await rows_of(self.database_url, WRITTEN)
        assert len(written) == self.silent
        assert {(row["letters"], row["reasons"]) for row in written} == {(1, 1)}
        assert await rows_of(self.database_url, UNREAD) == [], "a follow-up was lost"
        assert await rows_of(self.database_url, JOBS) == [], "a job is left, or dead"
        for talker in self.talkers:
            await talk_is_well(talker, self.database_url)

    async def stop(self) -> None:
        """End every process."""
        for stack, _ in self._living.values():
            await stack.aclose()

    async def _all_finished(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while await self._unfinished():  # noqa: ASYNC110 - the database sends no events
                    await asyncio.sleep(LOOK_PAUSE)
        except TimeoutError:
            withheld = await rows_of(self.database_url, WITHHELD)
            left = await self._unfinished()
            raise AssertionError(f"still to be done: {left}; withheld: {withheld}") from None

    async def _unfinished(self) -> list[Row]:
        written = await rows_of(self.database_url, WRITTEN)
        missing = [row for row in written if row["letters"] == 0]
        return missing + await rows_of(self.database_url, JOBS)

    async def _sit(self, seat: Seat, stack: AsyncExitStack) -> None:
        _, process = self._living[seat.server]
        talker = seat.talker
        seat.device = await stack.enter_async_context(
            process.device(talker.subject, after=seat.last_seq)
        )
        for client_id, text in talker.said.items():
            if client_id not in talker.acknowledged:
                await seat.device.say(text, client_id=client_id)

    async def _speak(self, talker: Talker) -> None:
        seats = [seat for seat in talker.seats if seat.device is not None]
        number = len(talker.said)
        client_id, text = f"{talker.subject}-{number}", f"{talker.style}This is message {number}."
        talker.said[client_id] = text
        device = self.chance.choice(seats).device
        assert device is not None
        try:
            await device.say(text, client_id=client_id)
        except ConnectionClosed:
            return

    async def _fall_due(self) -> None:
        """Let some more people be due now."""
        names = [f"silent-{number}" for number in range(self.due, self.due + DUE_AT_ONCE)]
        self.due += DUE_AT_ONCE
        await rows_of(
            self.database_url,
            "UPDATE outreach_looks SET look_at = %s FROM users"
            " WHERE users.id = user_id AND subject = ANY(%s) RETURNING user_id",
            SystemClock().now() + self.offset,
            names,
        )

    def _seats(self) -> list[Seat]:
        return [seat for talker in self.talkers for seat in talker.seats]


@asynccontextmanager
async def ruin(
    settings: Settings,
    database_url: str,
    *,
    seed: int,
    silent: int,
    redis: RedisServer | None = None,
) -> AsyncIterator[Ruin]:
    """Start everything, with so many people who will fall due."""
    styles = ("", "", warm.SLOWLY)
    talkers = [Talker(f"talker-{number}", style) for number, style in enumerate(styles)]
    chance = Random(seed)  # noqa: S311 - what is proven must be the same each time
    opened = Ruin(settings, database_url, chance, talkers, silent, redis)
    await _people_who_agreed(database_url, silent)
    opened.offset = EVENING - SystemClock().now()
    try:
        await asyncio.gather(*(opened.start(name) for name in (*SERVERS, *WORKERS)))
        yield opened
    finally:
        await opened.stop()


async def _people_who_agreed(database_url: str, count: int) -> None:
    clock = MovedClock(EVENING - SILENT)
    async with Database(database_url) as database:
        talks, outreach = make_talks(database), Outreach(database)

        async def settle(number: int) -> None:
            person = await Persons(database).find_or_create(
                f"silent-{number}", timezone="UTC", companion_name="Lumi", now=clock.now()
            )
            for _ in range(ACQUAINTED):
                await exchange(talks, person, "I planted tomatoes today.", clock=clock)
            await outreach.save_settings(person.id, None, AGREED, now=clock.now())

        for number in range(count):
            await settle(number)
    await rows_of(database_url, "UPDATE outreach_looks SET look_at = 'infinity' RETURNING user_id")


def _target(name: str) -> Target:
    return warm.serve if name in SERVERS else warm.work
