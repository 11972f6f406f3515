from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from storage.records import Message
from storage.records.talk import MessageKind, MessageRole
from tools.length.budget import MessageSort
from tools.length.sort import folded, small_messages, sort_of, wished_mode, wishes_for_good
from tools.mood.read import read_mood
from tools.text.language import language_of

NOW = datetime(2026, 3, 6, 20, tzinfo=UTC)


def said(
    text: str,
    *,
    ago: timedelta = timedelta(minutes=1),
    role: MessageRole = "assistant",
    kind: MessageKind = "talk",
) -> Message:
    return Message(
        id=uuid4(), agent_id=None, position=1, role=role, kind=kind, content=text,
        created_at=NOW - ago,
    )  # fmt: skip


def sort(text: str, *window: Message) -> MessageSort:
    return sort_of(text, window=window, mood=read_mood(text), now=NOW, language=language_of(text))


JUST_TALKED = said("That was a good day.")


@pytest.mark.parametrize(
    "text", ["?", "在吗", "在吗？", "hi", "heyyy", "嗯", "ok", "😀", "…", "哈哈哈"]
)
def test_a_sign_of_life_in_the_middle_of_a_talk_is_a_ping(text: str) -> None:
    assert sort(text, JUST_TALKED) == "ping"


@pytest.mark.parametrize("text", ["?", "在吗", "hi", "早", "good morning"])
def test_a_sign_of_life_after_a_silence_is_a_hello(text: str) -> None:
    assert sort(text, said("Sleep well.", ago=timedelta(hours=9))) == "hello"
    assert sort(text) == "hello"


@pytest.mark.parametrize("text", ["ok", "嗯", "yes", "好"])
def test_a_nod_to_a_question_is_an_answer(text: str) -> None:
    assert sort(text, said("Shall we look at it together?")) == "statement"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why is the sky blue?", "question"),
        ("What is the difference between jam and marmalade?", "question"),
        ("为什么天是蓝的", "question"),
        ("微积分是什么意思？", "question"),
        ("What is your favourite colour?", "statement"),
        ("你为什么喜欢海？", "statement"),
        ("How do I make pancakes?", "steps"),
        ("怎么做红烧肉", "steps"),
        ("Tell me a story about a fox", "at_length"),
        ("给我详细讲讲", "at_length"),
        ("Explain it in detail please", "at_length"),
        ("I got the job!", "statement"),
        ("我今天吃了面", "statement"),
        ("I feel so sad, I have been crying all day", "distress"),
        ("我好难过，哭了一整天", "distress"),
        ("We walked along the river and talked. " * 12, "letter"),
        ("今天我们沿着河走了很久，聊了很多以前的事。" * 6, "letter"),
    ],
)
def test_what_a_message_asks_of_the_length_of_its_answer(text: str, expected: MessageSort) -> None:
    assert sort(text, JUST_TALKED) == expected


def test_after_a_care_answer_nothing_is_kept_short() -> None:
    assert sort("hi", said("Please call them now.", kind="care")) == "distress"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("keep it short please", "concise"),
        ("说短一点", "concise"),
        ("Your replies are too long", "concise"),
        ("You can write more, I like long messages", "expansive"),
        ("可以多说一点", "expansive"),
        ("Just reply normally again", "natural"),
        ("不用那么短", "natural"),
        ("The film was too long", None),
        ("头发剪短一点好看吗", None),
    ],
)
def test_how_long_somebody_says_replies_should_be(text: str, mode: str | None) -> None:
    assert wished_mode(text) == mode


def test_a_wish_inside_a_longer_message_is_about_that_answer_alone() -> None:
    assert wishes_for_good("keep it short please")
    assert not wishes_for_good(
        "Could you tell me what happened to the Roman roads in Britain, and keep it short please"
    )


def test_small_messages_stand_in_their_list_as_they_are_compared() -> None:
    for messages in small_messages().values():
        assert {folded(message) for message in messages} == messages
