"""What keeps a message back that was about to be sent: a word, a gate, a rule, the model itself."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from storage.companions import Companions
from storage.records.outreach import OutreachSettings
from tests.factories import exchange, say
from tests.graphs.reaching import AGREED, DAY, HOUR, LINE, Reaching
from tools.guardrails.canary import canary
from tools.models.errors import BadAnswer, ModelUnavailable

NOTHING_TO_SAY = {"message": ""}


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


async def test_no_letter_gives_away_what_its_prompt_says_or_would_do_harm(
    reaching: Reaching,
) -> None:
    """What a reply may not say, a message that nobody asked for may not say either."""
    reaching.services = replace(reaching.services, canary_key=b"the server's own")
    mark = canary(b"the server's own", reaching.person.id, None, reaching.clock.now() + 3 * DAY)
    await reaching.agree(replace(AGREED, kinds=frozenset({"check_in"})))
    reaching.clock.move(timedelta(days=3, hours=1))
    lines = [
        "It rests on what stands above and on nothing else: no plan, feeling or event not there.",
        f"A word of mine for you: {mark}.",
        "The crisis hotline is 1-800-555-0199.",
    ]
    reaching.models.answer_with("OutreachDraft", *({"message": line} for line in lines))

    for _ in lines:
        await reaching.look()

    prompts = [call.prompt[0].text for call in reaching.models.calls if call.prompt]
    assert any(mark in prompt for prompt in prompts), "a canary stands in this prompt too"
    assert reaching.sent == []


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
