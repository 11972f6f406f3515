"""Live one life after the other on a moved clock, through the real graph and a real database."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from langchain_core.messages import BaseMessage
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from api.background.doorstep import Doorstep
from api.background.reaching import Reaching
from storage.database import Database
from storage.first_words import FirstWords
from storage.ledger import Ledger
from storage.loops import Loops
from storage.outreach import Outreach
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Frame
from storage.records.loops import LoopChange, OpenLoop
from storage.records.memory import NewMemory
from storage.records.outreach import OutreachSettings
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tests.graphs.conversation import Conversation
from tests.ninety.life import (
    DAYS,
    FIRST_DAY,
    Agent,
    Event,
    Life,
    Moves,
    Plans,
    Remembers,
    Says,
    Tells,
    Wishes,
    talks,
)
from tests.ninety.lived import Lived, Sent
from tests.ninety.world import born
from tests.remembering import memory, read
from tools.clock import MovedClock
from tools.loops.due import awake, grace

NAMESPACE = UUID("6f1d1a52-0f7e-4c59-9d3e-5a2b8c4d7e90")
"""Of the ids of the ten, so that every run is the same."""

AFTERWARDS = timedelta(hours=2)
"""How long after its end something is asked about."""

_REASON = re.compile(r"(?:because: |因为：)(.*)")


class Living:
    """One person on a moved clock."""

    def __init__(self, database: Database, direct: AsyncConnection[Any], life: Life) -> None:
        self._life = life
        self._random = Random(life.name)  # noqa: S311 - habits, no secrets
        self._zone = ZoneInfo(life.zone)
        start = datetime.combine(FIRST_DAY, time(0), self._zone)
        self._end = (start + timedelta(days=DAYS)).astimezone(UTC)
        self._clock = MovedClock(start)
        self._database, self._direct = database, direct
        self._events: list[tuple[datetime, int, Event | int]] = []
        self._numbers = count()
        self._ids = (uuid5(NAMESPACE, f"{life.name} {number}") for number in count())
        self.lived = Lived(life=life, person_id=uuid5(NAMESPACE, life.name))

    async def through(self, days: int = DAYS) -> Lived:
        """Live the days, and return what they came to."""
        self._end = min(self._end, self._clock.now() + timedelta(days=days))
        await self._begin()
        while True:
            look = await self._next_look()
            event_at = self._events[0][0]
            moment = event_at if look is None else min(event_at, look[1])
            if moment >= self._end:
                break
            self._clock.move(max(timedelta(), moment - self._clock.now()))
            if look is not None and look[1] < event_at:
                await self._look(look[0])
            else:
                await self._happens(heappop(self._events)[2])
        self.lived.calls = self._models.count("chat")
        return self.lived

    async def _begin(self) -> None:
        self._person = await born(
            self._database, self._direct, self._life, self.lived.person_id, now=self._clock.now()
        )
        self._models = FakeModels(answers={"OutreachDraft": [_line]})
        background = Background(self._database, self._person, self._clock, models=self._models)
        queue = Queue(self._database)
        self._outreach = Outreach(self._database)
        self._reaching = Reaching(
            queue=queue,
            services=background.services,
            persons=Persons(self._database),
            outreach=self._outreach,
            doorstep=Doorstep(
                FirstWords(self._database, queue, holder="here"), self._deliver, self._clock
            ),
            ledger=Ledger(self._database),
        )
        for number, moment in enumerate(talks(self._life)):
            self._put(moment, number)
        for event in self._life.events:
            self._put(event.at, event)
        self._put(datetime.combine(FIRST_DAY + timedelta(days=DAYS + 9), time(0)), -1)

    def _put(self, shown: datetime, what: Event | int) -> None:
        """Let something happen when the wall clock shows a time."""
        zone = self._life.zone
        for event in self._life.events:
            if isinstance(event, Moves) and event.at < shown:
                zone = event.zone
        self._put_at(shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), what)

    def _put_at(self, moment: datetime, what: Event | int) -> None:
        heappush(self._events, (moment, next(self._numbers), what))

    async def _next_look(self) -> tuple[Agent, datetime] | None:
        rows = await self._direct.execute(
            "SELECT agent_id, look_at FROM outreach_looks WHERE user_id = %s"
            " ORDER BY look_at, stream LIMIT 1",
            (self.lived.person_id,),
        )
        return await rows.fetchone()

    async def _look(self, agent: Agent) -> None:
        now = self._clock.now()
        outcome = await self._reaching.think_of(self._person, agent, message_id=next(self._ids))
        self.lived.looks += 1
        self.lived.withheld.update(outcome["withheld"])
        if not outcome["text"]:
            return
        candidate = outcome["weighed"].chosen.candidate
        self.lived.sent.append(
            Sent(
                at=now,
                agent=agent,
                zone=self._person.timezone,
                kind=candidate.kind,
                trigger=candidate.trigger,
                about=candidate.about,
                text=outcome["text"],
                loop_id=candidate.loop_id,
            )
        )
        if self._random.random() < self._life.habit.answers and not self._is_away(now):
            self._put_at(now + timedelta(minutes=self._random.randint(4, 90)), 1)

    def _is_away(self, now: datetime) -> bool:
        day = (now.astimezone(self._zone).date() - FIRST_DAY).days
        return any(day in away for away in self._life.habit.away)

    def _deliver(self, person_id: UUID, frame: Frame) -> None:
        assert frame.body["type"] == "proactive"

    async def _happens(self, what: Event | int) -> None:
        if isinstance(what, int):
            await self._talk(what)
        elif isinstance(what, Moves):
            self._zone = ZoneInfo(what.zone)
            self._person = await Persons(self._database).update_settings(
                replace(self._person, timezone=what.zone), now=self._clock.now()
            )
        elif isinstance(what, Plans):
            await self._plan(what)
        elif isinstance(what, Tells):
            await self._tell(what)
        elif isinstance(what, Says):
            await self._say(what)
        elif isinstance(what, Wishes):
            await self._wish(what.agent, what.settings)
        elif isinstance(what, Remembers):
            await self._remember(what)

    async def _talk(self, number: int) -> None:
        """Say a little to each companion in turn; the first time enough to know each other."""
        companions = self._life.companions
        if number == 0:
            for agent in companions:
                await self._words(agent, 12)
            for agent, settings in self._life.agreed.items():
                await self._wish(agent, settings)
            return
        low = self._life.habit.low_every
        await self._words(
            companions[number % len(companions)], 2, is_low=bool(low) and number % low == 0
        )

    async def _words(self, agent: Agent, how_many: int, *, is_low: bool = False) -> None:
        rows: list[tuple[Any, ...]] = []
        mood = {"valence": -0.6 if is_low else 0.3, "arousal": 0.4}
        for _ in range(how_many):
            self._clock.move(timedelta(minutes=1))
            now = self._clock.now()
            self.lived.said.append(now)
            rows += [
                (self._person.id, agent, "user", "And so it goes.", now, now, Jsonb(mood)),
                (self._person.id, agent, "assistant", "I hear you.", now, None, None),
            ]
        async with self._direct.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO messages (user_id, agent_id, role, content, created_at, settled_at,"
                " mood) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                rows,
            )

    async def _plan(self, plan: Plans) -> None:
        await self._words(plan.agent, 1)
        ends = plan.ends.replace(tzinfo=self._zone).astimezone(UTC)
        due = awake(ends + AFTERWARDS, self._zone)
        loop = OpenLoop(
            id=uuid5(self.lived.person_id, plan.event),
            agent_id=plan.agent,
            event=plan.event,
            message_ids=(),
            importance=plan.importance,
            due_from=due,
            due_until=due + grace(plan.importance),
            opened_at=self._clock.now(),
            happens_from=ends - timedelta(hours=1),
            happens_until=ends,
            happens_precision="hour",
            do_not_ask=plan.hushed,
        )
        self.lived.plans[plan.event] = loop
        await Loops(self._database).write(
            self._person.id, plan.agent, [loop], [], now=self._clock.now()
        )

    async def _tell(self, told: Tells) -> None:
        loop = self.lived.plans[told.event]
        await self._words(loop.agent_id, 1)
        self.lived.told[told.event] = self._clock.now()
        await Loops(self._database).write(
            self._person.id,
            loop.agent_id,
            [],
            [LoopChange(loop_id=loop.id, becomes="told")],
            now=self._clock.now(),
        )

    async def _say(self, said: Says) -> None:
        talk = Conversation(self._database, self._person, self._clock, agent_id=said.agent)
        ear = await talk.say(said.text)
        self.lived.said.append(self._clock.now())
        assert ear.concluded is not None
        assert ear.concluded.kind == "care"
        self.lived.crises.append(self._clock.now())

    async def _wish(self, agent: Agent, settings: OutreachSettings) -> None:
        now = self._clock.now()
        self.lived.agreed.append((now, agent, settings))
        await self._outreach.save_settings(self._person.id, agent, settings, now=now)

    async def _remember(self, learned: Remembers) -> None:
        since = learned.since and learned.since.replace(tzinfo=self._zone)
        known: NewMemory = memory(
            learned.content,
            now=self._clock.now(),
            type=learned.type,
            valid_from=since,
            valid_precision="day" if since else None,
        )
        await read(
            self._database,
            self._person.id,
            known,
            now=self._clock.now(),
            agent_id=learned.agent,
        )


def _line(prompt: Sequence[BaseMessage]) -> dict[str, Any]:
    """Say what came to mind, so that a topic that slipped through would be seen."""
    found = _REASON.search(str(prompt[-1].content))
    assert found is not None
    return {"message": re.split(": |：", found[1])[-1]}
