"""What tests of the entrance may ask for."""

import pytest

from api.entrance.tokens import OwnTokens
from tests.api.entrance.signed import SECRET
from tools.clock import MovedClock


@pytest.fixture
def own(clock: MovedClock) -> OwnTokens:
    return OwnTokens(SECRET, clock=clock)
