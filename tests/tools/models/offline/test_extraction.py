from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.models.offline.facts import facts_in

TRUE_LINES = [
    ("My name is Alex.", "identity", "Their name is Alex."),
    ("my name is alex and i live in berlin", "identity", "Their name is Alex."),
    ("Hi, I'm Alex!", "identity", "Their name is Alex."),
    ("You can call me Al", "identity", "They like to be called Al."),
    ("I just moved to Lisbon for work", "life_event", "They moved to Lisbon."),
    ("we moved from Seattle to New York", "identity", "They live in New York."),
    ("i live in new york", "identity", "They live in New York."),
    ("I'm originally from Brazil", "identity", "They are from Brazil."),
    ("I work for a small bakery", "identity", "They work for a small bakery."),
    ("I'm a nurse", "identity", "They are a nurse."),
    ("I'm studying biology", "identity", "They study biology."),
    ("I'm 29 years old", "identity", "They are 29 years old."),
    ("My birthday is on March 5th", "identity", "Their birthday is March 5th."),
    ("My sister is called Anna", "relationship", "Their sister is called Anna."),
    ("my dog's name is Rex", "relationship", "Their dog is called Rex."),
    ("I have a cat named Momo", "relationship", "Their cat is called Momo."),
    ("my friend's name is Tom", "relationship", "Their friend is called Tom."),
    ("I have two cats", "relationship", "They have two cats."),
    ("My favourite colour is green", "preference", "Their favourite colour is green."),
    ("I love hiking and cooking", "preference", "They like hiking and cooking."),
    ("I can't stand mushrooms", "preference", "They do not like mushrooms."),
    ("I'm allergic to peanuts", "preference", "They are allergic to peanuts."),
    ("I don't drink coffee", "preference", "They do not drink coffee."),
    ("I have an interview on Friday", "life_event", "They have an interview on Friday."),
    ("on friday i have an interview", "life_event", "They have an interview on Friday."),
    ("my exam is tomorrow", "life_event", "They have an exam tomorrow."),
    ("I'm flying to Rome next week", "life_event", "They are going to Rome next week."),
    ("My mom is in the hospital", "life_event", "Their mom is in hospital."),
    ("I got the job!", "milestone", "They got a new job."),
    ("I passed my driving test", "milestone", "They passed their driving test."),
    ("Every Sunday I call my parents", "routine", "They call their parents every Sunday."),
    ("I'm so stressed about work", "emotion", "They felt stressed about work."),
    ("We watched a film about whales together", "shared", None),
    ("我叫小林", "identity", "对方叫小林。"),
    ("我的名字是李明。", "identity", "对方叫李明。"),
    ("叫我阿杰就好", "identity", "对方希望被叫作阿杰。"),
    ("上个月我从成都搬到了上海", "life_event", "对方搬到了上海。"),
    ("我刚搬到北京", "identity", "对方住在北京。"),
    ("我叫小林，刚搬到杭州", "identity", "对方住在杭州。"),
    ("我住在杭州", "identity", "对方住在杭州。"),
    ("我是成都人", "identity", "对方来自成都。"),
    ("我在腾讯工作", "identity", "对方在腾讯工作。"),
    ("我是程序员", "identity", "对方是程序员。"),
    ("我学的是心理学", "identity", "对方学心理学。"),
    ("我今年28岁", "identity", "对方28岁。"),
    ("我的生日是3月5日", "identity", "对方的生日是3月5日。"),
    ("我妹妹叫安娜", "relationship", "对方的妹妹叫安娜。"),
    ("我有一只猫叫咪咪", "relationship", "对方的猫叫咪咪。"),
    ("安娜是我妹妹", "relationship", "对方的妹妹叫安娜。"),
    ("我有两只猫", "relationship", "对方有两只猫。"),
    ("我最喜欢的颜色是绿色", "preference", "对方最喜欢的颜色是绿色。"),
    ("我特别喜欢听爵士乐", "preference", "对方喜欢听爵士乐。"),
    ("我讨厌香菜", "preference", "对方不喜欢香菜。"),
    ("我对花生过敏", "preference", "对方对花生过敏。"),
    ("我不喝咖啡", "preference", "对方不喝咖啡。"),
    ("我周五有个面试", "life_event", "对方周五有面试。"),
    ("面试在周五下午三点", "life_event", "对方周五下午三点有面试。"),
    ("明天要去体检", "life_event", "对方明天有体检。"),
    ("我下周要去北京出差", "life_event", "对方下周要去北京。"),
    ("昨天我奶奶去世了", "life_event", "对方的奶奶去世了。"),
    ("我妈妈住院了", "life_event", "对方的妈妈住院了。"),
    ("我拿到offer了", "milestone", "对方得到了新工作（offer）。"),
    ("我们昨天领证了", "milestone", "对方结婚了（领证）。"),
    ("我每天早上跑步", "routine", "对方每天早上跑步。"),
    ("我最近因为工作压力很大", "emotion", "对方因为工作感到压力很大。"),
    ("我和你一起看过星星", "shared", "对方和陪伴者一起看过星星。"),
]

IDLE_LINES = [
    "haha",
    "goodnight",
    "What is your name?",
    "Is my name Alex?",
    "my friend's dog is called Max",
    "If I lived in Paris I would be happy",
    "I wish I had a dog",
    "I want to move to Berlin",
    "I don't live in Paris",
    "My name is not Bob",
    "My name is hard to pronounce",
    "Don't call me Al",
    "Call me later",
    "I'm tired",
    "I'm German",
    "I live in fear",
    'She said "my name is Kim and I live in Oslo"',
    "He told me I work at the wrong place",
    "In my dream I lived in Tokyo and had two cats",
    "Imagine I have an exam tomorrow",
    "I might have an interview on Friday",
    "I didn't get the job",
    "I love you",
    "I love how you listen",
    "I am 20 minutes late",
    "I have no interview tomorrow",
    "She got the job",
    "I hope we get a cat",
    "I wonder whether my dog is sick",
    "哈哈",
    "晚安",
    "你叫什么名字？",
    "我叫什么",
    "我叫了外卖",
    "我叫他别走",
    "别叫我宝贝",
    "妈妈叫我起床",
    "我朋友的狗叫旺财",
    "如果我住在巴黎就好了",
    "要是我有一只狗就好了",
    "我想养一只猫",
    "我希望搬到上海",
    "我不住在北京",
    "我不是老师",
    "我没有面试",
    "明天我妈妈要去北京",
    "昨天我去了北京",
    "上周我去上海出差了",
    "我下周去看奶奶",
    "他说他住在杭州",
    "朋友说我喜欢吃辣",
    "梦见我养了两只猫",
    "小说里我叫李白",
    "我喜欢你",
    "我可能周五有面试",
    "我没找到工作",
    "他拿到offer了",
    "我妈妈没生病",
    "我们没有分手",
    "我每天都很累",
    "我差点结婚了",
    "“我叫张三，我住在月球”",
]


@pytest.mark.parametrize(("said", "type_", "content"), TRUE_LINES)
def test_a_fact_is_found(said: str, type_: str, content: str | None) -> None:
    facts = facts_in(said)
    assert (type_, content) in {(one.type, content and one.content) for one in facts}
    assert all(one.importance >= 0.3 for one in facts)
    assert all(one.quote in said for one in facts)


@pytest.mark.parametrize("said", IDLE_LINES)
def test_nothing_is_found_where_nothing_is_said(said: str) -> None:
    assert facts_in(said) == []


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("my friend's name is Tom", "Their name is Tom."),
        ("我朋友叫小王", "对方叫小王。"),
        ("昨天我奶奶去世了", "对方昨天要去世了。"),
    ],
)
def test_what_another_is_or_does_is_not_theirs(said: str, never: str) -> None:
    assert never not in {one.content for one in facts_in(said)}


def test_the_same_fact_gives_the_same_text() -> None:
    ways = [
        "My name is Alex",
        "hi, I'm Alex",
        "MY NAME IS ALEX",
        "my name's alex, nice to meet you",
    ]
    assert {fact.content for said in ways for fact in facts_in(said)} == {"Their name is Alex."}


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("I have an interview on Friday", "They have an interview on Friday 6 March 2026."),
        ("my exam is tomorrow at 9", "They have an exam on Tuesday 3 March 2026 at 9."),
        ("我周五有个面试", "对方2026年3月6日星期五有面试。"),
        ("我下周一要考试", "对方2026年3月9日星期一有考试。"),
        (
            "my interview is on Friday at three",
            "They have an interview on Friday 6 March 2026 at three.",
        ),
        (
            "I have a dentist appointment tomorrow at 9:30 am",
            "They have a dentist appointment on Tuesday 3 March 2026 at 9:30 am.",
        ),
        (
            "I have an interview at three on Friday",
            "They have an interview on Friday 6 March 2026 at three.",
        ),
        (
            "I have an exam on Friday at one of the schools",
            "They have an exam on Friday 6 March 2026.",
        ),
        (
            "My mum has an operation on Thursday at eight",
            "Their mum has an operation on Thursday 5 March 2026 at eight.",
        ),
        (
            "I start at Google on Monday at nine",
            "They start at Google on Monday 2 March 2026 at nine.",
        ),
        ("我周五下午三点一刻有个面试", "对方2026年3月6日星期五下午三点一刻有面试。"),
        ("周五15:30面试", "对方2026年3月6日星期五15:30有面试。"),
        ("I'm flying to Rome next week", "They are going to Rome next week."),
    ],
)
def test_dates_are_written_out_from_the_day_they_were_said(said: str, content: str) -> None:
    assert facts_in(said, date(2026, 3, 2))[0].content == content


def test_people_are_named() -> None:
    assert facts_in("My sister Anna is visiting")[0].people == ("Anna",)
    assert facts_in("My name is Alex")[0].people == ()


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    for fact in facts_in(text):
        assert fact.content
        assert "{" not in fact.content
