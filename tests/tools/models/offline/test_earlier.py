import pytest

from tests.tools.models.offline.talking import chinese_prompt, prompt, talk

MOVED = prompt(
    facts="### Basics\n- They live in Boston.\n### Interests and preferences\n- They like jazz.",
    recalled="- (memory, 2026-02-20, used to be so) They live in Seattle.\n"
    "- (memory, 2026-02-21, used to be so) They work at Apple.\n"
    "- (memory, 2026-03-01) They work at Google.",
)
MOVED_ZH = chinese_prompt(
    facts="### 基本情况\n- 对方住在波士顿。",
    recalled="- （记忆，2026-02-20，以前是这样）对方住在西雅图。",
)
PEOPLE = (
    "## Who they speak of\n"
    "- Xiaohong (friend): job: works at Tencent; Xiaohong works at Tencent. (2026-03-01)\n"
    "- Zoe (cousin)\n"
    "- Max (colleague): city: Rome\n\n"
)
PEOPLE_ZH = "## 对方提到的人\n- 小红（朋友）：job：在腾讯工作；小红在腾讯工作。（2026-03-01）\n\n"
EPISODES = prompt(
    recalled="Monday, 2 February 2026, about: The trip to Whitby\n"
    "- (2026-02-02, they said) We went to the lighthouse in Whitby with Ana and ate crab.\n"
    "Friday, 13 February 2026, about: A new bicycle\n"
    "- (2026-02-13, they said) I bought a new bicycle."
)
EPISODES_ZH = chinese_prompt(
    recalled="2026年2月2日，星期一，谈的是：去青海湖\n"
    "- （2026-02-02，对方说）我和小雨去了青海湖看日出。\n"
    "2026年2月13日，星期五，谈的是：自行车\n"
    "- （2026-02-13，对方说）我买了一辆新自行车。"
)


def with_people(base: str, people: str) -> str:
    for heading in ("## What comes to mind", "## 你想起的事"):
        base = base.replace(heading, people + heading)
    return base


@pytest.mark.parametrize(
    ("system", "question", "now"),
    [
        (MOVED, "Where do I live?", "you live in Boston"),
        (MOVED, "where do I work?", "you work at Google"),
        (MOVED, "what do I like?", "you like jazz"),
        (MOVED_ZH, "我住在哪里？", "你住在波士顿"),
        (MOVED_ZH, "我现在住在哪？", "你住在波士顿"),
    ],
)
def test_the_present_is_answered_without_the_past(system: str, question: str, now: str) -> None:
    line = talk(question, system=system)[0]
    assert now.lower() in line.lower()
    assert "Seattle" not in line
    assert "西雅图" not in line


@pytest.mark.parametrize(
    ("system", "question", "then"),
    [
        (MOVED, "Where did I live before?", "you used to live in Seattle"),
        (MOVED, "where did I use to live?", "you used to live in Seattle"),
        (MOVED, "Where did I work before?", "you used to work at Apple"),
        (MOVED_ZH, "我以前住在哪里？", "你以前住在西雅图"),
        (MOVED_ZH, "我之前住哪？", "你以前住在西雅图"),
    ],
)
def test_the_past_is_told_as_past(system: str, question: str, then: str) -> None:
    assert then.lower() in talk(question, system=system)[0].lower()


def test_a_move_told_in_one_talk_is_known_both_ways() -> None:
    told = ("I live in Seattle.", "I moved to Boston last week.")
    assert "Boston" in talk(*told, "Where do I live?")[-1]
    assert "Seattle" in talk(*told, "Where did I live before?")[-1]
    assert "西雅图" in talk("我从西雅图搬到了波士顿", "我以前住在哪？")[-1]


@pytest.mark.parametrize("question", ["Where did I live before?", "我以前住在哪里？"])
def test_an_unknown_past_is_not_made_up(question: str) -> None:
    line = talk("I live in Rome", question)[-1]
    assert "Rome" not in line


@pytest.mark.parametrize(
    ("system", "question", "told"),
    [
        (with_people(prompt(), PEOPLE), "How's Xiaohong doing?", "Xiaohong works at Tencent"),
        (with_people(prompt(), PEOPLE), "what does Xiaohong do?", "Xiaohong works at Tencent"),
        (with_people(prompt(), PEOPLE), "how is Max?", "Rome"),
        (with_people(chinese_prompt(), PEOPLE_ZH), "小红最近怎么样？", "小红在腾讯工作"),
        (
            prompt(recalled="- (memory, 2026-03-01) Their grandma is home again."),
            "How is my grandma?",
            "your grandma is home again",
        ),
        (
            chinese_prompt(recalled="- （记忆，2026-03-01）对方的外婆出院了。"),
            "我外婆怎么样了？",
            "你的外婆出院了",
        ),
    ],
)
def test_who_asks_after_somebody_hears_what_is_known(system: str, question: str, told: str) -> None:
    assert told.lower() in talk(question, system=system)[0].lower()


def test_what_is_over_is_not_told_of_somebody() -> None:
    system = prompt(
        recalled="- (memory, 2026-02-01, used to be so) Their grandma is in hospital.\n"
        "- (2026-02-01, they said) My grandma is in hospital.\n"
        "- (memory, 2026-03-01) Their grandma is home again."
    )
    line = talk("How is my grandma?", system=system)[0]
    assert "home again" in line
    assert "in hospital" not in line


@pytest.mark.parametrize("question", ["How's Zoe doing?", "how is my uncle?", "我舅舅怎么样了？"])
def test_what_is_not_known_of_somebody_is_said(question: str) -> None:
    line = talk(question, system=with_people(prompt(), PEOPLE))[0]
    assert any(words in line for words in ("haven't told me", "没跟我说", "没告诉我"))


def test_asking_how_things_are_asks_after_nobody() -> None:
    assert "told me" not in talk("How are you?")[0]
    assert "told me" not in talk("how's it going?")[0]
    assert "没跟我说" not in talk("你最近怎么样？")[0]


@pytest.mark.parametrize(
    ("system", "question", "words", "day"),
    [
        (EPISODES, "Remember when I told you about the lighthouse?", "Whitby", "2 February"),
        (EPISODES, "Do you remember when I bought the bicycle?", "bicycle", "13 February"),
        (EPISODES_ZH, "你还记得上次我说的青海湖吗？", "看日出", "2月2日"),
        (EPISODES_ZH, "还记得那次说的自行车吗？", "自行车", "2月13日"),
    ],
)
def test_remember_when_is_answered_from_that_talk(
    system: str, question: str, words: str, day: str
) -> None:
    line = talk(question, system=system)[0]
    assert words in line
    assert day in line


@pytest.mark.parametrize(
    ("system", "question"),
    [
        (EPISODES, "Remember when we talked about the volcano?"),
        (EPISODES_ZH, "你还记得上次我说的火山吗？"),
    ],
)
def test_a_talk_that_was_not_is_not_remembered(system: str, question: str) -> None:
    line = talk(question, system=system)[0]
    assert any(words in line for words in ("don't remember", "honestly", "不记得", "想不起来"))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("My grandma is home again", "your grandma"),
        ("I don't want to talk about work", "work"),
        ("I failed my driving test", "driving test"),
        ("My friend Xiaohong works at Tencent", "Xiaohong"),
        ("I'm getting married in June", "ongratulations"),
        ("外婆出院了", "外婆"),
        ("我不想聊工作", "工作"),
        ("我下个月结婚", "恭喜"),
        ("我朋友小红在腾讯上班", "小红"),
    ],
)
def test_new_facts_are_met_with_fitting_words(said: str, heard: str) -> None:
    assert heard in talk(said)[0]


def test_what_it_does_not_want_to_hear_of_is_not_asked_on() -> None:
    assert not talk("I don't want to talk about my father")[0].endswith("?")
