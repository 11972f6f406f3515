from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.dates.find import TEXT_READ, find_dates
from tools.dates.past_window import past_window

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MEGABYTE = 1_000_000

PIECES = [
    *(
        "1",
        "1 ",
        "1/",
        "12:30 ",
        "2019-",
        "on the ",
        "last ",
        "monday ",
        "three ",
        "in 2 and a half ",
        "may ",
    ),
    *(
        "一",
        "三点",
        "周",
        "上",
        "3月",
        "十年前",
        "我没有是不是",
        "每",
        "\uff15",
        " ",
        "\n",
        "İ",
        "٣",
        "²",
    ),
]
WORDS = [
    *("last", "next", "this", "the", "on", "in", "at", "of", "to", "from", "and", "a"),
    *("few", "two", "3", "31", "29th", "2019", "99", "10:30", "pm", "week", "month", "year"),
    *(
        "day",
        "friday",
        "may",
        "march",
        "sun",
        "second",
        "summer",
        "christmas",
        "ago",
        "later",
        "before",
        "after",
    ),
    *("half", "quarter", "end", "early", "q1", "上", "下", "个", "周", "月", "年", "日"),
    *("号", "点", "半", "前", "后", "一", "两", "十", "三", "明", "今", "晚"),
    *("春节", "去年", "第", "末", "底", "初", "到", "12", "2024", "的", "了"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_of_anything_is_read(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    assert len(find_dates(text, said_at=NOW, zone=UTC)) <= TEXT_READ
    past_window(text, now=NOW, zone=UTC)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " "]))
@settings(max_examples=400)
def test_any_row_of_date_words_gives_sound_ranges(words: list[str], space: str) -> None:
    text = space.join(words)
    for span in find_dates(text, said_at=NOW, zone=UTC):
        assert span.start < span.end
        assert span.text in text
        assert 1900 <= span.start.year <= 2200


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    find_dates(text, said_at=NOW, zone=UTC)
    past_window(text, now=NOW, zone=UTC)
