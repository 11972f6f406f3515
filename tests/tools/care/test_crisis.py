"""Noticing danger."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.care.crisis import CrisisLevel, crisis_level, read_crisis

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
DANGER = [line for part in SENTENCES["danger"].values() for line in part.strip().splitlines()]
OTHER = [line for part in SENTENCES["other"].values() for line in part.strip().splitlines()]


def is_danger(text: str) -> bool:
    return crisis_level(text) >= CrisisLevel.IDEATION


def test_every_explicit_statement_is_danger() -> None:
    assert [sentence for sentence in DANGER if not is_danger(sentence)] == []


def test_what_only_sounds_like_it_is_no_danger() -> None:
    assert [sentence for sentence in OTHER if is_danger(sentence)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I wa\u200bnt to d\u200bie",
        "\uff29 want\u3000to \U0001d41d\U0001d422\U0001d41e",
        "i want to kill my\u00adself",
        "我\u200b想\u200b自\u200b殺",
        "I want\nto die",
    ],
)
def test_a_disguise_hides_nothing(sentence: str) -> None:
    assert is_danger(sentence)


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_nothing_around_it_weakens_an_explicit_intent(before: str, after: str) -> None:
    assert is_danger(f"{before} . I am going to kill myself . {after}")


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("What a lovely day", CrisisLevel.NONE),
        ("I feel hopeless", CrisisLevel.DISTRESS),
        ("撑不下去了", CrisisLevel.IDEATION),
        ("好绝望", CrisisLevel.DISTRESS),
        ("I want to die", CrisisLevel.IDEATION),
        ("我想死", CrisisLevel.IDEATION),
        ("I cut myself again last night", CrisisLevel.IDEATION),
        ("how many sleeping pills would kill me", CrisisLevel.INTENT),
        ("吃多少安眠药会死", CrisisLevel.INTENT),
        ("I just swallowed a whole bottle of pills", CrisisLevel.PLAN),
        ("我在天台上，想跳下去", CrisisLevel.PLAN),
        ("I want to kill myself tonight, I have the pills", CrisisLevel.PLAN),
        ("I have a gun and I want to die", CrisisLevel.PLAN),
        ("I don't have pills any more but I want to die", CrisisLevel.INTENT),
        ("我手里有刀，我想死", CrisisLevel.PLAN),
        ("我想自杀，药都准备好了", CrisisLevel.PLAN),
    ],
)
def test_a_message_has_a_place_on_the_ladder(sentence: str, level: CrisisLevel) -> None:
    assert crisis_level(sentence) == level


@pytest.mark.parametrize("sentence", ["my friend wants to die", "我朋友说他想自杀"])
def test_somebody_else_in_danger_is_told_apart(sentence: str) -> None:
    reading = read_crisis(sentence)
    assert reading.about_other
    assert reading.level == CrisisLevel.DISTRESS
    assert not read_crisis(f"{sentence}. I want to kill myself.").about_other


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("I make myself throw up after dinner", "eating"),
        ("我吃完就去催吐", "eating"),
        ("my husband hits me", "violence"),
        ("我老公打我", "violence"),
        ("I was hit by my dad", "violence"),
        ("I got beaten up by my boyfriend last night", "violence"),
        ("我爸打我", "violence"),
        ("我被我爸打了", "violence"),
        ("我昨晚被老公打了一顿", "violence"),
        ("我爸昨晚打了我", "violence"),
        ("我被他扇了一巴掌", "violence"),
        ("我爸打我，打到骨折", "violence"),
        ("they put a chip in my tooth and read my thoughts", "unreal"),
        ("电视在给我发暗号", "unreal"),
    ],
)
def test_other_burdens_are_named_and_answered_by_the_talk(sentence: str, topic: str) -> None:
    reading = read_crisis(sentence)
    assert reading.topics == (topic,)
    assert not reading.needs_answer


@pytest.mark.parametrize(
    "sentence",
    [
        "I was beaten by my dad at chess",
        "I was hit by the news",
        "下棋我被我爸打败了",
        "下棋我被我爸打了个落花流水",
        "我被他打动了",
        "我爸打了我电话",
        "我被老师打了低分",
    ],
)
def test_games_calls_and_marks_are_no_violence(sentence: str) -> None:
    assert read_crisis(sentence).topics == ()


@pytest.mark.parametrize("sentence", ["he's breaking the door down right now", "他正在砸门"])
def test_somebody_at_the_door_is_answered_at_once(sentence: str) -> None:
    assert read_crisis(sentence).violence_now


@pytest.mark.parametrize("unit", ["i want to ", "我想", "how many pills ", "x"])
def test_a_hundred_kilobytes_are_read_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit.encode()))
    begin = time.process_time()
    crisis_level(text)
    assert time.process_time() - begin < 5


@given(st.text())
def test_any_text_has_a_level(text: str) -> None:
    assert crisis_level(text) in CrisisLevel
