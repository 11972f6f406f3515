import asyncio

import pytest

from storage.database import Database
from storage.errors import ClaimLost, NotFound
from storage.messages import Messages
from storage.persons import Persons
from storage.records import Claim, IncomingMessage, Person, Spending, TurnOutcome
from tests.factories import LEASE, exchange, make_outcome, make_person, make_talks, say
from tools.clock import MovedClock


async def test_the_first_message_claims_the_talk(
    database: Database, person: Person, clock: MovedClock
) -> None:
    received = await say(make_talks(database), person, "hello", clock=clock)
    assert received.claim is not None
    assert (received.claim.epoch, received.claim.next_seq) == (1, 1)
    assert received.waiting == (received.message,)
    assert received.message.content == "hello"


async def test_a_message_is_received_in_one_round_trip(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    before = database.trips
    received = await say(talks, person, "hello", clock=clock)
    assert database.trips - before == 1
    assert received.claim is not None
    await talks.finish(
        received.claim, make_outcome(received.claim, received.waiting, now=clock.now())
    )
    assert database.trips - before == 2


async def test_a_second_message_joins_the_running_turn(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    first = await say(talks, person, "hello", clock=clock)
    second = await say(talks, person, "are you there?", clock=clock)
    assert second.claim is None
    assert second.waiting == ()
    assert await talks.pending(person.id) == (first.message, second.message)


async def test_another_process_does_not_take_a_talk_that_is_held(
    database: Database, person: Person, clock: MovedClock
) -> None:
    await say(make_talks(database), person, "hello", clock=clock)
    there = make_talks(database, holder="there")
    assert (await say(there, person, "again", clock=clock)).claim is None
    assert await there.claim(person.id, now=clock.now()) is None


async def test_a_repeated_client_id_stores_nothing(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    first = await say(talks, person, "hello", clock=clock, client_id="one")
    again = await say(talks, person, "hello", clock=clock, client_id="one")
    assert not first.duplicate
    assert again.duplicate
    assert again.message == first.message
    assert await talks.pending(person.id) == (first.message,)


async def test_a_repeat_of_an_answered_message_claims_nothing(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    first = await say(talks, person, "hello", clock=clock, client_id="one")
    assert first.claim is not None
    await talks.finish(first.claim, make_outcome(first.claim, first.waiting, now=clock.now()))
    again = await say(talks, person, "hello", clock=clock, client_id="one")
    assert again.duplicate
    assert again.claim is None


async def test_a_client_id_belongs_to_its_person(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    other = await make_person(database, clock)
    await say(talks, person, "hello", clock=clock, client_id="one")
    assert not (await say(talks, other, "hello", clock=clock, client_id="one")).duplicate


async def test_a_message_of_nobody_is_refused(database: Database, clock: MovedClock) -> None:
    person = await make_person(database, clock)
    await Persons(database).delete(person.id)
    with pytest.raises(NotFound):
        await say(make_talks(database), person, "hello", clock=clock)


async def test_a_finished_turn_lets_the_talk_go(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "hello", clock=clock)
    assert await talks.pending(person.id) == ()
    assert await talks.claim(person.id, now=clock.now()) is None
    next_one = await say(make_talks(database, holder="there"), person, "more", clock=clock)
    assert next_one.claim is not None
    assert (next_one.claim.epoch, next_one.claim.next_seq) == (2, 3)


async def test_a_turn_keeps_the_claim_while_more_waits(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    first = await say(talks, person, "hello", clock=clock)
    second = await say(talks, person, "and then?", clock=clock)
    assert first.claim is not None
    outcome = make_outcome(first.claim, first.waiting, now=clock.now())
    assert await talks.finish(first.claim, outcome)
    assert await talks.pending(person.id) == (second.message,)
    outcome = make_outcome(first.claim, [second.message], now=clock.now(), answer=None)
    assert not await talks.finish(first.claim, outcome)


async def test_finishing_twice_writes_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    received = await say(talks, person, "hello", clock=clock)
    assert received.claim is not None
    spending = Spending(operation="chat", model="test:model", input_tokens=7)
    outcome = make_outcome(received.claim, received.waiting, now=clock.now(), spendings=(spending,))
    assert not await talks.finish(received.claim, outcome)
    assert not await talks.finish(received.claim, outcome)
    page = await Messages(database).page(person.id, None, before=None, limit=9)
    assert [message.role for message in page.messages] == ["user", "assistant"]
    assert (await talks.frames_after(person.id, 0, now=clock.now())).last_seq == 2


async def test_a_turn_whose_talk_was_taken_over_writes_nothing(
    database: Database, person: Person, clock: MovedClock
) -> None:
    here, there = make_talks(database), make_talks(database, holder="there")
    received = await say(here, person, "hello", clock=clock)
    assert received.claim is not None
    clock.move(LEASE * 2)
    taken = await there.claim(person.id, now=clock.now())
    assert taken is not None
    assert taken.epoch == 2
    assert taken.next_seq > received.claim.next_seq
    with pytest.raises(ClaimLost):
        await here.finish(
            received.claim, make_outcome(received.claim, received.waiting, now=clock.now())
        )
    assert await there.pending(person.id) == received.waiting
    assert not await there.finish(taken, make_outcome(taken, received.waiting, now=clock.now()))


async def test_a_late_repeat_of_a_stored_turn_is_no_loss(
    database: Database, person: Person, clock: MovedClock
) -> None:
    here, there = make_talks(database), make_talks(database, holder="there")
    received = await say(here, person, "hello", clock=clock)
    assert received.claim is not None
    outcome = make_outcome(received.claim, received.waiting, now=clock.now())
    await here.finish(received.claim, outcome)
    assert (await say(there, person, "more", clock=clock)).claim is not None
    assert not await here.finish(received.claim, outcome)


async def test_a_renewed_lease_is_not_taken_over(
    database: Database, person: Person, clock: MovedClock
) -> None:
    here, there = make_talks(database), make_talks(database, holder="there")
    await say(here, person, "hello", clock=clock)
    clock.move(LEASE * 0.9)
    await here.renew(now=clock.now())
    clock.move(LEASE * 0.9)
    assert await there.claim(person.id, now=clock.now()) is None
    clock.move(LEASE * 0.2)
    assert await there.claim(person.id, now=clock.now()) is not None


async def test_our_own_running_turn_is_never_taken_over_by_ourselves(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await say(talks, person, "hello", clock=clock)
    clock.move(LEASE * 2)
    assert (await say(talks, person, "still there?", clock=clock)).claim is None


async def test_a_claim_that_could_not_be_released_ends_with_its_lease(
    database: Database, person: Person, clock: MovedClock
) -> None:
    broken, mended = make_talks(database), make_talks(database)
    received = await say(broken, person, "hello", clock=clock)
    assert received.claim is not None
    await mended.renew(now=clock.now())
    clock.move(LEASE * 2)
    assert await mended.claim(person.id, now=clock.now()) is not None


async def test_who_waits_for_nobody_is_found(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    received = await say(talks, person, "hello", clock=clock)
    assert await talks.unanswered(now=clock.now(), limit=10) == []
    assert received.claim is not None
    await talks.release(received.claim)
    assert await talks.unanswered(now=clock.now(), limit=10) == [person.id]
    await talks.claim(person.id, now=clock.now())
    clock.move(LEASE * 2)
    assert await talks.unanswered(now=clock.now(), limit=10) == [person.id]


async def test_a_care_reply_takes_its_question_out_of_memory(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    await exchange(talks, person, "something heavy", clock=clock, kind="care")
    page = await Messages(database).page(person.id, None, before=None, limit=9)
    assert [message.kind for message in page.messages] == ["care", "care"]


async def test_a_message_never_waits_unseen_beside_the_end_of_a_turn(
    database: Database, person: Person, clock: MovedClock
) -> None:
    here, there = make_talks(database), make_talks(database, holder="there")
    time = asyncio.get_running_loop().time
    kept, claimed, takes = 0, 0, 0.002
    for round_number in range(60):
        received = await say(here, person, "a", clock=clock)
        assert received.claim is not None
        outcome = make_outcome(received.claim, received.waiting, now=clock.now())

        # from well before the end of the turn to well after it, however fast this machine is
        step, place = takes / 2, round_number % 6

        async def end(
            claim: Claim = received.claim,
            outcome: TurnOutcome = outcome,
            pause: float = step * (5 - place),
        ) -> bool:
            await asyncio.sleep(pause)
            return await here.finish(claim, outcome)

        async def late(pause: float = step * place) -> Claim | None:
            await asyncio.sleep(pause)
            return (await say(there, person, "b", clock=clock)).claim

        more, claim = await asyncio.gather(end(), late())
        assert more != (claim is not None)
        kept, claimed = kept + more, claimed + (not more)
        holder, right = (here, received.claim) if more else (there, claim)
        pending = await holder.pending(person.id)
        begun = time()
        await holder.finish(right, make_outcome(right, pending, now=clock.now()))  # type: ignore[arg-type]
        takes = time() - begun
    assert kept
    assert claimed


async def test_many_processes_that_want_one_talk_get_it_once(
    database: Database, person: Person, clock: MovedClock
) -> None:
    processes = [make_talks(database, holder=f"process {number}") for number in range(8)]
    incoming = [IncomingMessage(text=str(number)) for number in range(8)]
    received = await asyncio.gather(
        *(
            talks.receive(person.id, message, now=clock.now())
            for talks, message in zip(processes, incoming, strict=True)
        )
    )
    assert sum(one.claim is not None for one in received) == 1
    clock.move(LEASE * 2)
    claims = await asyncio.gather(*(talks.claim(person.id, now=clock.now()) for talks in processes))
    assert sum(claim is not None for claim in claims) == 1
