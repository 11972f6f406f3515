"""What tests of the background may ask for: a talk, and what follows it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from api.background.jobs import FollowUps
from storage.database import Database
from storage.ledger import Ledger
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Person
from tests.api.background.following import NAME, SlowModels
from tests.graphs.background import Background
from tools.clock import MovedClock


@pytest.fixture
def background(database: Database, person: Person, clock: MovedClock) -> Background:
    models = SlowModels(answers={"ExtractedMemories": [{"memories": [NAME]}]})
    return Background(database, person, clock, models=models)


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    async with Queue(database) as opened:
        yield opened


@pytest.fixture
def follow_ups(queue: Queue, background: Background) -> FollowUps:
    follow_ups = FollowUps(
        queue=queue,
        services=background.services,
        persons=Persons(background.database),
        ledger=Ledger(background.database),
        retry_after=(timedelta(),) * 2,
    )
    follow_ups.register()
    return follow_ups
