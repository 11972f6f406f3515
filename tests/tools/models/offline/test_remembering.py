import pytest

from tests.tools.models.offline.talking import chinese_prompt, prompt, talk

SAID_MONDAY = "- (2026-03-02, they said) I have an interview on Friday"
SAID_MONDAY_ZH = "- （2026-03-02，对方说）我周五有个面试"
FRIDAY_EVENING = "Friday, 6 March 2026, 19:00"
FRIDAY_EVENING_ZH = "2026年3月6日，星期五，19:00"


def known(now: str = FRIDAY_EVENING) -> str:
    return prompt(
        facts="- They are called Alex.\n- They live in Lisbon.",
        lately="key_learnings: They like jazz.",
        recalled=f"{SAID_MONDAY}\n- (memory, 2026-03-01) Their sister is called Anna",
        now=now,
    )


def known_zh(now: str = FRIDAY_EVENING_ZH) -> str:
    return chinese_prompt(
        facts="- 对方叫小林。\n- 对方住在杭州。",
        recalled=f"{SAID_MONDAY_ZH}\n- （记忆，2026-03-01）对方的妹妹叫安娜。",
        now=now,
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what's my name?", "you are called Alex"),
        ("where do I live?", "you live in Lisbon"),
        ("who is my sister?", "your sister is called Anna"),
        ("What's my sister's name?", "your sister is called Anna"),
        ("who is Anna?", "your sister is called Anna"),
        ("when is my interview?", "6 March"),
        ("what do I like?", "you like jazz"),
        ("what did I say about the interview?", "interview on Friday"),
    ],
)
def test_what_is_known_is_answered(question: str, answer: str) -> None:
    assert answer.lower() in talk(question, system=known())[0].lower()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("我叫什么？", "你叫小林"),
        ("我住在哪里？", "你住在杭州"),
        ("我妹妹叫什么？", "妹妹叫安娜"),
        ("安娜是谁？", "妹妹叫安娜"),
        ("我什么时候面试？", "3月6日"),
        ("我的面试是哪天？", "3月6日"),
    ],
)
def test_what_is_known_is_answered_in_chinese(question: str, answer: str) -> None:
    assert answer in talk(question, system=known_zh())[0]


@pytest.mark.parametrize(
    "question",
    [
        "when is my exam?",
        "what's my dog called?",
        "who is my brother?",
        "how old am I?",
        "我弟弟叫什么？",
    ],
)
def test_what_is_not_known_is_not_made_up(question: str) -> None:
    line = talk(question)[0]
    assert any(words in line for words in ("don't", "haven't", "不知道", "没跟我说", "不记得"))


def test_all_that_is_remembered_is_told() -> None:
    line = talk("what do you remember about me?", system=known())[0]
    assert "Alex" in line
    assert "Anna" in line
    assert "还" in talk("你记得我什么？")[0] or "不想瞎编" in talk("你记得我什么？")[0]


def test_an_earlier_message_of_the_talk_is_remembered() -> None:
    assert "Friday" in talk("I have an interview on Friday", "thanks", "when is my interview?")[-1]


def test_a_plan_whose_day_has_come_is_asked_about_at_a_greeting() -> None:
    assert "interview" in talk("hi", system=known())[0]
    assert "面试" in talk("你好", system=known_zh())[0]


@pytest.mark.parametrize("now", ["Saturday, 7 March 2026, 09:00", "Thursday, 12 March 2026, 12:00"])
def test_it_is_asked_later_too(now: str) -> None:
    assert "interview" in talk("hey there", system=known(now))[0]


@pytest.mark.parametrize("now", ["Thursday, 5 March 2026, 20:00", "Friday, 6 March 2026, 08:00"])
def test_it_is_not_asked_before_its_day_is_over(now: str) -> None:
    assert "interview" not in talk("hi", system=known(now))[0]


def test_it_is_not_asked_after_weeks() -> None:
    assert "interview" not in talk("hi", system=known("Monday, 6 April 2026, 20:00"))[0]


def test_it_is_asked_once() -> None:
    lines = talk("hi", "hello again", "hi", system=known())
    assert "interview" in lines[0]
    assert not any("interview" in line for line in lines[1:])


def test_it_is_not_asked_when_the_companion_asked_on_another_day() -> None:
    asked = f"{SAID_MONDAY}\n- (2026-03-06, you said) How did the interview go?"
    assert "interview" not in talk("hi", system=prompt(recalled=asked, now=FRIDAY_EVENING))[0]


def test_it_is_not_asked_when_the_outcome_is_known() -> None:
    told = f"{SAID_MONDAY}\n- (2026-03-06, they said) The interview went well"
    assert "interview" not in talk("hi", system=prompt(recalled=told, now=FRIDAY_EVENING))[0]


def test_a_plan_in_the_rolling_notes_is_asked_about() -> None:
    lately = "current_state: They have an exam on Friday 6 March 2026."
    assert "exam" in talk("hi", system=prompt(lately=lately, now="Sunday, 8 March 2026, 10:00"))[0]
    assert "exam" not in talk("hi", system=prompt(lately=lately))[0]


def test_a_prompt_without_sections_is_enough() -> None:
    assert talk("hello there", system="You are kind.")[0]
