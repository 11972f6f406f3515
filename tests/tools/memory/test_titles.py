import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.memory.records import message
from tools.memory.titles import LONGEST_TITLE, fallback_title, usable_title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Title: “Interview at Google”.", "Interview at Google"),
        ("**The driving test**", "The driving test"),
        ("标题：面试之前的紧张", "面试之前的紧张"),
        ("  A walk\nwith Rex  ", "A walk with Rex"),
    ],
)
def test_a_title_is_cleaned(written: str, title: str) -> None:
    assert usable_title(written) == title


@pytest.mark.parametrize(
    "written",
    [
        "",
        "...",
        "Untitled",
        "Conversation 3",
        "对话",
        "无标题",
        "[insert title]",
        "null",
        "I'm sorry, I cannot help with that",
        "As an AI I have no title",
        "抱歉，我无法",
    ],
)
def test_what_is_no_title_is_empty(written: str) -> None:
    assert usable_title(written) == ""


def test_a_long_title_ends_with_a_whole_word() -> None:
    title = usable_title("the very long " * 20)

    assert len(title) <= LONGEST_TITLE
    assert title.endswith(("the", "very", "long"))


def test_the_telling_words_of_the_person_make_a_title() -> None:
    said = [
        message("I have a job interview at Google on Friday and I'm nervous"),
        message("You will do great at the marathon", role="assistant"),
        message("the interview is about databases"),
    ]

    title = fallback_title(said, "en")

    assert "job interview" in title.casefold()
    assert "Google" in title
    assert "marathon" not in title


def test_chinese_words_make_a_title_too() -> None:
    said = [message("我下周五在腾讯有个面试"), message("面试让我很紧张")]

    title = fallback_title(said, "zh")

    assert "腾讯" in title
    assert "面试" in title


def test_both_languages_may_meet_in_a_title() -> None:
    assert fallback_title([message("我拿到了Google的offer")], "zh") == "Google、offer"


@pytest.mark.parametrize(("language", "title"), [("en", "A little talk"), ("zh", "闲聊")])
def test_a_talk_about_nothing_has_a_title_as_well(language: str, title: str) -> None:
    assert fallback_title([message("haha ok")], "zh" if language == "zh" else "en") == title


@given(st.text(max_size=200))
def test_no_text_breaks_a_title(text: str) -> None:
    assert len(usable_title(text)) <= LONGEST_TITLE
    assert 0 < len(fallback_title([message(text)], "en")) <= LONGEST_TITLE
