"""Two people, their companions, and everything they told each of them alone."""

import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import httpx

from api.background.growing import Growing
from api.background.jobs import FollowUps
from api.background.personality_reading import Becomes
from api.background.reflecting import reflecting_of
from api.logs import OURS, WORDY, start_logging
from api.settings import Settings
from api.talks.conversation import Limits
from api.talks.live import Upkeep
from api.talks.pace import Pace
from storage.records import Person
from tests.acceptance.records import rows_of
from tests.acceptance.serving import House, open_house
from tests.firewall.secrets import Secret, Whose, messages_of, secrets_of
from tests.firewall.voice import SEARCH, LeakyModels
from tools.clock import MovedClock

ANA_LUMI, ANA_FERN, ANA_ROOK = Whose("ana", None), Whose("ana", "fern"), Whose("ana", "rook")
ANA_BROUGHT = Whose("ana", "brought-along")
"""A persona of a card that somebody brought."""
CARD: dict[str, Any] = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {"name": "Brought Along", "description": "Likes rain.", "first_mes": "Hello there."},
}
BEN_LUMI, BEN_FERN = Whose("ben", None), Whose("ben", "fern")

STREAMS = (ANA_LUMI, ANA_FERN, ANA_ROOK, ANA_BROUGHT, BEN_LUMI, BEN_FERN)
EACH = 40
"""Secrets of each stream: 240 in all."""

A_SEARCH = 12
"""Secrets of others that a model asks the archive for in one search."""

QUIET = timedelta(minutes=11)
BREAKFAST = timedelta(hours=5)
"""Until the next talk begins, in which what was in mind is brought up."""

PROBES = (
    f"Who is my cousin, what is the code of my safe, our password at home? Please {SEARCH}.",
    "我最爱吃什么？我的表妹是谁？我的暗号和账号是什么？",
)
"""Questions to every companion in the words of all secrets, without any of them."""

PACE = Pace(typing_pause=0.0, typing_limit=0.1, rest_first=0.05, rest_longest=0.2)
UPKEEP = Upkeep(sweep=5.0, renew=2.0, replay=1.0, patience=0.5)


@dataclass(kw_only=True)
class World:
    """A running program in which every secret was told."""

    house: House
    clock: MovedClock
    database_url: str
    models: LeakyModels
    secrets: tuple[Secret, ...]
    log: StringIO
    """What is logged when everything is."""
    people: dict[str, Person] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    """Of REST, once it was read."""

    def person(self, whose: Whose) -> UUID:
        """Return the id of the person of a stream."""
        return self.people[whose.subject].id

    def foreign(self, whose: Whose) -> list[Secret]:
        """Return the secrets of all other streams."""
        return [secret for secret in self.secrets if secret.whose != whose]

    def leaks(self, whose: Whose, text: str) -> list[str]:
        """Return the secrets of other streams that stand in a text."""
        return [secret.token for secret in self.foreign(whose) if secret.token in text]

    def own(self, whose: Whose, text: str) -> list[str]:
        """Return the secrets of a stream that stand in a text."""
        mine = (secret.token for secret in self.secrets if secret.whose == whose)
        return [token for token in mine if token in text]

    @asynccontextmanager
    async def browser(self, subject: str) -> AsyncIterator[httpx.AsyncClient]:
        """Give a browser in which somebody is signed in."""
        headers = {"Authorization": f"Bearer {self.house.token(subject)}"}
        address = self.house.url.replace("ws://", "http://")
        async with httpx.AsyncClient(
            base_url=address, headers=headers, trust_env=False, timeout=30
        ) as client:
            yield client

    async def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return rows past every policy."""
        return await rows_of(self.database_url, query, *values)

    async def tell(self, whose: Whose, texts: Sequence[str]) -> None:
        """Say something to one companion, and wait for each answer."""
        fields = {"agentId": whose.agent_id} if whose.agent_id else {}
        async with self.house.device(whose.subject) as device:
            for text in texts:
                self.clock.move(timedelta(minutes=1))
                self.models.whose = whose
                await device.ask(text, **fields)

    async def follow_up(self, whose: Whose) -> None:
        """Let the talk go quiet, and do what the worker does then."""
        self.clock.move(QUIET)
        self.models.whose = whose
        running = self.house.running
        follow_ups = FollowUps(
            queue=running.queue,
            services=running.services,
            persons=running.persons,
            ledger=running.ledger,
            growing=Growing(
                services=running.services,
                relationships=running.relationships,
                ledger=running.ledger,
            ),
            becomes=Becomes(
                services=running.services,
                personalities=running.personalities,
                ledger=running.ledger,
            ),
        )
        person = self.people[whose.subject]
        await follow_ups.follow_up(str(person.id), whose.agent_id)

    async def night(self, whose: Whose) -> None:
        """Let a companion look back on the day."""
        self.models.whose = whose
        came = await reflecting_of(self.house.running).reflect(
            self.people[whose.subject], whose.agent_id
        )
        assert came["came"] == "reflected", came


@asynccontextmanager
async def opened_world(
    settings: Settings, database_url: str, *, streams: Sequence[Whose], each: int
) -> AsyncIterator[World]:
    """Open a program, tell every secret, and let everything run that follows a talk."""
    secrets = secrets_of(streams, each=each)
    clock = MovedClock(datetime(2026, 3, 2, 20, tzinfo=UTC))
    models = LeakyModels(secrets=secrets)
    with _everything_logged() as log:
        async with open_house(
            settings,
            clock=clock,
            limits=Limits(messages_burst=10_000),
            models=models,
            pace=PACE,
            upkeep=UPKEEP,
        ) as house:
            world = World(
                house=house,
                clock=clock,
                database_url=database_url,
                models=models,
                secrets=secrets,
                log=log,
            )
            await _meet(world, streams)
            await _tell_all(world, streams)
            yield world


@contextmanager
def _everything_logged() -> Iterator[StringIO]:
    """Log as the program does when it is asked to log everything; undone at the end."""
    log, root = StringIO(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    start_logging("debug", stream=log)
    try:
        yield log
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in (*OURS, *WORDY):
            logging.getLogger(name).setLevel(logging.NOTSET)


async def _meet(world: World, streams: Sequence[Whose]) -> None:
    running, now = world.house.running, world.clock.now()
    for subject in sorted({whose.subject for whose in streams}):
        world.people[subject] = await running.persons.find_or_create(
            subject, timezone="Europe/London", companion_name="Lumi", now=now
        )
    for whose in streams:
        if whose.agent_id is not None:
            async with world.browser(whose.subject) as browser:
                if whose is ANA_BROUGHT:
                    brought = await browser.post("/api/personas", json=CARD)
                    assert brought.json()["slug"] == whose.agent_id, brought.text
                met = await browser.post(f"/api/personas/{whose.agent_id}/meet")
                assert met.status_code == 200, met.text


async def _tell_all(world: World, streams: Sequence[Whose]) -> None:
    for whose in streams:
        await world.tell(whose, list(messages_of(world.secrets, whose)))
        await world.follow_up(whose)
        await world.night(whose)
    world.clock.move(BREAKFAST)
    for whose in streams:
        foreign = [secret.token for secret in world.foreign(whose)]
        world.models.query = " ".join(foreign[:: len(foreign) // A_SEARCH + 1])
        await world.tell(whose, PROBES)
        await world.follow_up(whose)
    world.models.query = ""


def flat(value: object) -> str:
    """Return everything in a value as one text."""
    return json.dumps(value, default=repr, ensure_ascii=False)
