from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.records.loops import LoopChange, OpenLoop
from tests.tools.loops.making import FRIDAY, asked, loop, said
from tools.loops.hear import hear

ZONE = ZoneInfo("Europe/London")

LOOPS = (
    loop("interview at Google"), loop("final exam"), loop("grandmother's operation"),
    loop("film with Anna"),
)  # fmt: skip
CHINESE = (loop("谷歌的面试"), loop("期末考试"), loop("奶奶的手术"), loop("电影"))


def named_in(text: str) -> tuple[OpenLoop, ...]:
    """The loops of somebody who writes in the language of a text."""
    return LOOPS if text.isascii() else CHINESE


def heard(text: str, *loops: OpenLoop, before: str = "") -> list[tuple[str, str]]:
    """What a message says, by the words of each loop."""
    names = {one.id: one.event for one in loops}
    changes = hear(said(text, before=before), loops, zone=ZONE)
    return [(names.get(one.loop_id, one.event or ""), one.becomes) for one in changes]


def only(text: str, *loops: OpenLoop) -> LoopChange:
    """The one thing that a message says."""
    [change] = hear(said(text), loops, zone=ZONE)
    return change


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The interview went really well!", "interview at Google"),
        ("I got the job!!", "interview at Google"),
        ("Had my interview today. It went great", "interview at Google"),
        ("I passed!", "final exam"),
        ("the exam was brutal", "final exam"),
        ("I was so nervous, but the exam is over", "final exam"),
        ("Grandma came through the operation", "grandmother's operation"),
        ("the film was great", "film with Anna"),
        ("The interview got cancelled", "interview at Google"),
        ("面试很顺利", "谷歌的面试"),
        ("拿到offer了！", "谷歌的面试"),
        ("考得不错！", "期末考试"),
        ("考砸了", "期末考试"),
        ("考试终于考完了", "期末考试"),
        ("奶奶的手术很成功", "奶奶的手术"),
        ("今天面试了。挺好的。", "谷歌的面试"),
        ("电影很好看", "电影"),
        ("面试取消了", "谷歌的面试"),
    ],
)
def test_whoever_brings_it_up_the_end_of_something_is_heard(text: str, event: str) -> None:
    assert heard(text, *named_in(text)) == [(event, "told")]


@pytest.mark.parametrize(
    "text",
    [
        "I hope the interview went well", "how do you think the interview went?",
        "if the exam goes well I am free", "my sister's interview went well",
        "it rained all day and lunch was great", "The interview is tomorrow",
        "last year the exam was easy", "I'm nervous about the exam", "don't ask me why",
        "don't mention it", "why don't you ask me about the exam?", "She never writes to me",
        "they never ask me about my exam", "希望面试顺利", "我妹妹的面试很顺利", "别问我为什么",
        "面试会顺利吗？", "要是考得不错就好了", "我今天很开心", "考试要带什么",
    ],
)  # fmt: skip
def test_hopes_questions_and_other_peoples_lives_end_nothing(text: str) -> None:
    assert heard(text, *LOOPS, *CHINESE) == []


def test_what_has_not_begun_cannot_have_gone_well() -> None:
    ahead = loop("interview", happens_from=FRIDAY + timedelta(days=1))
    assert heard("the interview went well", ahead) == []
    assert heard("the interview was cancelled", ahead) == [("interview", "told")]


@pytest.mark.parametrize(
    ("text", "known"),
    [("it went well", "interview"), ("It was a disaster", "interview"), ("挺好的", "面试")],
)
def test_an_answer_needs_no_name_after_the_question(text: str, known: str) -> None:
    assert heard(text, asked(known), loop("exam")) == [(known, "told")]
    assert heard(text, loop(known)) == []


def test_a_message_goes_on_about_the_one_before() -> None:
    assert heard("It went fine", loop("interview"), before="so I had that interview") == [
        ("interview", "told")
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("please don't ask me about grandma's operation", "grandmother's operation"),
        ("I don't want to talk about the interview", "interview at Google"),
        ("Let's not talk about the exam, ok?", "final exam"),
        ("别问我奶奶的手术了", "奶奶的手术"),
        ("奶奶手术的事以后别提了", "奶奶的手术"),
        ("不要再问我面试的事", "谷歌的面试"),
        ("我不想聊面试", "谷歌的面试"),
    ],
)
def test_what_they_do_not_want_to_be_asked_about_is_hushed(text: str, event: str) -> None:
    assert heard(text, *named_in(text)) == [(event, "hushed")]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("My grandmother has an operation. Please don't ask me about it.", "My interview is soon"),
        ("奶奶要做手术，别问我这件事", "我周五面试"),
    ],
)
def test_it_is_what_they_speak_of_now_and_not_what_they_spoke_of_before(
    text: str, before: str
) -> None:
    loops = (loop("interview"), loop("面试"))
    assert heard(text, *loops, before=before) == []
    assert heard("Please don't ask me about it.", loops[0], before=before) != []


@pytest.mark.parametrize(("text", "known"), [("Don't ask.", "interview"), ("别问了", "面试")])
def test_the_question_itself_can_be_unwelcome(text: str, known: str) -> None:
    assert heard(text, asked(known)) == [(known, "hushed")]
    assert heard(text, loop(known)) == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [("Please don't ask me about my divorce", "divorce"), ("以后别提我前男友", "前男友")],
)
def test_a_topic_can_be_closed_before_anything_of_it_is_open(text: str, topic: str) -> None:
    assert heard(text) == [(topic, "unspoken")]


@pytest.mark.parametrize(
    ("text", "loops"),
    [("the interview was moved to Monday at ten", LOOPS), ("面试改到周一上午十点了", CHINESE)],
)
def test_what_was_moved_is_asked_about_after_its_new_time(
    text: str, loops: tuple[OpenLoop, ...]
) -> None:
    change = only(text, *loops)
    assert (change.becomes, change.loop_id) == ("moved", loops[0].id)
    assert change.happens_from is not None
    assert change.due_from is not None
    assert f"{change.happens_from:%a %H:%M}" == "Mon 10:00"
    assert f"{change.due_from:%a %H:%M}" == "Mon 13:00"


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        ("You can ask me again tomorrow how the exam went", (asked("final exam"),)),
        ("明天可以再问我考试怎么样", (asked("期末考试"),)),
    ],
)
def test_who_wants_to_be_asked_again_is(text: str, loops: tuple[OpenLoop, ...]) -> None:
    change = only(text, *loops)
    assert change.becomes == "invited"
    assert change.due_from is not None
    assert f"{change.due_from:%a %H:%M}" == "Sat 09:00"
