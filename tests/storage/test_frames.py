from datetime import timedelta

from storage.database import Database
from storage.records import Person
from tests.factories import LEASE, exchange, make_outcome, make_talks, say
from tools.clock import MovedClock


async def test_frames_come_back_in_order_and_exactly_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "one", clock=clock, answer="first")
    await exchange(talks, person, "two", clock=clock, answer="second")
    tail = await talks.frames_after(person.id, 1, now=clock.now())
    assert [frame.seq for frame in tail.frames] == [2, 3, 4]
    assert list(tail.frames[1].body.items()) == [("type", "token"), ("text", "second")]
    assert (tail.last_seq, tail.holder, tail.complete) == (4, None, True)


async def test_the_holder_of_a_running_turn_is_named(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await say(talks, person, "hello", clock=clock)
    assert (await talks.frames_after(person.id, 0, now=clock.now())).holder == "here"
    clock.move(LEASE * 2)
    assert (await talks.frames_after(person.id, 0, now=clock.now())).holder is None


async def test_forgotten_frames_are_missed_knowingly(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "one", clock=clock)
    clock.move(timedelta(days=2))
    await exchange(talks, person, "two", clock=clock)
    await talks.forget_frames(clock.now() - timedelta(days=1))
    assert not (await talks.frames_after(person.id, 1, now=clock.now())).complete
    tail = await talks.frames_after(person.id, 2, now=clock.now())
    assert tail.complete
    assert [frame.seq for frame in tail.frames] == [3, 4]


async def test_numbers_of_a_crashed_turn_are_never_used_again(
    database: Database, person: Person, clock: MovedClock
) -> None:
    here, there = make_talks(database), make_talks(database, holder="there")
    first = await say(here, person, "one", clock=clock)
    await say(here, person, "two", clock=clock)
    assert first.claim is not None
    outcome = make_outcome(first.claim, first.waiting, now=clock.now())
    assert await here.finish(first.claim, outcome)
    clock.move(LEASE * 2)
    taken = await there.claim(person.id, now=clock.now())
    assert taken is not None
    assert taken.next_seq > outcome.frames[-1].seq + 1_000


async def test_a_number_that_was_never_given_out_is_known_as_such(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "one", clock=clock)
    assert (await talks.frames_after(person.id, 2, now=clock.now())).complete
    assert not (await talks.frames_after(person.id, 3, now=clock.now())).complete


async def test_numbers_of_crashed_turns_were_given_out(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "one", clock=clock)
    await say(talks, person, "two", clock=clock)
    for number in range(2):
        clock.move(LEASE * 2)
        taken = await make_talks(database, holder=f"{number}").claim(person.id, now=clock.now())
        assert taken is not None
        tail = await talks.frames_after(person.id, taken.next_seq, now=clock.now())
        assert (tail.last_seq, tail.complete) == (2, True)
