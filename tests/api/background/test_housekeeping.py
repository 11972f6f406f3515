from datetime import timedelta

from api.background.housekeeping import FRAMES_KEPT, Housekeeping
from storage.database import Database
from storage.loops import Loops
from storage.queue import Queue
from storage.records import Person
from storage.retention import Retention
from tests.factories import exchange, make_talks
from tests.graphs.background import Background
from tools.clock import MovedClock

DAY = timedelta(days=1)


def make_housekeeping(
    database: Database, clock: MovedClock, *, keep_messages: timedelta | None = None
) -> Housekeeping:
    return Housekeeping(
        queue=Queue(database),
        talks=make_talks(database),
        loops=Loops(database),
        retention=Retention(database),
        clock=clock,
        keep_messages=keep_messages,
    )


async def test_frames_are_kept_for_a_week_and_then_forgotten(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks, keeping = make_talks(database), make_housekeeping(database, clock)
    await exchange(talks, person, "Hello", clock=clock)
    clock.move(FRAMES_KEPT - timedelta(minutes=1))
    await keeping.tidy_up(0)
    assert (await talks.frames_after(person.id, 0, now=clock.now())).complete
    clock.move(timedelta(minutes=2))
    await keeping.tidy_up(0)
    tail = await talks.frames_after(person.id, 0, now=clock.now())
    assert tail.frames == ()
    assert not tail.complete


async def test_where_messages_are_kept_for_a_day_neither_they_nor_their_frames_stay_longer(
    database: Database, person: Person, clock: MovedClock
) -> None:
    background = Background(database, person, clock)
    await background.say("my name is Alex")
    await background.go_quiet()
    clock.move(2 * DAY)

    await make_housekeeping(database, clock).tidy_up(0)
    assert (await background.talks.frames_after(person.id, 0, now=clock.now())).complete
    await make_housekeeping(database, clock, keep_messages=DAY).tidy_up(0)
    assert not (await background.talks.frames_after(person.id, 0, now=clock.now())).complete
    assert (await Retention(database).older_than(clock.now())).removable == 0


async def test_the_task_is_known_to_every_worker(database: Database, clock: MovedClock) -> None:
    keeping = make_housekeeping(database, clock)
    keeping.register()
    assert [name for name, _ in keeping.queue.app.periodic_registry.periodic_tasks] == ["tidy_up"]
