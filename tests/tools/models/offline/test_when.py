from datetime import date

import pytest

from tools.models.offline.when import resolved, written_out
from tools.prompts.render import Language

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", MONDAY),
        ("tomorrow at 9", date(2026, 3, 3)),
        ("on Friday", date(2026, 3, 6)),
        ("on Monday", MONDAY),
        ("next Tuesday", date(2026, 3, 10)),
        ("the day after tomorrow", date(2026, 3, 4)),
        ("in two weeks", date(2026, 3, 20)),
        ("on 5 May", date(2026, 5, 5)),
        ("on January 9th", date(2027, 1, 9)),
        ("on Friday 6 March 2026 at 10", date(2026, 3, 6)),
        ("this weekend", date(2026, 3, 7)),
        ("明天", date(2026, 3, 3)),
        ("后天", date(2026, 3, 4)),
        ("大后天", date(2026, 3, 5)),
        ("周五下午三点", date(2026, 3, 6)),
        ("下周一", date(2026, 3, 9)),
        ("3月5日", date(2026, 3, 5)),
        ("三天后", date(2026, 3, 5)),
        ("2026年3月6日星期五", date(2026, 3, 6)),
        ("last Friday", date(2026, 2, 27)),
        ("next week", date(2026, 3, 13)),
        ("上个月", date(2026, 2, 28)),
        ("some day", None),
        ("on 31 February", None),
    ],
)
def test_a_date_in_words_means_a_day(words: str, day: date | None) -> None:
    assert resolved(words, MONDAY) == day


@pytest.mark.parametrize(
    ("words", "language", "written"),
    [
        ("on Friday at 10", "en", "on Friday 6 March 2026 at 10"),
        ("on Friday at half past two", "en", "on Friday 6 March 2026 at half past two"),
        ("at three on Friday", "en", "on Friday 6 March 2026 at three"),
        ("Friday 3pm", "en", "on Friday 6 March 2026 at 3pm"),
        ("on Friday from three to four", "en", "on Friday 6 March 2026 from three to four"),
        ("tonight at seven", "en", "on Monday 2 March 2026 at seven in the evening"),
        ("tomorrow morning at nine", "en", "on Tuesday 3 March 2026 at nine in the morning"),
        ("周五九点半", "zh", "2026年3月6日星期五九点半"),
        ("明天15:30", "zh", "2026年3月3日星期二15:30"),
        ("tomorrow", "en", "on Tuesday 3 March 2026"),
        ("in two weeks", "en", "in two weeks"),
        ("in three hours", "en", "in three hours"),
        ("some day", "en", "some day"),
        ("周五下午三点", "zh", "2026年3月6日星期五下午三点"),
        ("大后天", "zh", "2026年3月5日星期四"),
        ("下个月", "zh", "下个月"),
    ],
)
def test_a_day_is_written_out_and_a_longer_time_is_left(
    words: str, language: Language, written: str
) -> None:
    assert written_out(words, MONDAY, language) == written
