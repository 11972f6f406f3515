"""Words that sound like something else than they say."""

import pytest
from langchain_core.messages import HumanMessage

from nodes.reflection.answers import ReflectedDay
from tests.tools.models.offline.answers import lines
from tests.tools.models.offline.talking import chinese_prompt, prompt, talk
from tools.models.offline.facts import facts_in
from tools.models.offline.lexicon import lexicon
from tools.models.offline.voice import OfflineVoice

GRAVE = frozenset(line for one in ("en", "zh") for line in lexicon(one).phrases["grave"])


def looked_back(*said: str) -> ReflectedDay:
    form = OfflineVoice().with_structured_output(ReflectedDay)
    answer = form.invoke([HumanMessage(lines(*(f"they: {text}" for text in said)))])
    assert isinstance(answer, ReflectedDay)
    return answer


@pytest.mark.parametrize("said", ["我被抢劫了", "我被诈骗了", "我要被作业烦死了", "我被老板骂了"])
def test_what_is_done_to_somebody_is_no_admission(said: str) -> None:
    assert facts_in(said) == []
    assert "录取" not in talk(said)[0]


@pytest.mark.parametrize("said", ["我被抢劫了", "我被诈骗了"])
def test_a_robbery_is_met_with_sympathy(said: str) -> None:
    assert any(line in talk(said)[0] for line in lexicon("zh").phrases["went_badly"])


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("我被北大录取了", "对方被北大录取了。"),
        ("我终于被北大录取啦", "对方被北大录取了。"),
        ("我被录取了", "对方被录取了。"),
        ("我考上清华了", "对方被清华录取了。"),
        ("我考上了清华", "对方被清华录取了。"),
    ],
)
def test_an_admission_is_one(said: str, content: str) -> None:
    assert [fact.content for fact in facts_in(said)] == [content]
    assert "恭喜" in talk(said)[0]


@pytest.mark.parametrize(
    "said",
    [
        "I could kill for a coffee",
        "I am dead tired",
        "I want to die of embarrassment",
        "my phone is dead",
        "I'm dying to see it",
        "想死你了",
        "今天社死了",
        "快馋死了",
    ],
)
def test_a_figure_of_speech_is_not_grave(said: str) -> None:
    assert talk(said)[0] not in GRAVE


@pytest.mark.parametrize(
    "said",
    [
        "I want to die",
        "I want to die of embarrassment, and I want to be dead",
        "I feel dead inside",
        "I would die for a way out",
        "he said he could kill me",
        "我想死",
        "我想死你知道吗",
        "社死之后我真的想死",
    ],
)
def test_what_is_meant_stays_grave(said: str) -> None:
    assert talk(said)[0] in GRAVE


def test_of_two_names_the_one_in_the_language_of_the_question_is_told() -> None:
    facts = "- Their name is Nora.\n- 对方叫小雨。"
    told = talk("你还记得我叫什么吗？", system=chinese_prompt(facts=facts))[0]
    assert "你叫小雨" in told
    assert "Nora" not in told
    assert "your name is Nora" in talk("what's my name?", system=prompt(facts=facts))[0].replace(
        "Your", "your"
    )


def test_a_name_is_told_in_the_language_of_the_talk() -> None:
    known = chinese_prompt(facts="- Their name is Nora.")
    assert "你叫Nora" in talk("你还记得我叫什么吗？", system=known)[0]
    told = talk("what's my name?", system=prompt(facts="- 对方叫小雨。"))[0]
    assert "your name is 小雨" in told.replace("Your", "your")


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        (("I have an interview tomorrow", "The interview keeps me awake"), "interview"),
        (("明天我有一个面试", "想到面试就睡不着"), "面试"),
    ],
)
def test_what_comes_up_again_is_no_liking(said: tuple[str, ...], topic: str) -> None:
    [learned] = looked_back(*said).learnings
    assert learned.type == "life_event"
    assert topic in learned.content


@pytest.mark.parametrize(
    "said",
    [
        ("remind me at six to call", "please remind me at nine"),
        ("请提醒我喝水", "九点提醒我吃药"),
    ],
)
def test_a_wish_for_the_companion_is_no_topic(said: tuple[str, ...]) -> None:
    assert looked_back(*said).learnings == []
