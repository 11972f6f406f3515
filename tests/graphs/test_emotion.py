"""How the companion feels through a turn, and how the orb shows it."""

import json
from dataclasses import dataclass, field

import pytest
from psycopg import AsyncConnection

from nodes.turn.speech import MOVES
from storage.cast import cast
from storage.companions import Companions
from storage.database import Database
from storage.records import EmotionState, Person
from tests.graphs import conversation
from tests.graphs.conversation import Conversation, Ear
from tools.clock import MovedClock
from tools.mood.refine import corrected

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


async def test_how_the_person_felt_is_kept_with_their_message(talk: Conversation) -> None:
    await talk.say("I am so sad, my dog died")
    said = (await talk.stored())[0]
    read = await talk.messages.mood_of(talk.person.id, None, said.id)
    assert read is not None
    assert (read.label, read.valence < -0.3, read.told) == ("sad", True, None)


async def test_a_quiet_word_after_a_sad_one_is_felt_as_the_model_said(talk: Conversation) -> None:
    await talk.say("It is what it is.")
    said = (await talk.stored())[0]
    read = await talk.messages.mood_of(talk.person.id, None, said.id)
    assert read is not None
    await talk.messages.correct_mood(talk.person.id, None, said.id, corrected(read, "sad"))

    ear = await talk.say("ok.")

    assert ear.emotions[0].feelings.get("concern", 0) > 0
    assert "sad" in talk.models.calls[-1].prompt[0].text


async def test_a_persona_comes_back_to_its_own_rest(
    database: Database, person: Person, clock: MovedClock
) -> None:
    for name in ("flint", "comet"):
        await Companions(database).find_or_create(person.id, name, name=name, now=clock.now())
        talk = Conversation(database, person, clock, agent_id=name)
        talk.will_say("The train leaves at nine.")
        felt = (await talk.say("When does the train leave?")).emotions[0]
        assert felt.valence == pytest.approx(cast()[name].baseline.valence, abs=0.1)
