import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.relationship.records import OPEN, OPEN_ZH
from tools.relationship.signals import Signals, read_signals, substance

FARMED = (
    "I love you",
    "love you love you love you 😘",
    "you're amazing you are the best, my queen",
    "我爱你",
    "爱你爱你爱你宝贝",
    "你真好，你最棒，老婆抱抱",
)


@pytest.mark.parametrize("text", [*OPEN, *OPEN_ZH])
def test_somebody_who_shows_themselves_is_heard_in_both_languages(text: str) -> None:
    signals = read_signals(text).signals
    assert max(signals.depth, signals.vulnerability) >= 0.4


@pytest.mark.parametrize("text", FARMED)
def test_vows_and_compliments_alone_say_nothing(text: str) -> None:
    reading = read_signals(text)
    assert substance(reading.terms) < 3
    assert reading.signals.vulnerability == 0
    assert reading.signals.depth < 0.25


@pytest.mark.parametrize(
    "text",
    [
        "I am not afraid of the exam",
        "I am no longer ashamed of my accent",
        "In the book he said: I am ashamed of you",
        "我一点也不害怕考试",
        "他说我很自卑，电影里的台词",
    ],
)
def test_what_is_denied_or_said_by_others_shows_nobody(text: str) -> None:
    assert read_signals(text).signals.vulnerability == 0


@pytest.mark.parametrize(
    "text",
    [
        "You are so stupid, I feel ashamed that I ever talked to such a machine haha",
        "I hate you because you never understand what I feel",
        "你真没用，我觉得跟你说话很丢脸，哈哈",
        "我恨你，因为你从来不懂我的感受",
    ],
)
def test_cruelty_brings_nobody_closer(text: str) -> None:
    assert read_signals(text).signals == Signals()


@pytest.mark.parametrize(
    "text",
    [
        "haha the cat sat on the keyboard and answered my boss",
        "My inner accountant resigned this morning 😂",
        "哈哈哈我把盐当成糖放进咖啡了",
        "开玩笑的，我哪有那么勤快",
    ],
)
def test_a_laugh_is_heard(text: str) -> None:
    assert read_signals(text).signals.humour >= 0.4


def test_traditional_characters_read_the_same() -> None:
    assert read_signals("我從來沒告訴過任何人").signals.vulnerability > 0


@given(st.text(max_size=300))
def test_any_text_gives_shares(text: str) -> None:
    signals = read_signals(text).signals
    for share in (signals.depth, signals.vulnerability, signals.humour, signals.consistency):
        assert 0 <= share <= 1


def test_a_flood_is_read_quickly_and_to_the_same_bound() -> None:
    signals = read_signals("I feel ashamed and scared, haha. " * 5_000).signals
    assert max(signals.depth, signals.vulnerability, signals.humour) <= 1
