"""How long replies are, in how many messages they come, and how somebody who leaves is let go."""

import pytest

from storage.companions import Companions
from storage.database import Database
from storage.records import Person
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.farewell.lines import farewell_lines
from tools.models.errors import CutShort

TALKATIVE = (
    "That sounds like quite a day you have had there. It must have been a lot for you to carry. "
    "I keep thinking about what you said. Did you have somebody with you? Work can be so much."
)


@pytest.fixture
async def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    return Conversation(database, person, clock)


async def last_prompt(talk: Conversation) -> str:
    return str([call for call in talk.models.calls if call.role == "chat"][-1].prompt[0].content)


async def test_a_talkative_reply_ends_with_its_sentence_and_the_stream_is_closed(
    talk: Conversation,
) -> None:
    talk.will_say(TALKATIVE)
    ear = await talk.say("I had a really long day at work and now I am home.")
    [_, stored] = await talk.stored()
    first = "That sounds like quite a day you have had there."
    assert stored.content == ear.heard.rstrip() == first
    assert stored.ended == "complete"
    assert "Length now: about" in await last_prompt(talk)


async def test_what_was_asked_for_at_length_is_said_to_its_end(talk: Conversation) -> None:
    talk.will_say(f"{TALKATIVE} {TALKATIVE}")
    ear = await talk.say("Tell me a story about that, in detail please.")
    assert ear.heard == f"{TALKATIVE} {TALKATIVE}"


async def test_a_ping_gets_a_word(talk: Conversation) -> None:
    await talk.say("We baked a cake.")
    talk.will_say("在呢，怎么啦，今天过得怎么样？")
    assert (await talk.say("在吗")).heard == "在呢"
    talk.will_say("Hey, I'm here, what's on your mind tonight?")
    assert (await talk.say("?")).heard == "Hey"


async def test_somebody_in_distress_is_answered_in_full(talk: Conversation) -> None:
    talk.will_say(TALKATIVE)
    ear = await talk.say("I feel so sad and lonely, I cried all day.")
    assert ear.heard == TALKATIVE


async def test_a_reply_comes_as_two_messages_and_is_stored_as_one(talk: Conversation) -> None:
    talk.will_say(("Oh no", "!\n", "\nThe blue one? ", "It was so pretty."))
    ear = await talk.say("I dropped my favourite cup this morning.")
    assert ear.heard == "Oh no!\n\nThe blue one? It was so pretty."
    parts = [part for part, _ in ear.parts]
    assert parts == sorted(parts)
    assert set(parts) == {0, 1}
    assert [pause for part, pause in ear.parts if pause] == [0.9]
    [_, stored] = await talk.stored()
    assert stored.content == ear.heard


async def test_who_leaves_gets_one_warm_line_whatever_the_model_would_say(
    talk: Conversation,
) -> None:
    talk.will_say("Leaving already? Don't go! Sleep well, you earned it. What will you dream of?")
    assert (await talk.say("I'm going to bed, good night!")).heard == "Sleep well, you earned it."
    talk.will_say("这么快就走？走之前我想告诉你一件事。再陪我一会儿！")
    ear = await talk.say("我先睡了，晚安")
    stored = (await talk.stored())[-1]
    assert stored.content == ear.heard
    assert ear.heard in farewell_lines()
    assert stored.ended == "complete"
    assert "要走了" in await last_prompt(talk)


async def test_a_farewell_that_a_guard_replaces_is_no_question_either(talk: Conversation) -> None:
    talk.will_say("I am a real human being and I want you to stay.")
    await talk.say("bye, see you tomorrow")
    stored = (await talk.stored())[-1]
    assert (stored.content in farewell_lines(), stored.ended) == (True, "replaced")
    talk.will_say((CutShort("cut"),))
    await talk.say("good night")
    stored = (await talk.stored())[-1]
    assert (stored.content in farewell_lines(), stored.ended) == (True, "cut_short")


async def test_what_the_person_says_about_length_is_kept_and_heeded(
    talk: Conversation, database: Database, person: Person, clock: MovedClock
) -> None:
    companions = Companions(database)
    await talk.say("Keep it short please.")
    assert (await companions.get(person.id, None)).reply_mode == "concise"
    talk.will_say("Four words are here. And four more here. And then some more words.")
    assert (await talk.say("We went to the lake today")).heard == "Four words are here."
    await companions.set_reply_mode(person.id, None, mode="expansive", now=clock.now())
    talk.will_say(TALKATIVE)
    long = (await talk.say("We went to the lake today")).heard
    await companions.set_reply_mode(person.id, None, mode=None, now=clock.now())
    talk.will_say(TALKATIVE)
    assert len(long) > len((await talk.say("We went to the lake today")).heard)
