from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tools.reminders.hear import Wanted, hear_reminders

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
"""A Monday evening."""

ONCE = [
    ("remind me tomorrow at nine to call mum", "call mum", "2026-03-03 09:00"),
    ("Hey Lumi, can you remind me tomorrow at 9 to call mum?", "call mum", "2026-03-03 09:00"),
    (
        "Please remind me to call my mum tomorrow at nine, thanks!",
        "call my mum",
        "2026-03-03 09:00",
    ),
    ("remind me at 9 pm to take my pills", "take my pills", "2026-03-02 21:00"),
    ("remind me to call mum tomorrow at nine pm", "call mum", "2026-03-03 21:00"),
    ("remind me tomorrow at nine p.m. to call mum, please", "call mum", "2026-03-03 21:00"),
    ("remind me to call mum tomorrow at nine p.m.", "call mum", "2026-03-03 21:00"),
    ("Remind me at half past eight pm to call mum", "call mum", "2026-03-02 20:30"),
    ("remind me tomorrow at eight thirty p.m. to run", "run", "2026-03-03 20:30"),
    ("remind me tomorrow at quarter to nine pm to run", "run", "2026-03-03 20:45"),
    ("remind me tomorrow at nine o'clock pm to run", "run", "2026-03-03 21:00"),
    ("remind me tomorrow at half past eight in the evening to run", "run", "2026-03-03 20:30"),
    ("remind me tomorrow at twelve am to run", "run", "2026-03-03 00:00"),
    ("remind me in 20 minutes to check the oven", "check the oven", "2026-03-02 20:20"),
    ("remind me about the dentist on 5 March at 3pm", "the dentist", "2026-03-05 15:00"),
    (
        "set a reminder for tomorrow at 9 to call the dentist",
        "call the dentist",
        "2026-03-03 09:00",
    ),
    ("wake me at 7 tomorrow", "wake up", "2026-03-03 07:00"),
    ("明天九点提醒我给妈妈打电话", "给妈妈打电话", "2026-03-03 09:00"),
    ("提醒我明天下午三点开会", "开会", "2026-03-03 15:00"),
    ("半小时后叫我关火", "关火", "2026-03-02 20:30"),
    ("明早七点叫我起床", "起床", "2026-03-03 07:00"),
    ("3月5日下午三点提醒我看牙医", "看牙医", "2026-03-05 15:00"),
]
ABOUT = [
    ("remind me to call mum tomorrow morning", "call mum", "2026-03-03 09:00"),
    ("remind me on Friday to buy milk", "buy milk", "2026-03-06 09:00"),
    ("Don't let me forget to pay rent on the 15th", "pay rent", "2026-03-15 09:00"),
    ("remind me tonight to lock the door", "lock the door", "2026-03-02 21:00"),
    ("周五提醒我买牛奶", "买牛奶", "2026-03-06 09:00"),
    ("今晚提醒我锁门", "锁门", "2026-03-02 21:00"),
]
AGAIN = [
    (
        "every Monday at 8 remind me to put the bins out",
        "put the bins out",
        "2026-03-09 08:00",
        "week",
    ),
    ("Remind me every Monday at 23:00 to sleep", "sleep", "2026-03-02 23:00", "week"),
    ("remind me every day at 7:30 am to meditate", "meditate", "2026-03-03 07:30", "day"),
    ("every night at ten remind me to take my pills", "take my pills", "2026-03-02 22:00", "day"),
    ("remind me every weekday at 7 to stretch", "stretch", "2026-03-03 07:00", "weekday"),
    ("Remind me every year on 5 March to call Sam", "call Sam", "2026-03-05 09:00", "year"),
    ("每周一早上八点提醒我倒垃圾", "倒垃圾", "2026-03-09 08:00", "week"),
    ("每天晚上十点提醒我吃药", "吃药", "2026-03-02 22:00", "day"),
    ("每月15号提醒我交房租", "交房租", "2026-03-15 09:00", "month"),
]
EVERYDAY = [
    "that reminds me of him",
    "Remind me never to trust him again",
    "remind me why we broke up",
    "remind me what you said tomorrow",
    "You remind me of my dad",
    "He asked me to remind him tomorrow at nine",
    "She said to remind me tomorrow",
    "My phone will remind me tomorrow at nine",
    "Remind me, was it tomorrow at nine?",
    "nobody reminded me at 9",
    "谢谢你提醒我",
    "他明天九点会提醒我开会",
    "妈妈提醒我明天要早起",
    "你提醒我了",
    "朋友们叫我小明",
    "他叫我去吃饭",
]


def heard(text: str) -> tuple[Wanted, ...]:
    return hear_reminders(text, said_at=NOW, zone=LONDON)


def wall(one: Wanted) -> str:
    assert one.at is not None
    return f"{one.at.astimezone(LONDON):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("text", "what", "at"), ONCE)
def test_what_and_when_are_taken_as_they_were_said(text: str, what: str, at: str) -> None:
    [one] = heard(text)
    assert (one.what, wall(one), one.every, one.exact) == (what, at, None, True)


@pytest.mark.parametrize(("text", "what", "at"), ABOUT)
def test_a_day_or_a_part_of_one_is_no_exact_time(text: str, what: str, at: str) -> None:
    [one] = heard(text)
    assert (one.what, wall(one), one.every, one.exact) == (what, at, None, False)


@pytest.mark.parametrize(("text", "what", "at", "every"), AGAIN)
def test_what_repeats_begins_with_its_next_time(text: str, what: str, at: str, every: str) -> None:
    [one] = heard(text)
    assert (one.what, wall(one), one.every) == (what, at, every)


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_talk_sets_nothing(text: str) -> None:
    assert heard(text) == ()


@pytest.mark.parametrize(
    "text", ["remind me to buy milk", "提醒我买牛奶", "remind me on 5 March 2020 to laugh"]
)
def test_without_a_time_to_come_nothing_is_made_up(text: str) -> None:
    assert all(one.at is None and not one.is_clear for one in heard(text))


@pytest.mark.parametrize(
    "text",
    [
        "remind me tomorrow at 25:00 to sleep",
        "tomorrow at 25:00 remind me to sleep",
        "remind me tomorrow at 9:75 to sleep",
        "remind me to sleep tomorrow at 13 pm",
        "明天25点提醒我睡觉",
        "明天晚上二十五点提醒我睡觉",
        "明天25:00提醒我睡觉",
    ],
)
def test_a_time_no_clock_shows_is_asked_back_for(text: str) -> None:
    [one] = heard(text)
    assert (one.what in {"sleep", "睡觉"}, one.at, one.is_clear) == (True, None, False)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("remind me tomorrow about the 60:40 split", "the 60:40 split"),
        ("明天提醒我用30点积分", "用30点积分"),
    ],
)
def test_figures_that_are_no_time_leave_a_reminder_alone(text: str, what: str) -> None:
    [one] = heard(text)
    assert (one.what, wall(one)) == (what, "2026-03-03 09:00")


def test_without_words_of_what_it_is_not_clear_either() -> None:
    [one] = heard("Remind me tomorrow at nine")
    assert (one.what, one.is_clear) == ("", False)


def test_one_message_sets_three_at_most() -> None:
    text = " ".join(f"Remind me in {number} hours to drink." for number in range(2, 9))
    assert len(heard(text)) == 3
