"""What is written first after somebody was in danger: nothing, but the check-in they agreed to."""

from datetime import datetime, timedelta

import pytest

from storage.companions import Companions
from storage.database import Database
from storage.records import Person
from storage.records.outreach import OutreachSettings, OutreachTrigger
from tests.graphs.conversation import Conversation
from tests.graphs.reaching import HOUR, Reaching
from tools.clock import MovedClock

EVERYTHING = OutreachSettings(
    kinds=frozenset({"follow_up", "check_in", "greeting"}), quiet=None, daily_ceiling=4
)
ONCE = OutreachSettings(
    kinds=EVERYTHING.kinds, quiet=None, daily_ceiling=4, checks_in_after_crisis=True
)
SAID = {"en": "I want to die", "zh": "我不想活了"}


@pytest.mark.parametrize(
    ("settings", "said", "expected"),
    [(EVERYTHING, SAID["en"], []), (ONCE, SAID["zh"], ["crisis"])],
    ids=["not agreed, en", "agreed, zh"],
)
async def test_for_48_hours_only_the_check_in_that_was_agreed_on_comes_and_once(
    database: Database,
    person: Person,
    clock: MovedClock,
    settings: OutreachSettings,
    said: str,
    expected: list[OutreachTrigger],
) -> None:
    reaching = Reaching(database, person, clock)
    await reaching.agree(settings)
    clock.move(timedelta(days=4))
    ear = await Conversation(database, person, clock).say(said)
    assert ear.concluded is not None
    assert ear.concluded.kind == "care"
    crisis = clock.now()

    written = await _written(reaching, until=crisis + 48 * HOUR)

    assert [trigger for _, trigger in written] == expected
    assert all(20 * HOUR <= moment - crisis < 48 * HOUR for moment, _ in written)
    assert reaching.models.count("chat") == len(expected), "what is on hold asks no model"
    withheld = await reaching.outreach.withheld(person.id, None, since=crisis)
    held = {trigger for trigger, reason, _ in withheld if reason == "crisis_hold"}
    assert held >= {"silence", "time_of_day"}


async def test_a_crisis_told_to_one_companion_holds_the_others_too(
    database: Database, person: Person, clock: MovedClock
) -> None:
    await Companions(database).find_or_create(person.id, "fern", name="Fern", now=clock.now())
    reaching = Reaching(database, person, clock, agent_id="fern")
    await reaching.agree(ONCE)
    clock.move(timedelta(days=4))
    await Conversation(database, person, clock).say(SAID["en"])

    assert await _written(reaching, until=clock.now() + 48 * HOUR) == []


@pytest.mark.parametrize(
    "worry", ["my friend wants to kill herself", "我朋友说她不想活了"], ids=["en", "zh"]
)
async def test_whoever_worries_about_a_friend_is_never_asked_as_if_it_had_been_them(
    database: Database, person: Person, clock: MovedClock, worry: str
) -> None:
    reaching = Reaching(database, person, clock)
    await reaching.agree(ONCE)
    clock.move(timedelta(days=4))
    ear = await Conversation(database, person, clock).say(worry)
    assert ear.concluded is not None
    assert ear.concluded.kind == "care"

    assert await _written(reaching, until=clock.now() + 48 * HOUR) == []


@pytest.mark.parametrize(
    ("said", "comes"),
    [
        ("I want to die", ["reminder", "reminder"]),
        ("I have the pills in my hand and I'm going to take them all", ["reminder"]),
    ],
    ids=["a wish", "a plan"],
)
async def test_after_a_plan_a_reminder_of_pills_waits_until_the_hold_is_over(
    database: Database,
    person: Person,
    clock: MovedClock,
    said: str,
    comes: list[OutreachTrigger],
) -> None:
    reaching = Reaching(database, person, clock)
    await reaching.agree(EVERYTHING)
    clock.move(timedelta(days=4))
    talk = Conversation(database, person, clock)
    for wish in ("remind me in 5 hours to call mum", "remind me in 5 hours to take my pills"):
        await talk.say(wish)
    await talk.say(said)
    crisis = clock.now()

    written = await _written(reaching, until=crisis + 47 * HOUR)

    assert [trigger for _, trigger in written] == comes
    late = await _written(reaching, until=crisis + 60 * HOUR)
    assert [trigger for _, trigger in late if trigger == "reminder"] == ["reminder"] * (
        2 - len(comes)
    )


async def _written(
    reaching: Reaching, *, until: datetime
) -> list[tuple[datetime, OutreachTrigger]]:
    """Return when something was written up to a moment, and why."""
    written = []
    while (now := reaching.clock.now()) < until:
        outcome = await reaching.look()
        if outcome["text"]:
            written.append((now, outcome["weighed"].chosen.candidate.trigger))
        reaching.clock.move(outcome["look_at"] - now)
    return written
