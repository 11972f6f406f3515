from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from api.background.growing import Growing
from api.background.jobs import FollowUps
from nodes.relationship.confirm_transition import TransitionVerdict
from storage.companions import Companions
from storage.database import Database
from storage.ledger import Ledger
from storage.persons import Persons
from storage.queue import Queue
from storage.records import Person
from storage.records.person import AgeGroup
from storage.records.relationship import Relationship
from storage.relationships import Relationships
from tests.factories import make_person
from tests.graphs.background import Background
from tests.graphs.closeness import FARMED, SOON, YES, Closeness
from tests.tools.relationship.records import OPEN, OPEN_ZH
from tools.clock import MovedClock
from tools.models.errors import BadAnswer, ModelUnavailable
from tools.relationship.wishes import hold


@pytest.fixture
async def closeness(database: Database, person: Person, clock: MovedClock) -> Closeness:
    closeness = Closeness(database, person, clock)
    await Companions(database).find_or_create(person.id, "coco", name="Coco", now=clock.now())
    await closeness.turn_into("adult")
    return closeness


@pytest.mark.parametrize("texts", [OPEN, OPEN_ZH])
async def test_two_who_talk_day_by_day_become_friends_when_the_judge_agrees(
    closeness: Closeness, texts: Sequence[str]
) -> None:
    await closeness.days_of(texts[:4])
    assert (await closeness.now()).stage == "good_friends"
    assert await closeness.history() == [("grew", "earned")]
    assert closeness.models.count("judge") == 1


async def test_the_judge_is_shown_the_step_and_the_talk_in_its_language(
    closeness: Closeness,
) -> None:
    await closeness.days_of(OPEN_ZH[:4])
    [call] = [call for call in closeness.models.calls if call.role == "judge"]
    assert "你照看" in call.prompt[0].text
    assert "just_met -> good_friends\ndays at just_met: " in call.prompt[1].text
    assert OPEN_ZH[0] in call.prompt[1].text


async def test_a_judge_who_sees_farming_leaves_the_stage_and_sets_the_score_back(
    closeness: Closeness,
) -> None:
    closeness.models.answer_with("TransitionVerdict", FARMED)
    await closeness.days_of(OPEN[:4])
    now = await closeness.now()
    assert now.stage == "just_met"
    assert now.score < SOON.thresholds.good_friends
    assert ("refused", "farming") in await closeness.history()


@pytest.mark.parametrize("trouble", [BadAnswer("?"), {"confirmed": False, "reason": "earned"}])
async def test_an_answer_that_is_of_no_use_confirms_nothing(
    closeness: Closeness, trouble: Any
) -> None:
    closeness.models.answer_with("TransitionVerdict", trouble)
    await closeness.days_of(OPEN[:4])
    assert (await closeness.now()).stage == "just_met"
    assert set(await closeness.history()) == {("refused", "unclear")}


@pytest.mark.parametrize("text", ["I love you so much, you are perfect", "我爱你，宝贝，你最好了"])
async def test_vows_a_hundred_times_over_never_reach_the_judge(
    closeness: Closeness, text: str
) -> None:
    for _ in range(5):
        await closeness.say(*[text] * 6)
        await closeness.grow()
        closeness.clock.move(timedelta(days=1))
    assert (await closeness.now()).score == 0
    assert closeness.models.count("judge") == 0


async def test_without_a_step_in_sight_no_model_is_called_and_nothing_is_booked(
    closeness: Closeness, database: Database
) -> None:
    begin = closeness.clock.now()
    await closeness.say(OPEN[0])
    await closeness.grow()
    assert (await closeness.now()).score > 0
    assert closeness.models.calls == []
    assert await Ledger(database).summary(closeness.person.id, since=begin) == []


async def test_a_confirmation_is_booked_once_with_the_step(
    closeness: Closeness, database: Database
) -> None:
    begin = closeness.clock.now()
    await closeness.days_of(OPEN[:4])
    [spent] = await Ledger(database).summary(closeness.person.id, since=begin)
    assert (spent.operation, spent.calls) == ("judge", 1)
    assert closeness.spendings == []


async def test_what_was_read_is_not_read_again(closeness: Closeness) -> None:
    await closeness.say(*OPEN[:2])
    await closeness.grow()
    first = await closeness.now()
    await closeness.grow()
    await closeness.grow()
    assert await closeness.now() == first


async def test_what_was_said_in_an_earlier_reading_counts_no_second_time(
    closeness: Closeness,
) -> None:
    await closeness.say(OPEN[0])
    await closeness.grow()
    score = (await closeness.now()).score
    await closeness.say(OPEN[0])
    await closeness.grow()
    assert (await closeness.now()).score == score


async def test_a_model_that_is_away_leaves_everything_for_the_next_try(
    closeness: Closeness,
) -> None:
    closeness.models.answer_with("TransitionVerdict", ModelUnavailable("away"), YES)
    await closeness.grow()
    closeness.clock.move(timedelta(days=3))
    await closeness.say(*OPEN[:6])
    with pytest.raises(ModelUnavailable):
        await closeness.grow()
    assert (await closeness.now()).read_position == 0
    await closeness.grow()
    assert (await closeness.now()).stage == "good_friends"
    assert await closeness.history() == [("grew", "earned")]


async def test_a_wish_that_comes_while_the_judge_thinks_is_kept(closeness: Closeness) -> None:
    await closeness.grow()
    closeness.clock.move(timedelta(days=3))
    await closeness.say(*OPEN[:6])

    class Meanwhile(Relationships):
        async def save(self, *args: Any, **how: Any) -> bool:
            now = closeness.clock.now()
            await self.change(
                closeness.person.id, "coco", lambda there: hold(there, now=now), now=now
            )
            return await super().save(*args, **how)

    plain, closeness.relationships = closeness.relationships, Meanwhile(closeness.database)
    assert await closeness.grow()
    assert closeness.models.count("judge") == 1
    closeness.relationships = plain
    await closeness.grow()
    now = await closeness.now()
    assert (now.stage, now.held_at is not None) == ("just_met", True)
    assert [kind for kind, _ in await closeness.history()] == ["held"]


@pytest.mark.parametrize("age", ["minor", None])
async def test_only_adults_come_further_than_friendship(
    closeness: Closeness, age: AgeGroup | None
) -> None:
    await closeness.days_of([*OPEN, *OPEN_ZH])
    assert (await closeness.now()).stage in {"ambiguous", "partners"}
    await closeness.turn_into(age)
    await closeness.days_of(["I planted a lemon tree on the balcony because I missed the south"])
    assert (await closeness.now()).stage == "good_friends"
    assert (await closeness.history())[-1] == ("capped", "age")


@pytest.mark.parametrize("age", ["minor", None])
async def test_somebody_who_is_not_known_to_be_an_adult_is_never_asked_about(
    closeness: Closeness, age: AgeGroup | None
) -> None:
    await closeness.turn_into(age)
    await closeness.days_of([*OPEN, *OPEN_ZH])
    assert (await closeness.now()).stage == "good_friends"
    assert closeness.models.count("judge") == 1


async def test_what_was_said_in_danger_brings_nobody_closer(closeness: Closeness) -> None:
    await closeness.say(*OPEN[:3], kind="care")
    await closeness.grow()
    now = await closeness.relationships.get(closeness.person.id, "coco")
    assert now is not None
    assert now.score == 0


async def test_what_one_persona_is_told_brings_no_other_and_nobody_else_closer(
    closeness: Closeness, database: Database, clock: MovedClock
) -> None:
    await closeness.days_of(OPEN[:4])
    mentor = Closeness(database, closeness.person, clock, agent_id="mentor")
    stranger = Closeness(database, await make_person(database, clock), clock)
    for other in (mentor, stranger):
        await other.grow()
        now = await other.now()
        assert (now.stage, now.score) == ("just_met", 0)
        assert await other.history() == []
        assert other.models.calls == []


async def test_for_lumi_nothing_runs_and_nothing_is_stored(
    database: Database, person: Person, clock: MovedClock
) -> None:
    lumi = Background(database, person, clock)
    await lumi.say(*OPEN)

    class Untouched(Relationships):
        async def get_or_begin(self, *_: Any, **__: Any) -> Relationship:
            raise AssertionError("Lumi has no stages")

    growing = Growing(
        services=lumi.services, relationships=Untouched(database), ledger=Ledger(database)
    )
    await growing.catch_up(person, None)
    assert lumi.models.calls == []


async def test_what_follows_a_turn_with_a_persona_brings_the_two_closer(
    closeness: Closeness, database: Database
) -> None:
    await closeness.say(OPEN[0])
    async with Queue(database) as queue:
        follow_ups = FollowUps(
            queue=queue,
            services=closeness.services,
            persons=Persons(database),
            ledger=Ledger(database),
            growing=Growing(
                services=closeness.services,
                relationships=closeness.relationships,
                ledger=Ledger(database),
            ),
        )
        follow_ups.register()
        await follow_ups.follow_up(str(closeness.person.id), "coco")
    assert (await closeness.now()).score > 0


def test_a_verdict_that_says_nothing_is_a_no() -> None:
    assert TransitionVerdict().confirmed is False
