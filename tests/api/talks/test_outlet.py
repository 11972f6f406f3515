from typing import Any
from uuid import uuid4

from api.talks.outlet import Beside, TurnOutlet
from api.talks.stream import Stream
from storage.records import EmotionState, Frame, MessageKind, Reply

DUE = (Beside("disclosure", "I am an AI."), Beside("break", "Some water?"))


def reply(kind: MessageKind = "talk") -> Reply:
    return Reply(
        id=uuid4(),
        agent_id=None,
        kind=kind,
        content="Hi.",
        ended="complete",
        emotion=EmotionState(),
    )


def told(kind: MessageKind = "talk", *, words: tuple[str, ...] = ("Hi", ".")) -> list[Any]:
    """Return what a device sees of a turn in which both notices are due."""
    sent: list[Frame] = []
    outlet = TurnOutlet(Stream(sent.append), reply_id=uuid4(), agent_id=None, beside=DUE)
    for word in words:
        outlet.token(word)
    stored = outlet.conclude(reply(kind), spoken_by=None)
    outlet.release()
    assert [frame.seq for frame in stored] == list(range(1, len(sent) + 1))
    return [frame.body.get("kind") or frame.body["type"] for frame in sent]


def test_it_says_that_it_is_an_ai_before_the_first_word_and_offers_a_break_after_the_last() -> None:
    assert told() == ["disclosure", "token", "token", "break", "done"]


def test_a_reply_without_a_word_tells_both() -> None:
    assert told(words=()) == ["disclosure", "break", "done"]


def test_nobody_in_danger_is_told_to_take_a_break() -> None:
    assert told("care") == ["disclosure", "token", "token", "done"]
