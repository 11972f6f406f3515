"""What tests of graphs may ask for: one person's talk, and the graphs that come after it."""

import pytest

from storage.database import Database
from storage.records import Person
from tests.graphs.background import Background
from tests.graphs.conversation import Conversation
from tests.graphs.night import Night
from tests.graphs.reaching import Reaching
from tools.clock import MovedClock


@pytest.fixture
def background(database: Database, person: Person, clock: MovedClock) -> Background:
    return Background(database, person, clock)


@pytest.fixture
def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    return Conversation(database, person, clock)


@pytest.fixture
def reaching(database: Database, person: Person, clock: MovedClock) -> Reaching:
    return Reaching(database, person, clock)


@pytest.fixture
def night(database: Database, person: Person, clock: MovedClock) -> Night:
    return Night(database, person, clock)
