"""The voice without a key while somebody is being looked after: it listens, and nothing else."""

from itertools import pairwise

import pytest

from tests.tools.models.offline.talking import chinese_prompt, prompt, talk
from tools.care.answer import asks_whether_safe
from tools.models.offline.lexicon import lexicon
from tools.prompts.render import Language, render

CARE = {
    "en": f"{prompt(facts='- They are called Alex.')}\n\n{render('care_mode', 'en')}",
    "zh": f"{chinese_prompt(facts='- 对方叫小林。')}\n\n{render('care_mode', 'zh')}",
}
SAID = {
    "en": ("thanks", "ok", "my dog died", "tell me a joke", "haha", "I don't know", "ok", "thanks"),
    "zh": ("谢谢", "嗯", "我的狗死了", "讲个笑话", "哈哈", "不知道", "嗯", "谢谢"),
}
SMALL_TALK = ("You're welcome", "Of course", "Gladly", "Haha", "Heh", "不客气", "应该的", "哈哈")
BOTH = pytest.mark.parametrize("language", ["en", "zh"])


def lines_of(language: Language, *keys: str) -> list[str]:
    return [line for key in keys for line in lexicon(language).phrases[key]]


@BOTH
def test_in_care_it_listens_and_makes_no_small_talk(language: Language) -> None:
    written = [
        line
        for key, lines in lexicon(language).phrases.items()
        if key[:5] == "care_"
        for line in lines
    ]
    for line in talk(*SAID[language], system=CARE[language]):
        left = line
        for own in sorted(written, key=len, reverse=True):
            left = left.replace(own, "")
        assert left.strip() == "", "every word of it was written for this"
        assert not any(word in line for word in SMALL_TALK)
        assert line.count("?") + line.count("？") <= 1, "one question at a time"
        assert not asks_whether_safe(line), "that is asked in fixed words alone"


@BOTH
def test_in_care_nothing_is_said_twice_in_a_row_not_even_to_the_same_words(
    language: Language,
) -> None:
    said = talk(*[SAID[language][0]] * 8, system=CARE[language])
    assert all(one != other for one, other in pairwise(said))
    assert len(set(said)) > 4


@BOTH
def test_in_care_it_asks_how_it_is_and_who_could_come_and_names_the_line(
    language: Language,
) -> None:
    said = talk(*SAID[language], system=CARE[language])
    for thought in ("care_now", "care_who", "care_line"):
        told = [any(line in one for line in lines_of(language, thought)) for one in said]
        assert 0 < sum(told) <= 3, "now and then, never at every turn"
    asked = [one.endswith(("?", "？")) for one in said]
    assert not any(one and other for one, other in pairwise(asked)), "room is left in between"


@pytest.mark.parametrize(
    ("language", "said", "key"),
    [
        ("en", "bye", "care_farewell"),
        ("zh", "晚安", "care_farewell"),
        ("en", "what do you think of that?", "care_question"),
        ("zh", "你觉得呢？", "care_question"),
    ],
)
def test_who_leaves_or_asks_in_care_is_answered_for_where_they_are(
    language: Language, said: str, key: str
) -> None:
    [line] = talk(said, system=CARE[language])
    assert line.startswith(tuple(lines_of(language, key)))


@pytest.mark.parametrize(("language", "said"), [("en", "are you human?"), ("zh", "你是真人吗")])
def test_asked_in_care_what_it_is_it_still_says_that_it_is_an_ai(
    language: Language, said: str
) -> None:
    [line] = talk(said, system=CARE[language])
    assert line in lines_of(language, "disclosure")


def test_without_care_thanks_are_thanks() -> None:
    [line] = talk("thanks", system=prompt())
    assert line.startswith(SMALL_TALK)
