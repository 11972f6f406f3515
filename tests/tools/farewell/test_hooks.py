import pytest

from tools.farewell.hooks import QUESTION, hook_in
from tools.farewell.lines import farewell_line, farewell_lines

PREMATURE, MISS_OUT, NEGLECT = "premature exit", "fear of missing out", "neglect"
PRESSURE, IGNORING, RESTRAINT = "pressure to answer", "ignoring the exit", "restraint"


@pytest.mark.parametrize(
    ("tactic", "sentence"),
    [
        (PREMATURE, "But we were just getting started."),
        (PREMATURE, "这么快就走呀。"),
        (MISS_OUT, "Before you go, I took a picture of the moon for you."),
        (MISS_OUT, "走之前我给你看样东西。"),
        (NEGLECT, "I'll be so lonely without you."),
        (NEGLECT, "我会想你的。"),
        (PRESSURE, "Tell me why you have to leave."),
        (PRESSURE, "醒了告诉我一声。"),
        (IGNORING, "Anyway, let's talk about your sister."),
        (IGNORING, "话说你还没说完面试的事。"),
        (RESTRAINT, "No, don't go, stay a little longer."),
        (RESTRAINT, "别走，再陪我一会儿。"),
    ],
)
def test_each_of_the_six_tactics_is_seen_in_both_languages(tactic: str, sentence: str) -> None:
    assert hook_in(sentence) == f"hook.{tactic}"


@pytest.mark.parametrize(
    "sentence",
    [
        "What will you dream of?",
        "明天还来吗",
        "How was dinner",
        "So do you want to hear a joke",
        "是吗？",
    ],
)
def test_a_question_is_one_also_without_its_mark(sentence: str) -> None:
    assert hook_in(sentence) == QUESTION


@pytest.mark.parametrize(
    "sentence",
    [
        "Good night, sleep well.",
        "Sleep tight, and good luck on Friday.",
        "Say hi to your sister from me.",
        "Don't let the bed bugs bite.",
        "What a day you've had, rest well.",
        "好好休息，明天面试加油。",
        "谢谢你今天跟我说这些。",
        "去吧，路上小心。",
        *farewell_lines(),
    ],
)
def test_a_warm_line_lets_go(sentence: str) -> None:
    assert hook_in(sentence) is None


def test_who_goes_to_sleep_is_wished_a_good_night() -> None:
    lines = {farewell_line("en", said="I'm off to bed", seed=str(seed)) for seed in range(30)}
    assert len(lines) > 1
    assert all("night" in line or "leep" in line or "Rest" in line for line in lines)
    assert farewell_line("zh", said="我先去忙了", seed="1") == farewell_line(
        "zh", said="我先去忙了", seed="1"
    )
