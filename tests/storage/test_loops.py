from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from storage.errors import NotFound
from storage.forgetting import Forgetting
from storage.loops import Loops
from storage.luggage import LuggageRoom
from storage.records import Person, Unloading, Wish
from storage.records.loops import LoopChange, LoopTurn, OpenLoop
from tests.catalogue import places_of
from tests.factories import exchange, make_person, make_talks
from tests.remembering import as_it_stands, memory, read
from tests.tools.loops.making import FRIDAY, loop
from tools.clock import MovedClock
from tools.loops.change import changed, may_become
from tools.memory.luggage import as_json, file_of, luggage_of, read_json
from tools.memory.unload import unpacked

DAY = timedelta(days=1)


@pytest.fixture
def loops(database: Database) -> Loops:
    return Loops(database)


async def only(loops: Loops, person: Person) -> OpenLoop:
    [found] = await loops.all(person.id, None)
    return found


async def test_a_loop_is_kept_once_and_as_it_was_written(loops: Loops, person: Person) -> None:
    one = loop("interview", happens_precision="hour")
    for again in (one, one):
        await loops.write(person.id, None, [again], (), now=FRIDAY)
    assert await only(loops, person) == one
    other = loop("exam")
    await loops.write(person.id, "moss", [other], (), now=FRIDAY)
    assert [found.event for found in await loops.all(person.id, "moss")] == ["exam"]
    assert await only(loops, person) == one


TURNS: list[tuple[LoopTurn, ...]] = [
    ("asked", "told"), ("told", "asked"), ("hushed", "told", "invited"),
    ("asked", "moved", "asked"), ("expired", "told"),
    ("moved", "hushed", "asked", "invited", "asked"), ("asked", "asked"),
]  # fmt: skip


@pytest.mark.parametrize("turns", TURNS, ids="-".join)
async def test_the_database_and_the_rules_agree_on_what_becomes_of_a_loop(
    loops: Loops, person: Person, turns: tuple[LoopTurn, ...]
) -> None:
    there = loop("interview")
    await loops.write(person.id, None, [there], (), now=FRIDAY)
    for day, becomes in enumerate(turns):
        now = FRIDAY + day * DAY + (8 * DAY if becomes == "expired" else 0 * DAY)
        due = now + DAY if becomes in {"moved", "invited"} else None
        change = LoopChange(
            loop_id=there.id, becomes=becomes, message_id=uuid4(), due_from=due, due_until=due
        )
        there = changed(there, change, at=now) if may_become(there, change) else there
        for _ in range(2):
            await loops.write(person.id, None, (), [change], now=now)
        assert await only(loops, person) == there, becomes


async def test_a_topic_nothing_of_which_is_open_can_be_closed(loops: Loops, person: Person) -> None:
    change = LoopChange(loop_id=uuid4(), becomes="unspoken", message_id=uuid4(), event="divorce")
    for _ in range(2):
        await loops.write(person.id, None, (), [change], now=FRIDAY)
    found = await only(loops, person)
    assert (found.event, found.status, found.do_not_ask) == ("divorce", "closed", True)


async def test_what_is_over_is_let_go_and_not_before(loops: Loops, person: Person) -> None:
    ahead = loop("exam", due_from=FRIDAY + DAY, due_until=FRIDAY + 3 * DAY)
    await loops.write(person.id, None, [ahead], (), now=FRIDAY)
    await loops.expire(now=FRIDAY + 2 * DAY)
    assert (await only(loops, person)).status == "open"
    await loops.expire(now=FRIDAY + 3 * DAY)
    assert (await only(loops, person)).status == "expired"


async def test_a_person_settles_and_deletes_their_own_and_nobody_elses(
    loops: Loops, person: Person, database: Database, clock: MovedClock
) -> None:
    one, stranger = loop("interview"), await make_person(database, clock)
    await loops.write(person.id, None, [one], (), now=FRIDAY)
    for unknown in (stranger.id, person.id):
        loop_id = one.id if unknown == stranger.id else uuid4()
        with pytest.raises(NotFound):
            await loops.close(unknown, None, loop_id, now=FRIDAY)
        with pytest.raises(NotFound):
            await loops.erase(unknown, None, loop_id, now=FRIDAY)
    assert (await loops.close(person.id, None, one.id, now=FRIDAY)).status == "closed"
    hushed = await loops.close(person.id, None, one.id, do_not_ask=True, now=FRIDAY)
    assert hushed.do_not_ask
    await loops.erase(person.id, None, one.id, now=FRIDAY)
    assert await loops.all(person.id, None) == ()
    await loops.write(person.id, None, [one], (), now=FRIDAY)
    assert await loops.all(person.id, None) == (), "what was deleted does not come back"
    with pytest.raises(NotFound):
        await loops.erase(person.id, None, one.id, now=FRIDAY)


@pytest.mark.parametrize(
    ("said", "content", "event", "stays"),
    [
        ("I have an interview at Pemberton on Friday.", "Has an interview at Pemberton on Friday",
         "interview at Pemberton", "driving test"),
        ("我周五在豆豆公司面试。", "对方周五在豆豆公司面试", "豆豆公司的面试", "考试"),
    ],
)  # fmt: skip
async def test_a_loop_goes_with_the_memory_of_it(
    database: Database,
    database_url: str,
    loops: Loops,
    person: Person,
    clock: MovedClock,
    forgetting: Forgetting,
    said: str,
    content: str,
    event: str,
    stays: str,
) -> None:
    message = await exchange(make_talks(database), person, said, clock=clock)
    new = memory(content, now=clock.now(), quote=said, source_message_ids=(message.id,))
    await read(database, person.id, new, now=clock.now())
    both = [loop(one, message_ids=(message.id,)) for one in (event, stays)]
    await loops.write(person.id, None, both, (), now=FRIDAY)
    await forgetting.forget(person.id, None, Wish(memory_id=new.id), now=clock.now())
    assert (await only(loops, person)).event == stays
    assert await places_of(database_url, event) == set()


async def test_everything_goes_with_everything(
    loops: Loops, person: Person, clock: MovedClock, forgetting: Forgetting, database_url: str
) -> None:
    for agent_id in (None, "moss"):
        await loops.write(person.id, agent_id, [loop("interview")], (), now=FRIDAY)
    await forgetting.forget_everything(person.id, None, whole=False, now=clock.now())
    assert await loops.all(person.id, None) == ()
    assert len(await loops.all(person.id, "moss")) == 1
    await forgetting.forget_everything(person.id, None, whole=True, now=clock.now())
    assert await places_of(database_url, "interview") == set()


async def test_loops_are_taken_along_and_brought_once(
    database: Database, loops: Loops, person: Person, clock: MovedClock
) -> None:
    room = LuggageRoom(database, rewrite=as_it_stands)
    undated = {"happens_from": None, "happens_until": None}
    events = [loop("interview"), loop("divorce", do_not_ask=True, status="closed", **undated)]
    await loops.write(person.id, None, events, (), now=FRIDAY)
    file = as_json(file_of(await room.pack(person.id, None), agent_id=None, now=FRIDAY))
    other = await make_person(database, clock)
    for owner, times in ((other, 2), (person, 1)):
        for _ in range(times):
            await bring(room, owner.id, file, clock)
    brought = await loops.all(other.id, None)
    assert {(one.event, one.do_not_ask) for one in brought} == {
        ("interview", False),
        ("divorce", True),
    }
    assert {one.id for one in brought}.isdisjoint({one.id for one in events})
    assert len(await loops.all(person.id, None)) == 2


async def bring(room: LuggageRoom, owner: UUID, file: str, clock: MovedClock) -> Unloading:
    """Unload a file where somebody is, as the desk does."""
    belongings = await room.belongings(owner, None)
    unpacking = unpacked(luggage_of(read_json(file.encode())), belongings, owner=owner)
    await room.unload(owner, None, unpacking.unloading, spendings=(), now=clock.now())
    return unpacking.unloading
