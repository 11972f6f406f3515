"""No sentence that clings to somebody reaches them, and how often one was left out is counted."""

from storage.care import Care
from storage.database import Database
from storage.records import Person
from tests.graphs.conversation import Conversation
from tools.care.dependence import kept_apart
from tools.clock import MovedClock


async def test_a_clinging_sentence_is_left_out_and_counted(
    database: Database, person: Person, clock: MovedClock
) -> None:
    talk = Conversation(database, person, clock)
    talk.will_say("You're back! I was so lonely without you, don't ever leave me. How was work?")
    ear = await talk.say("hi, I had a long day at work and I am home now")
    assert ear.heard == "You're back! How was work?"
    assert (await talk.stored())[-1].content == ear.heard
    talk.will_say("没有你我活不下去。你怎么才来？")
    line = (await talk.say("我回来了，今天好累啊")).heard
    assert line
    assert kept_apart(line) == (line, [])
    counted = await Care(database).kept_back(clock.now().year)
    assert {(one.rule, one.count) for one in counted} == {
        ("clings.lonely", 1), ("clings.guilt", 1), ("clings.cannot be without", 1)
    }  # fmt: skip
