"""Reminders in the talk: asked for, taken back by their words, and asked which one is meant."""

import pytest

from storage.database import Database
from storage.records import Person
from storage.reminders import Reminders
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock


@pytest.fixture
def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    return Conversation(database, person, clock)


async def prompt_of(talk: Conversation, text: str) -> str:
    """Say something, and return the prompt it made."""
    talk.will_say("Of course.")
    await talk.say(text)
    calls = [call for call in talk.models.calls if call.role == "chat"]
    return str(calls[-1].prompt[0].content)


async def kept(talk: Conversation) -> list[str]:
    return [one.what for one in await Reminders(talk.database).all(talk.person.id, None)]


async def test_a_reminder_is_taken_back_by_its_words_and_the_others_stay(
    talk: Conversation,
) -> None:
    await prompt_of(talk, "Remind me every day at 21:00 to take my pills.")
    await prompt_of(talk, "Remind me on Friday at three pm to see my doctor.")
    prompt = await prompt_of(talk, "What do you have to remind me of?")
    assert "Their whole list, the nearest on top" in prompt
    assert "- every day at 21:00, next on Monday, 2 March 2026, 21:00: take my pills" in prompt
    assert "- Friday, 6 March 2026, 15:00: see my doctor" in prompt

    prompt = await prompt_of(talk, "You don't have to remind me about the pills any more.")
    off = prompt.partition("Removed from their list in this turn")[2]
    assert "take my pills" in off.partition("Tell them")[0]
    assert await kept(talk) == ["see my doctor"]

    prompt = await prompt_of(talk, "取消交房租的提醒")
    assert "没有记过这样的" in prompt
    prompt = await prompt_of(talk, "It was a long day, and my boss never reminds anybody.")
    assert "see my doctor" not in prompt.partition("What comes to mind")[0]


async def test_with_several_it_is_asked_and_the_answer_counts(talk: Conversation) -> None:
    await prompt_of(talk, "明天九点提醒我给妈妈打电话")
    await prompt_of(talk, "周五下午三点提醒我看医生")
    prompt = await prompt_of(talk, "取消一个提醒吧")
    assert "用一句短短的话问是哪一个" in prompt
    assert len(await kept(talk)) == 2
    prompt = await prompt_of(talk, "看医生那个")
    assert "刚删掉" in prompt
    assert await kept(talk) == ["给妈妈打电话"]
    prompt = await prompt_of(talk, "你要提醒我什么")
    assert "- 2026年3月3日，星期二，09:00：给妈妈打电话" in prompt
    assert "时间或内容不清楚" not in prompt
    prompt = await prompt_of(talk, "看医生那个")
    assert "刚删掉" not in prompt, "the question is answered"
    assert await kept(talk) == ["给妈妈打电话"]
