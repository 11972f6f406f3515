"""What is kept of variants, and how it is counted."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Database
from storage.records import Claim, Person, Spending, TurnOutcome
from storage.records.mood import ReadMood
from storage.records.talk import Ending
from storage.variants import Variants
from tests.factories import make_outcome, make_person, make_talks, say
from tools.clock import MovedClock


def mood(valence: float) -> ReadMood:
    return ReadMood(valence=valence, arousal=0.5, label="happy", confidence=0.9)


async def turn(
    database: Database,
    person: Person,
    clock: MovedClock,
    *,
    valence: float = 0.0,
    ended: Ending = "complete",
    variant: str = "usual",
    spendings: tuple[Spending, ...] = (),
) -> TurnOutcome:
    """Say `Good evening.` and have it answered in eleven characters, under a variant."""
    talks = make_talks(database)
    received = await say(talks, person, "Good evening.", clock=clock)
    assert isinstance(received.claim, Claim)
    outcome = replace(
        make_outcome(
            received.claim, received.waiting, now=clock.now(), ended=ended, spendings=spendings
        ),
        mood=mood(valence),
        variants={"parts": variant},
    )
    await talks.finish(received.claim, outcome)
    return outcome


async def test_what_was_done_under_a_variant_is_counted_by_talk(
    database: Database, clock: MovedClock
) -> None:
    since, cost = clock.now(), Spending(operation="chat", model="m", cost_usd="0.5")  # type: ignore[arg-type]
    one, other, mixed = [await make_person(database, clock) for _ in range(3)]
    await turn(database, one, clock, valence=-0.5, spendings=(cost,))
    clock.move(timedelta(minutes=5))
    await turn(database, one, clock, valence=0.25, ended="interrupted")
    clock.move(timedelta(days=1))
    await turn(database, one, clock, valence=1)
    await turn(database, other, clock, variant="single", ended="replaced")
    await turn(database, mixed, clock, variant="single")
    await turn(database, mixed, clock, variant="usual")
    clock.move(timedelta(days=1, hours=5))
    talks = await Variants(database).compared(since, now=clock.now())
    assert {(talk.variant, talk.crossed) for talk in talks} == {
        ("single", False),
        ("single", True),
        ("usual", False),
    }
    steady = {talk.variant: talk for talk in talks if not talk.crossed}
    usual, single = steady["usual"], steady["single"]
    assert (usual.messages, usual.replies, usual.interrupted, usual.replaced) == (3, 3, 1, 0)
    assert (usual.reply_characters, usual.message_characters) == (33, 39)
    assert (usual.mood_pairs, usual.mood_change) == (1, 0.75)
    assert (usual.days, usual.days_returned) == (2, 1)
    assert (usual.cost_usd, single.cost_usd) == (0.5, 0)
    assert (single.replies, single.replaced, single.days_returned) == (1, 1, 0)
    later = await Variants(database).compared(clock.now(), now=clock.now())
    assert later == []


async def test_a_turn_without_a_variant_is_in_no_comparison(
    database: Database, clock: MovedClock
) -> None:
    person, talks = await make_person(database, clock), make_talks(database)
    received = await say(talks, person, "Hello.", clock=clock)
    assert received.claim is not None
    await talks.finish(
        received.claim, make_outcome(received.claim, received.waiting, now=clock.now())
    )
    assert await Variants(database).compared(clock.now(), now=clock.now()) == []
