from datetime import timedelta

from api.background.housekeeping import FRAMES_KEPT, Housekeeping
from storage.database import Database
from storage.queue import Queue
from storage.records import Person
from tests.factories import exchange, make_talks
from tools.clock import MovedClock


async def test_frames_are_kept_for_a_week_and_then_forgotten(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    keeping = Housekeeping(queue=Queue(database), talks=talks, clock=clock)
    await exchange(talks, person, "Hello", clock=clock)
    clock.move(FRAMES_KEPT - timedelta(minutes=1))
    await keeping.tidy_up(0)
    assert (await talks.frames_after(person.id, 0, now=clock.now())).complete
    clock.move(timedelta(minutes=2))
    await keeping.tidy_up(0)
    tail = await talks.frames_after(person.id, 0, now=clock.now())
    assert tail.frames == ()
    assert not tail.complete


async def test_the_task_is_known_to_every_worker(database: Database, clock: MovedClock) -> None:
    queue = Queue(database)
    Housekeeping(queue=queue, talks=make_talks(database), clock=clock).register()
    assert [name for name, _ in queue.app.periodic_registry.periodic_tasks] == ["tidy_up"]
