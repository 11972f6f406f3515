from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storage.records import MemoryType
from tests.tools.memory.records import message
from tools.memory.dated import Validity, validity
from tools.memory.gate import Accepted

MONDAY_EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def accepted(when: str | None, kind: MemoryType = "life_event") -> Accepted:
    return Accepted(
        type=kind,
        content="An interview",
        quote="an interview",
        importance=0.7,
        message=message("I have an interview on Friday", created_at=MONDAY_EVENING),
        subtype=None,
        people=(),
        when=when,
    )


@pytest.mark.parametrize("when", ["on Friday", "周五", "Friday 6 March 2026", "2026-03-06"])
def test_an_event_is_true_on_its_day_where_the_person_lives(when: str) -> None:
    found = validity(accepted(when), zone=SHANGHAI)

    assert found == Validity(
        valid_from=datetime(2026, 3, 5, 16, tzinfo=UTC),
        valid_to=datetime(2026, 3, 6, 16, tzinfo=UTC),
        precision="day",
    )


def test_a_home_is_true_from_its_day_on() -> None:
    found = validity(accepted("yesterday", "identity"), zone=ZoneInfo("UTC"))

    assert found.valid_from == datetime(2026, 3, 1, tzinfo=UTC)
    assert found.valid_to is None


@pytest.mark.parametrize(
    "when", [None, "", "someday", "0000-00-00", "in the year 0", "31 February"]
)
def test_what_is_no_date_says_nothing(when: str | None) -> None:
    assert validity(accepted(when), zone=SHANGHAI) == Validity()
