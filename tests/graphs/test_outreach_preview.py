from datetime import timedelta

from storage.database import Database
from storage.records import Person
from tests.graphs.reaching import Reaching
from tools.clock import MovedClock
from tools.outreach.preview import preview

WEEK = timedelta(days=7)


async def test_what_the_preview_foresees_is_what_then_happens(
    database: Database, person: Person, clock: MovedClock
) -> None:
    reaching = Reaching(database, person, clock)
    await reaching.agree()
    now = clock.now()
    standing = await reaching.outreach.standing(person, None, now=now)
    ahead = preview(standing, person, agent_id=None, now=now, lasts=WEEK)

    happened = []
    while clock.now() < now + WEEK:
        at, outcome = clock.now(), await reaching.look()
        if outcome["text"]:
            happened.append((at, outcome["weighed"].chosen.candidate.trigger))
        clock.move(outcome["look_at"] - at)

    would = [
        (at, one.candidate.trigger)
        for one in ahead.plan
        if one.reason is None
        for at in (one.at, *one.again)
    ]
    assert len(would) >= 2
    assert sorted(would) == happened
