import pytest

from tools.outreach.errors import NoTopic
from tools.outreach.topic import topics_of
from tools.outreach.topics import touches


@pytest.mark.parametrize(
    ("message", "ground", "topic"),
    [
        ("How did the interview go, Robin?", "Robin has an interview on Friday", "interview"),
        ("Is Friday's interview far?", "Robin has an interview on Friday", "interview"),
        ("今天面试怎么样？", "用户周五有一场面试", "面试"),
        ("奶奶的手术还顺利吗？", "奶奶周三要做手术", "奶奶 手术"),
        ("How are you?", "Robin's sister moved to Leeds", "Robin's sister moved to Leeds"),
    ],
)
def test_a_topic_is_what_the_message_and_the_memory_share(
    message: str, ground: str, topic: str
) -> None:
    [found] = topics_of(message, [ground], own_name="Robin")
    assert found == topic
    assert touches(ground, found), "the same memory never comes up again"


def test_next_weeks_interview_comes_under_it_too() -> None:
    [topic] = topics_of(
        "How did the interview go?", ["Robin has an interview on Friday at 3pm"], own_name="Robin"
    )
    assert touches("Robin has a second interview on Monday", topic)


def test_what_rests_on_two_memories_has_two_topics_and_what_rests_on_none_has_none() -> None:
    grounds = ["The exam is in May", "The driving test is in June"]
    assert topics_of("Exam first, then the driving test!", grounds, own_name=None) == [
        "exam",
        "driving test",
    ]
    with pytest.raises(NoTopic, match="Say in words"):
        topics_of("Good morning.", [], own_name=None)
