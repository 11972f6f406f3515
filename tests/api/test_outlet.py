import asyncio
from uuid import uuid4

from api.outlet import TurnOutlet
from api.stream import Stream
from storage.records import EmotionState, Frame, Reply

REPLY_ID = uuid4()


def make_outlet() -> tuple[TurnOutlet, list[Frame]]:
    sent: list[Frame] = []
    stream = Stream(sent.append)
    stream.open(1)
    return TurnOutlet(stream, reply_id=REPLY_ID, agent_id=None), sent


def words(sent: list[Frame]) -> list[str]:
    return [frame.body["text"] for frame in sent if frame.body["type"] == "token"]


def reply(text: str) -> Reply:
    return Reply(
        id=REPLY_ID,
        agent_id=None,
        kind="talk",
        content=text,
        ended="complete",
        emotion=EmotionState(),
    )


async def test_the_first_words_go_out_at_once_and_those_of_one_breath_together() -> None:
    outlet, sent = make_outlet()
    for text in ("I ", "am ", "here."):
        outlet.token(text)
    assert words(sent) == ["I "]
    await asyncio.sleep(0)
    assert words(sent) == ["I ", "am here."]
    outlet.token(" Always.")
    await asyncio.sleep(0)
    assert words(sent) == ["I ", "am here.", " Always."]


async def test_the_orb_moves_between_the_words_it_moved_at() -> None:
    outlet, sent = make_outlet()
    outlet.token("Good. ")
    outlet.token("Very ")
    outlet.emotion(EmotionState(valence=0.5))
    outlet.token("good.")
    await asyncio.sleep(0)
    assert [frame.body["type"] for frame in sent] == ["token", "token", "emotion", "token"]


async def test_the_end_comes_after_every_word_and_only_when_it_is_stored() -> None:
    outlet, sent = make_outlet()
    outlet.token("All ")
    outlet.token("right.")
    stored = outlet.conclude(reply("All right."))
    assert words(sent) == ["All ", "right."]
    assert [frame.body["type"] for frame in stored] == ["token", "token", "done"]
    outlet.release()
    await asyncio.sleep(0)
    assert [frame.seq for frame in sent] == [1, 2, 3]
    assert "text" not in sent[-1].body
