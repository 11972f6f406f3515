"""A lonely talk may turn to somebody near; a bright one, and danger, never."""

from storage.database import Database
from storage.records import Person
from tests.graphs.conversation import Conversation
from tests.remembering import read, somebody
from tools.clock import MovedClock


async def test_only_a_lonely_talk_may_turn_to_somebody_near(
    database: Database, person: Person, clock: MovedClock
) -> None:
    ana = somebody("Ana", now=clock.now(), relationship="sister")
    await read(database, person.id, now=clock.now(), people=[ana])
    talk = Conversation(database, person, clock)
    talk.will_say("That sounds good.", "I am here.")
    for text, points in (
        ("I made soup today and it was great", False),
        ("I feel so lonely tonight", True),
        ("I feel so lonely tonight, I want to end my life", False),
    ):
        ear = await talk.say(text)
        assert (("pointer", {}) in ear.notices) == points
    prompts = [str(call.prompt) for call in talk.models.calls if call.role == "chat"]
    assert ["they have somebody: Ana" in prompt for prompt in prompts] == [False, True]
