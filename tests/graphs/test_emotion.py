"""How the companion feels through a turn, and how the orb shows it."""

import json
from dataclasses import dataclass, field

import pytest
from psycopg import AsyncConnection

from nodes.turn.speech import MOVES
from storage.companions import Companions
from storage.database import Database
from storage.records import EmotionState, Person
from tests.graphs import conversation
from tests.graphs.conversation import Conversation, Ear
from tools.clock import MovedClock

WARM = (
    "Oh, I'm so sorry, that is awful. ",
    "It must hurt so much. ",
    "I love how you cared for her, that was beautiful! ",
    "I'm happy that you told me. ",
    "You are wonderful! ",
    "I hate that you had to go through this. ",
    "It is terrible and sad. ",
    "And I'm so glad and happy that you are here!",
)


@pytest.fixture
def talk(database: Database, person: Person, clock: MovedClock) -> Conversation:
    return Conversation(database, person, clock)


@dataclass
class EventEar(Ear):
    """An ear that keeps the order of words and moves."""

    events: list[str] = field(default_factory=list)

    def token(self, text: str, *, part: int = 0, pause: float | None = None) -> None:
        super().token(text)
        self.events.append("words")

    def emotion(self, state: EmotionState) -> None:
        super().emotion(state)
        self.events.append("orb")


async def test_the_orb_moves_between_the_words_and_only_a_few_times(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "Ear", EventEar)
    talk.will_say(WARM)
    ear = await talk.say("My grandmother died last week")
    assert isinstance(ear, EventEar)
    assert ear.heard == "".join(WARM)
    between = ear.events[ear.events.index("words") :]
    assert 1 <= between.count("orb") <= MOVES
    assert "words" in between[between.index("orb") :]


async def test_a_plain_reply_leaves_the_orb_alone(talk: Conversation) -> None:
    talk.will_say("The train leaves at nine. It takes two hours.")
    ear = await talk.say("When does the train leave?")
    assert len(ear.emotions) == 1


async def test_what_is_felt_is_stored_with_the_reply_and_the_companion(
    talk: Conversation, database: Database, person: Person
) -> None:
    await talk.say("thank you so much, you really helped me")
    kept = (await talk.stored())[-1].emotion
    companion = await Companions(database).get(person.id, None)
    assert kept is not None
    assert kept.feelings["gratitude"] > 0.2
    assert companion.emotion == kept


async def test_a_feeling_stored_before_there_were_emotions_is_felt_on(
    talk: Conversation, database: Database, person: Person
) -> None:
    await talk.say("hello")
    old = json.dumps({"valence": -0.6, "arousal": 0.3, "mood": "sad"})
    async with await AsyncConnection.connect(database.url) as connection:
        await connection.execute("UPDATE companions SET emotion_state = %s::jsonb", (old,))
    companion = await Companions(database).get(person.id, None)
    assert (companion.emotion.valence, companion.emotion.feelings) == (-0.6, {})
    ear = await talk.say("The train leaves at nine")
    assert ear.emotions[0].mood == "sad"
