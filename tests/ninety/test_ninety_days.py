from datetime import UTC, datetime

from storage.database import Database
from storage.outreach import Outreach
from tests.ninety.keeping import broken_by
from tests.ninety.lives import ASHA, INES, TEN, XIAO
from tests.ninety.told import DOCUMENT, chapter, live

EVE = datetime(2026, 3, 1, tzinfo=UTC)
"""Before the first day of anybody, wherever they live."""

AGAIN = (ASHA, INES, XIAO)
"""Who is lived again by the tests; `make ninety` lives all of them, and checks the same."""


async def test_some_lives_go_as_they_are_told_and_break_no_rule(
    database: Database,
) -> None:
    told = DOCUMENT.read_text("utf-8")
    for lived in await live(database, AGAIN):
        assert list(broken_by(lived)) == []
        assert chapter(lived) in told, "renew it: make ninety"
        kept = [
            number
            for companion in lived.life.companions
            for *_, number in await Outreach(database).withheld(
                lived.person_id, companion, since=EVE
            )
        ]
        assert sum(kept) == lived.withheld.total(), "every reason is on record"


def test_all_ten_are_told() -> None:
    told = DOCUMENT.read_text("utf-8")
    assert all(f"\n## {life.name}\n" in told and life.about in told for life in TEN)
