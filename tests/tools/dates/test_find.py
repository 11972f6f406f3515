"""Said on Monday 2 March 2026 at 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tools.dates.find import find_dates, resolve
from tools.dates.span import DateSpan, Precision

BERLIN = ZoneInfo("Europe/Berlin")
SAID_AT = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)

ENGLISH = [
    ("I have an interview on Friday", "2026-03-06", "day"),
    ("see you today", "2026-03-02", "day"),
    ("I fell the day before yesterday", "2026-02-28", "day"),
    ("the day after tomorrow", "2026-03-04", "day"),
    ("on Saturday we went hiking", "2026-02-28", "day"),
    ("last Friday", "2026-02-27", "day"),
    ("next Friday", "2026-03-13", "day"),
    ("this coming Tuesday", "2026-03-03", "day"),
    ("Wednesday next week", "2026-03-11", "day"),
    ("the Friday before last", "2026-02-20", "day"),
    ("over the weekend we went to Rome", "2026-02-28", "weekend"),
    ("what are your plans for the weekend", "2026-03-07", "weekend"),
    ("next weekend", "2026-03-14", "weekend"),
    ("three days ago", "2026-02-27", "day"),
    ("two weeks ago", "2026-02-16", "week"),
    ("a few days ago", "2026-02-24", "week"),
    ("in two months", "2026-05-01", "month"),
    ("half a year ago", "2025-09-01", "month"),
    ("ten years ago", "2016-01-01", "year"),
    ("ten minutes ago", "2026-03-02 09:50", "minute"),
    ("in 3 hours", "2026-03-02 13:00", "hour"),
    ("an hour and a half ago", "2026-03-02 08:30", "minute"),
    ("two and a half hours from now", "2026-03-02 12:30", "minute"),
    ("last week", "2026-02-23", "week"),
    ("the week before last", "2026-02-16", "week"),
    ("this month", "2026-03-01", "month"),
    ("next quarter", "2026-04-01", "season"),
    ("last year", "2025-01-01", "year"),
    ("the last two weeks", "2026-02-16", "week"),
    ("last summer", "2025-06-01", "season"),
    ("the winter of 2019", "2019-12-01", "season"),
    ("I moved in January", "2026-01-01", "month"),
    ("I moved in April", "2025-04-01", "month"),
    ("I'm moving in April", "2026-04-01", "month"),
    ("in March 2024", "2024-03-01", "month"),
    ("early March", "2026-03-01", "week"),
    ("at the end of March", "2026-03-21", "week"),
    ("early next year", "2027-01-01", "month"),
    ("the first week of May", "2026-05-04", "week"),
    ("the last Friday of this month", "2026-03-27", "day"),
    ("on 5 May", "2026-05-05", "day"),
    ("May 5th, 2025", "2025-05-05", "day"),
    ("the 5th of May", "2026-05-05", "day"),
    ("on the 5th we fly", "2026-03-05", "day"),
    ("on Friday 6 March 2026", "2026-03-06", "day"),
    ("2026-05-03", "2026-05-03", "day"),
    ("13/5/2026", "2026-05-13", "day"),
    ("by 22/04", "2026-04-22", "day"),
    ("back in 2015", "2015-01-01", "year"),
    ("the 90s", "1990-01-01", "year"),
    ("tonight", "2026-03-02 18:00", "part_of_day"),
    ("last night", "2026-03-01 20:00", "part_of_day"),
    ("tomorrow morning", "2026-03-03 06:00", "part_of_day"),
    ("meet me at three", "2026-03-02 15:00", "hour"),
    ("I woke up at 3 am", "2026-03-02 03:00", "hour"),
    ("Friday at 3 pm", "2026-03-06 15:00", "hour"),
    ("tomorrow morning at 8", "2026-03-03 08:00", "hour"),
    ("today at 7.45 pm", "2026-03-02 19:45", "minute"),
    ("quarter to nine", "2026-03-02 20:45", "minute"),
    ("Christmas", "2026-12-25", "day"),
    ("last Christmas", "2025-12-25", "day"),
    ("Valentine's Day 2027", "2027-02-14", "day"),
    ("Halloween", "2026-10-31", "day"),
    ("Easter", "2026-04-05", "day"),
    ("Thanksgiving", "2026-11-26", "day"),
    ("two weeks after Easter", "2026-04-19", "day"),
    ("five weeks from tomorrow", "2026-04-07", "day"),
    ("the Friday before 10 June 2024", "2024-06-07", "day"),
    ("the week before Christmas", "2026-12-14", "week"),
    ("call me Tuesday before noon", "2026-03-03 12:00", "hour"),
]

CHINESE = [
    ("周五面试", "2026-03-06", "day"),
    ("大前天我生病了", "2026-02-27", "day"),
    ("前天", "2026-02-28", "day"),
    ("大后天出发", "2026-03-05", "day"),
    ("我周一去了医院", "2026-02-23", "day"),
    ("上周五", "2026-02-27", "day"),
    ("下週三", "2026-03-11", "day"),
    ("禮拜二", "2026-03-03", "day"),
    ("上上周", "2026-02-16", "week"),
    ("下下周", "2026-03-16", "week"),
    ("这周很忙", "2026-03-02", "week"),
    ("上周末", "2026-02-28", "weekend"),
    ("周末去爬山", "2026-03-07", "weekend"),
    ("上个月", "2026-02-01", "month"),
    ("本月", "2026-03-01", "month"),
    ("月底发工资", "2026-03-21", "week"),
    ("下个月中旬", "2026-04-11", "week"),
    ("年初", "2026-01-01", "month"),
    ("今年年底", "2026-11-01", "month"),
    ("下个月3号", "2026-04-03", "day"),
    ("15号去体检", "2026-03-15", "day"),
    ("3月5日", "2026-03-05", "day"),
    ("三月五号", "2026-03-05", "day"),
    ("2026年3月6日星期五", "2026-03-06", "day"),
    ("前年", "2024-01-01", "year"),
    ("去年夏天", "2025-06-01", "season"),
    ("明年三月", "2027-03-01", "month"),
    ("我四月搬家了", "2025-04-01", "month"),
    ("我打算四月搬家", "2026-04-01", "month"),
    ("二零一九年五月", "2019-05-01", "month"),
    ("98年出生", "1998-01-01", "year"),
    ("三天后", "2026-03-05", "day"),
    ("几天前", "2026-02-24", "week"),
    ("半年前", "2025-09-01", "month"),
    ("两年半前", "2023-09-01", "month"),
    ("两个半小时后", "2026-03-02 12:30", "minute"),
    ("十分钟后", "2026-03-02 10:10", "minute"),
    ("最近三天", "2026-02-27", "day"),
    ("周五下午三点", "2026-03-06 15:00", "hour"),
    ("明早八点半", "2026-03-03 08:30", "minute"),
    ("周五九点半", "2026-03-06 09:30", "minute"),
    ("今晚吃什么", "2026-03-02 18:00", "part_of_day"),
    ("今晚十二点", "2026-03-03 00:00", "hour"),
    ("昨天下午两点半", "2026-03-01 14:30", "minute"),
    ("国庆", "2026-10-01", "day"),
    ("元旦", "2027-01-01", "day"),
    ("五一放假", "2026-05-01", "day"),
    ("春节", "2027-02-06", "day"),
    ("去年中秋", "2025-10-06", "day"),
    ("端午节", "2026-06-19", "day"),
    ("元宵节", "2026-03-03", "day"),
    ("上半年", "2026-01-01", "season"),
    ("九十年代", "1990-01-01", "year"),
    ("I have 面试 on 周五", "2026-03-06", "day"),
    ("下周一 at 3 pm 开会", "2026-03-09 15:00", "hour"),
]


def only(text: str) -> DateSpan:
    found = find_dates(text, said_at=SAID_AT, zone=BERLIN)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "start", "precision"), ENGLISH + CHINESE)
def test_words_mean_a_range(text: str, start: str, precision: Precision) -> None:
    span = only(text)
    assert (span.start, span.precision) == (
        datetime.fromisoformat(start).replace(tzinfo=BERLIN),
        precision,
    )
    assert span.text in text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("from Monday to Wednesday", "2026-03-02", "2026-03-05"),
        ("I'm in Paris from 4 to 11 September", "2026-09-04", "2026-09-12"),
        ("between October and February", "2026-10-01", "2027-03-01"),
        ("from May to July 2025", "2025-05-01", "2025-08-01"),
        ("3月5号到8号", "2026-03-05", "2026-03-09"),
        ("从周一到周三", "2026-03-02", "2026-03-05"),
        ("from 2010 to 2012", "2010-01-01", "2013-01-01"),
        ("Friday from 2 to 4 pm", "2026-03-06 14:00", "2026-03-06 16:00"),
        ("晚上八点到十点", "2026-03-02 20:00", "2026-03-02 22:00"),
        ("a few days ago", "2026-02-24", "2026-03-01"),
        ("later this week", "2026-03-02", "2026-03-09"),
        ("the end of February 2028", "2028-02-21", "2028-03-01"),
    ],
)
def test_a_range_ends_where_it_is_said_to(text: str, start: str, end: str) -> None:
    span = only(text)
    wall = [moment.astimezone(BERLIN).replace(tzinfo=None) for moment in (span.start, span.end)]
    assert wall == [datetime.fromisoformat(start), datetime.fromisoformat(end)]


def test_every_time_of_a_text_is_found_in_order() -> None:
    found = find_dates("昨天 I cried, 但是 tomorrow I fly, 周五回来", said_at=SAID_AT, zone=BERLIN)
    assert [span.text for span in found] == ["昨天", "tomorrow", "周五"]
    assert [span.start for span in found] == sorted(span.start for span in found)


def test_a_time_belongs_to_the_day_its_sentence_named() -> None:
    found = find_dates("Friday I'm seeing Anna at 3 pm.", said_at=SAID_AT, zone=BERLIN)
    assert found[-1].start == datetime(2026, 3, 6, 15, tzinfo=BERLIN)


def test_each_clause_points_its_own_way() -> None:
    text = "I went there on Friday, but I will go again on Friday"
    first, second = find_dates(text, said_at=SAID_AT, zone=BERLIN)
    assert first.start < SAID_AT < second.start


@pytest.mark.parametrize(
    "words", ["on Friday", "in April", "周五", "四月", "at Christmas", "on the 20th"]
)
def test_the_asked_tense_decides_over_the_words(words: str) -> None:
    past = resolve(f"I will go {words}", said_at=SAID_AT, zone=BERLIN, tense="past")
    future = resolve(f"I went {words}", said_at=SAID_AT, zone=BERLIN, tense="future")
    assert past
    assert future
    assert past.end <= SAID_AT <= future.start


@pytest.mark.parametrize(
    "text",
    [
        "31 February",
        "on February 30th 2025",
        "2026年2月30日",
        "2019年2月29日",
        "in the year 0",
        "99999 years ago",
        "五千年前",
        "in 4000 years",
        "25:70",
        "5/3/2026",
        "on 5/3",
    ],
)
def test_what_no_calendar_has_or_what_is_open_is_no_date(text: str) -> None:
    assert find_dates(text, said_at=SAID_AT, zone=BERLIN) == ()


def test_the_29th_of_february_is_the_next_there_is() -> None:
    assert only("on 29 February").start == datetime(2028, 2, 29, tzinfo=BERLIN)


def test_nothing_is_resolved_where_nothing_is_named() -> None:
    assert resolve("some day", said_at=SAID_AT, zone=BERLIN) is None
