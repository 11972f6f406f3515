"""What a night has in mind for tomorrow: said once, or a reason to write, or let be."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from storage.loops import Loops
from storage.outreach import Outreach
from storage.records.outreach import Candidate, OutreachNote
from tests.graphs.conversation import Conversation
from tests.graphs.night import ANSWER, DAY, Night
from tests.tools.loops.making import loop
from tools.outreach.triggers import candidates

LONDON = "Europe/London"


async def test_a_thought_stands_in_the_prompt_as_the_next_talk_begins_and_only_then(
    night: Night,
) -> None:
    talk = Conversation(night.database, night.person, night.clock)
    await night.say(*DAY)
    await night.comes()
    text = ANSWER["openers"][0]["text"]

    async def prompt_of(said: str) -> str:
        await talk.say(said)
        call = next(one for one in reversed(talk.models.calls) if one.role == "chat")
        return call.prompt[0].text

    assert text not in await prompt_of("and one more thing about the office"), "the talk goes on"
    night.clock.move(timedelta(hours=9))
    assert text in await prompt_of("good morning, slept well")
    [thought] = await night.in_mind()
    assert thought.used_at is not None
    night.clock.move(timedelta(hours=9))
    assert text not in await prompt_of("good evening again"), "brought up once"


async def test_a_thought_may_be_a_reason_to_write_first_by_day_and_is_used_up_by_it(
    night: Night,
) -> None:
    await night.say(*DAY)
    night.clock.move(timedelta(hours=7))
    await night.comes()
    outreach, zone, now = Outreach(night.database), ZoneInfo(LONDON), night.clock.now()

    async def reasons() -> list[Candidate]:
        standing = await outreach.standing(night.person, None, now=now)
        return [one for one in candidates(standing, now, zone) if one.trigger == "continuing"]

    [reason] = await reasons()
    [thought] = await night.in_mind()
    assert (reason.kind, reason.about, reason.thought_id) == ("follow_up", thought.text, thought.id)
    assert reason.due_from.astimezone(zone).time() == time(9), "nobody is woken by it"
    said = await night.messages.page(night.person.id, None, before=None, limit=1)
    note = OutreachNote(
        message_id=said.messages[0].id,
        kind="follow_up",
        trigger="continuing",
        memory_ids=(),
        loop_id=None,
        score=0.5,
        sent_at=now,
        thought_id=reason.thought_id,
    )
    await outreach.note(night.person.id, None, note)
    assert await reasons() == []
    assert (await night.in_mind())[0].used_at == now


async def test_what_is_not_to_be_asked_about_is_no_thought_of_the_night_nor_taken_up_later(
    night: Night,
) -> None:
    loops, now = Loops(night.database), night.clock.now()
    hushed = loop("run", do_not_ask=True, status="closed", closed_at=now)
    await night.say(*DAY)
    await night.comes()
    [thought] = await night.in_mind()
    await loops.write(night.person.id, None, [hushed], (), now=now)

    standing = await Outreach(night.database).standing(night.person, None, now=night.clock.now())
    assert standing.hushed == ("run",)
    night.clock.move(timedelta(hours=9))
    talk = Conversation(night.database, night.person, night.clock)
    await talk.say("good morning, slept well")
    call = next(one for one in reversed(talk.models.calls) if one.role == "chat")
    assert thought.text not in call.prompt[0].text
    day = await night.reflections.day(
        night.person.id, None, since=now, again=False, now=night.clock.now()
    )
    assert day.forbidden == ("run",)
