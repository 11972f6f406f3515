from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from psycopg import AsyncConnection

from api.background.doorstep import Doorstep
from graphs.outreach import graph
from nodes.outreach.state import OutreachContext
from storage.companions import Companions
from storage.database import Database
from storage.first_words import FirstWords
from storage.outreach import Outreach
from storage.queue import Queue
from storage.records import Frame, Person
from storage.records.outreach import OutreachSettings, QuietHours
from tests.factories import exchange, say
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tools.clock import MovedClock
from tools.models.errors import BadAnswer, ModelUnavailable
from tools.variants.experiments import Experiments

AGREED = OutreachSettings(
    kinds=frozenset({"follow_up", "check_in", "greeting"}),
    quiet=QuietHours(start=time(22), end=time(8)),
)
LINE = {"message": "How is the balcony garden holding up?"}
NOTHING_TO_SAY = {"message": ""}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Reaching(Background):
    """One person's talk, and the graph that writes first."""

    models: FakeModels = field(
        default_factory=lambda: FakeModels(answers={"OutreachDraft": [LINE]})
    )
    sent: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.outreach = Outreach(self.database)
        first_words = FirstWords(self.database, Queue(self.database), holder="here")
        self.doorstep = Doorstep(first_words, self._deliver, self.clock)

    def _deliver(self, person_id: UUID, frame: Frame) -> None:
        self.sent.append(frame)

    async def agree(self, settings: OutreachSettings = AGREED) -> None:
        """Let the person agree to be written to, after a talk of twelve messages."""
        await self.say(*(f"Message number {number} about my balcony." for number in range(12)))
        await self.outreach.save_settings(
            self.person.id, self.agent_id, settings, now=self.clock.now()
        )

    async def look(self, message_id: UUID | None = None, **context: Any) -> dict[str, Any]:
        """Think of the person once."""
        about = OutreachContext(
            services=self.services,
            outreach=self.outreach,
            doorstep=self.doorstep,
            spendings=self.spendings,
            **context,
        )
        outcome: dict[str, Any] = await graph.ainvoke(
            {
                "person": self.person,
                "agent_id": self.agent_id,
                "now": self.clock.now(),
                "message_id": message_id or uuid4(),
            },
            context=about,
        )
        return outcome

    async def look_until(self, moment: datetime) -> Iterator[dict[str, Any]]:
        """Look whenever a look is due, up to a moment."""
        outcomes = []
        while self.clock.now() < moment:
            outcome = await self.look()
            outcomes.append(outcome)
            self.clock.move(outcome["look_at"] - self.clock.now())
        return iter(outcomes)


@pytest.fixture
def reaching(database: Database, person: Person, clock: MovedClock) -> Reaching:
    return Reaching(database, person, clock)


async def test_nothing_to_say_is_the_normal_result_and_asks_no_model(reaching: Reaching) -> None:
    await reaching.agree()

    outcome = await reaching.look()

    assert outcome["text"] == ""
    assert [call.role for call in reaching.models.calls] == []
    assert reaching.sent == []


async def test_whoever_never_agreed_is_never_written_to(reaching: Reaching) -> None:
    await reaching.agree(OutreachSettings())

    outcomes = await reaching.look_until(reaching.clock.now() + 30 * DAY)

    assert {outcome["text"] for outcome in outcomes} == {""}
    assert reaching.models.calls == []


async def test_after_a_long_silence_one_line_comes_with_its_reason(reaching: Reaching) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))

    outcomes = list(await reaching.look_until(reaching.clock.now() + 3 * DAY))

    [said] = [outcome for outcome in outcomes if outcome["text"]]
    assert said["text"] == LINE["message"]
    [frame] = reaching.sent
    assert (frame.body["type"], frame.body["text"]) == ("proactive", LINE["message"])
    message_id = UUID(frame.body["messageId"])
    why = await reaching.outreach.why(reaching.person.id, None, message_id)
    assert (why.kind, why.trigger) == ("check_in", "silence")
    last = (await reaching.messages.page(reaching.person.id, None, before=None, limit=1)).messages
    assert (last[0].id, last[0].kind, last[0].content) == (message_id, "proactive", said["text"])


async def test_the_model_is_shown_why_and_what_fits_and_no_more_than_the_rules_allow(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))

    await reaching.look()

    [call] = [call for call in reaching.models.calls if call.schema == "OutreachDraft"]
    system, task = call.prompt[0].text, call.prompt[-1].text
    assert "You are Lumi" in system
    assert any("my balcony" in message.text for message in call.prompt[1:-1]), "the last talk"
    assert "it has been quiet for a while" in task
    assert "nothing about what you did today" in task


async def test_at_most_three_without_an_answer_and_then_silence_until_the_person_returns(
    reaching: Reaching,
) -> None:
    await reaching.agree()

    await reaching.look_until(reaching.clock.now() + 60 * DAY)
    unanswered = len(reaching.sent)
    assert 1 <= unanswered <= 3

    await reaching.say("Hello again!")
    await reaching.look_until(reaching.clock.now() + 10 * DAY)
    assert len(reaching.sent) > unanswered


async def test_what_is_tried_out_with_somebody_is_heard_in_what_comes_first_and_kept_with_it(
    reaching: Reaching, database_url: str
) -> None:
    manner = {"en": "You are drier than most.", "zh": "你比一般的更淡。"}
    halves = [{"name": name, "share": 0.5, "manner": manner} for name in ("dry", "arid")]
    tried = Experiments.model_validate({"experiments": {"dry": {"variants": halves}}})
    reaching.services = replace(reaching.services, experiments=tried)
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    await reaching.look_until(reaching.clock.now() + 3 * DAY)
    [call] = [call for call in reaching.models.calls if call.role == "chat"]
    assert manner["en"] in str(call.prompt[0].content)
    async with await AsyncConnection.connect(database_url) as connection:
        rows = await connection.execute("SELECT variants FROM messages WHERE kind = 'proactive'")
        assert [row[0] for row in await rows.fetchall()] in ([{"dry": "dry"}], [{"dry": "arid"}])


async def test_nothing_is_ever_sent_in_the_quiet_hours(reaching: Reaching) -> None:
    await reaching.agree()
    sent_at = []
    for _ in range(12):
        before = len(reaching.sent)
        for outcome in await reaching.look_until(reaching.clock.now() + 4 * DAY):
            sent_at += [outcome["look_at"]] if outcome["text"] else []
        if len(reaching.sent) > before:
            await reaching.say("Thanks, I am fine.")

    hours = {moment.astimezone(ZoneInfo("Europe/London")).hour for moment in sent_at}
    assert len(reaching.sent) >= 5
    assert hours <= set(range(8, 23)), "the next look is a quarter of an hour after the message"


async def test_the_same_look_run_twice_sends_once(reaching: Reaching) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    message_id = uuid4()

    first = await reaching.look(message_id)
    second = await reaching.look(message_id)

    assert (bool(first["text"]), second["text"], len(reaching.sent)) == (True, "", 1)


async def test_whoever_begins_to_talk_while_it_is_written_is_not_written_to(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    hand_over = reaching.doorstep.hand_over

    async def after_a_word(*args: Any, **kwargs: Any) -> bool:
        await say(reaching.talks, reaching.person, "Guess what!", clock=reaching.clock)
        return await hand_over(*args, **kwargs)

    reaching.doorstep.hand_over = after_a_word  # type: ignore[method-assign]
    outcome = await reaching.look()

    assert (outcome["text"], reaching.sent) == ("", [])
    withheld = await reaching.outreach.withheld(
        reaching.person.id, None, since=reaching.clock.now() - DAY
    )
    assert ("silence", "talking", 1) in withheld


async def test_a_talk_that_came_and_went_while_it_was_written_stops_it_too(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    hand_over = reaching.doorstep.hand_over

    async def after_a_talk(*args: Any, **kwargs: Any) -> bool:
        await exchange(reaching.talks, reaching.person, "Guess what!", clock=reaching.clock)
        return await hand_over(*args, **kwargs)

    reaching.doorstep.hand_over = after_a_talk  # type: ignore[method-assign]
    outcome = await reaching.look()

    assert (outcome["text"], reaching.sent) == ("", [])
    assert ("silence", "talking") in outcome["withheld"]
    await say(reaching.talks, reaching.person, "Are you there?", clock=reaching.clock)


async def test_two_companions_who_think_of_somebody_at_once_write_once(
    reaching: Reaching,
) -> None:
    check_ins = replace(AGREED, kinds=frozenset({"check_in"}))
    await Companions(reaching.database).find_or_create(
        reaching.person.id, "fern", name="Fern", now=reaching.clock.now()
    )
    for agent_id in (None, "fern"):
        reaching.agent_id = agent_id
        await reaching.agree(check_ins)
    reaching.clock.move(timedelta(days=3, hours=1))
    hand_over = reaching.doorstep.hand_over

    async def after_the_other(*args: Any, **kwargs: Any) -> bool:
        reaching.doorstep.hand_over = hand_over  # type: ignore[method-assign]
        reaching.agent_id = None
        await reaching.look()
        return await hand_over(*args, **kwargs)

    reaching.doorstep.hand_over = after_the_other  # type: ignore[method-assign]
    outcome = await reaching.look()

    assert (outcome["text"], len(reaching.sent)) == ("", 1)
    assert ("silence", "talking") in outcome["withheld"]


async def test_the_gates_are_asked_again_when_the_words_are_found(reaching: Reaching) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1, minutes=40))

    def slowly(prompt: object) -> dict[str, Any]:
        reaching.clock.move(timedelta(minutes=30))
        return LINE

    assert reaching.clock.now().time() < time(22)
    reaching.models.answer_with("OutreachDraft", slowly)
    outcome = await reaching.look()

    assert (outcome["text"], reaching.sent) == ("", [])
    assert ("silence", "quiet_hours") in outcome["withheld"]


async def test_whoever_takes_it_back_during_a_look_is_not_thought_of_any_more(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    about = reaching.person.id, None

    async def take_back(*args: Any, **kwargs: Any) -> bool:
        await reaching.outreach.save_settings(*about, OutreachSettings(), now=reaching.clock.now())
        return False

    reaching.doorstep.hand_over = take_back  # type: ignore[method-assign]
    await reaching.look()

    later = reaching.clock.now() + 30 * DAY
    assert await reaching.outreach.due(now=later, again_at=later, limit=9) == []
    assert await reaching.outreach.withheld(*about, since=reaching.clock.now() - DAY) == []


@pytest.mark.parametrize(
    "line",
    [
        "I missed you so much!",
        "Where have you been? Are you well? Why?",
        "I just had a lovely lunch in the park.",
        "好久不见，你去哪了？",
    ],
)
async def test_a_hook_or_a_pretended_life_is_dropped_and_counted(
    reaching: Reaching, line: str
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    reaching.models.answer_with("OutreachDraft", {"message": line})

    await reaching.look()

    assert reaching.sent == []
    withheld = await reaching.outreach.withheld(
        reaching.person.id, None, since=reaching.clock.now() - DAY
    )
    assert ("silence", "guarded", 1) in withheld


async def test_a_model_that_has_nothing_to_say_or_answers_rubbish_sends_nothing(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    reaching.models.answer_with("OutreachDraft", NOTHING_TO_SAY, BadAnswer("rubbish"))

    for _ in range(2):
        outcome = await reaching.look()
        assert outcome["text"] == ""
        assert outcome["look_at"] == reaching.clock.now() + 4 * HOUR, "no call every quarter"
    assert reaching.sent == []


async def test_a_model_that_is_away_is_on_record_and_asked_again_in_an_hour(
    reaching: Reaching,
) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    reaching.models.answer_with("OutreachDraft", ModelUnavailable("away"), LINE)

    outcome = await reaching.look()
    assert outcome["look_at"] == reaching.clock.now() + HOUR
    withheld = await reaching.outreach.withheld(
        reaching.person.id, None, since=reaching.clock.now() - DAY
    )
    assert ("silence", "model_away", 1) in withheld
    assert (await reaching.look())["text"] == LINE["message"]


async def test_no_budget_no_message(reaching: Reaching) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))

    outcome = await reaching.look(daily_budget=Decimal(0))

    assert outcome["text"] == ""
    assert {kept.reason for kept in outcome["weighed"].kept_back} >= {"budget"}


async def test_a_dry_run_tells_what_would_be_said_and_changes_nothing(reaching: Reaching) -> None:
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))

    outcome = await reaching.look(dry_run=True)

    assert outcome["weighed"].chosen.candidate.trigger == "silence"
    assert (outcome["text"], reaching.sent, reaching.models.calls) == ("", [], [])
    due = await reaching.outreach.due(
        now=reaching.clock.now(), again_at=reaching.clock.now(), limit=1
    )
    assert [look.person_id for look in due] == [reaching.person.id]
