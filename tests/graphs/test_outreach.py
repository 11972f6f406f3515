"""Writing first: when a line comes, of what the model is told, and how often at most."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection

from storage.records.outreach import OutreachSettings
from tests.graphs.reaching import AGREED, DAY, LINE, Reaching
from tools.variants.experiments import Experiments


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
