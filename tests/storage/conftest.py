"""What tests of the database may ask for."""

import pytest

from storage.database import Database
from storage.forgetting import Forgetting
from tests.remembering import make_forgetting


@pytest.fixture
def forgetting(database: Database) -> Forgetting:
    return make_forgetting(database)
