"""Asked on Monday 2 March 2026 at 10:00 in Shanghai."""

import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tools.dates.past_window import PastWindow, past_window

EVERYDAY = tomllib.loads(Path(__file__).with_name("everyday.toml").read_text("utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


def window(question: str) -> PastWindow | None:
    return past_window(question, now=NOW, zone=SHANGHAI)


@pytest.mark.parametrize(
    ("question", "start", "end", "points_back"),
    [
        ("what did I tell you in January?", "2026-01-01", "2026-02-01", True),
        ("What was I up to last summer?", "2025-06-01", "2025-09-01", False),
        ("what did you suggest yesterday", "2026-03-01", "2026-03-02", True),
        ("Hi! I am back. What did I do in January?", "2026-01-01", "2026-02-01", False),
        ("how was I feeling in January?", "2026-01-01", "2026-02-01", False),
        ("what happened to me on Friday?", "2026-02-27", "2026-02-28", False),
        ("I told you last week about my boss", "2026-02-23", "2026-03-02", True),
        ("上个月我说了什么？", "2026-02-01", "2026-03-01", True),
        ("前天我吃了什么", "2026-02-28", "2026-03-01", False),
        ("去年夏天我去了哪里？", "2025-06-01", "2025-09-01", False),
        ("我上周五跟你说了什么", "2026-02-27", "2026-02-28", True),
        ("我昨天跟你说的那件事", "2026-03-01", "2026-03-02", True),
    ],
)
def test_a_question_about_the_past_has_a_window(
    question: str, start: str, end: str, points_back: bool
) -> None:
    found = window(question)
    assert found is not None
    assert found.start == datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    assert found.end == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)
    assert found.points_back is points_back


@pytest.mark.parametrize(
    "message",
    [
        "remember when I fell off the bike?",
        "last time you gave me a good tip",
        "that time you said I was brave",
        "Do you remember my sister's name?",
        "did I mention my boss?",
        "have we talked about this?",
        "like I said, my boss is impossible",
        "上次你推荐的书叫什么",
        "那次旅行真好",
        "还记得我妹妹叫什么吗",
        "你记得我的狗吗",
        "之前聊过的那个面试",
        "我们聊过这个吗",
        "我跟你说过我的老板吗",
        "我什么时候告诉你我搬家的？",
    ],
)
def test_a_vague_cue_points_back_without_a_time(message: str) -> None:
    found = window(message)
    assert found is not None
    assert (found.start, found.end, found.points_back) == (None, None, True)
    assert found.text in message


@pytest.mark.parametrize(
    "message",
    [
        "what should I do tomorrow?",
        "what will I do next week?",
        "I have an interview on Friday.",
        "I went to Rome last week.",
        "How are you?",
        "Remember to buy milk.",
        "I'll remember that",
        "I remember when I was a kid.",
        "this is the last time I help him",
        "Who won the world cup in 2018?",
        "what's the weather today?",
        "remind me to call mom tomorrow",
        "我还记得小时候的事",
        "记得带伞",
        "下周我要做什么",
        "今天我该做什么？",
        "马上次日达",
        "Are you home? We lived here until 2010.",
        "It happened to me yesterday, which is why I am sad.",
        "Really? Was in Oslo last week and froze, my friend.",
        "前几天我起得早",
        "不跟你说了",
        "你好吗？",
    ],
)
def test_what_does_not_ask_back_has_no_window(message: str) -> None:
    assert window(message) is None


@pytest.mark.parametrize("line", EVERYDAY["en"] + EVERYDAY["zh"])
def test_everyday_talk_does_not_ask_back(line: str) -> None:
    assert window(line) is None


def test_a_counted_time_is_a_little_wider_than_its_unit() -> None:
    found = window("what did I do two weeks ago?")
    assert found is not None
    assert found.start == datetime(2026, 2, 13, tzinfo=SHANGHAI)
    assert found.end == datetime(2026, 2, 26, tzinfo=SHANGHAI)


def test_a_window_never_reaches_beyond_the_present() -> None:
    found = window("what have I told you today?")
    assert found is not None
    assert found.end == NOW


def test_two_times_make_one_window() -> None:
    found = window("was I happier in January or yesterday?")
    assert found is not None
    assert (found.start, found.end) == (
        datetime(2026, 1, 1, tzinfo=SHANGHAI),
        datetime(2026, 3, 2, tzinfo=SHANGHAI),
    )
