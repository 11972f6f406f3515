import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.models.offline import life_en, life_zh
from tests.tools.models.offline.answers import judged
from tools.models.offline.facts import facts_in
from tools.models.offline.judge import relation_of
from tools.models.offline.reread import statement_of

CONTRADICTS = [
    ("They live in Boston.", "They live in Seattle."),
    ("They live in Boston.", "The user lives in Seattle"),
    ("They live in Boston.", "对方住在西雅图。"),
    ("They used to live in Seattle.", "They live in Seattle."),
    ("They no longer live in Rome.", "They live in Rome."),
    ("They work at Google.", "User works at Apple."),
    ("They lost their job.", "They work at Google."),
    ("They are a nurse.", "They are a teacher."),
    ("Their name is Tom.", "Their name is Alex."),
    ("They are 30 years old.", "They are 29 years old."),
    ("They no longer like coffee.", "They like coffee."),
    ("They like coffee.", "They no longer like drinking coffee."),
    ("They do not like jazz.", "They like jazz."),
    ("They are no longer vegan.", "They are vegan."),
    ("They are vegan.", "They are vegetarian."),
    ("Their grandma is home again.", "Their grandma is in hospital."),
    ("Their grandma died.", "Their grandma is in hospital."),
    ("Their brother is well again.", "Their brother broke a leg."),
    ("They went through a break-up.", "They are in a relationship."),
    ("They went through a break-up.", "Their girlfriend is called Anna."),
    ("They got married.", "They are getting married in June."),
    ("Xiaohong works at Alibaba.", "Xiaohong works at Tencent."),
    ("Anna lives in Rome.", "Anna lives in Paris."),
    ("Their favourite colour is red.", "Their favourite colour is green."),
    ("Their wife is called Eva.", "Their wife is called Anna."),
    ("They have three cats.", "They have two cats."),
    ("对方住在波士顿。", "对方住在西雅图。"),
    ("对方住在上海。", "用户住在广州"),
    ("对方不再喜欢咖啡。", "对方喜欢喝咖啡。"),
    ("对方喜欢咖啡。", "对方不再喜欢咖啡。"),
    ("对方的外婆出院了。", "对方的外婆住院了。"),
    ("对方的外婆出院了。", "Their grandma is in hospital."),
    ("对方失去了工作。", "对方在腾讯工作。"),
    ("小红在阿里工作。", "小红在腾讯工作。"),
    ("对方经历了分手。", "对方在谈恋爱。"),
    ("对方不再吃素。", "对方吃素。"),
    ("对方30岁。", "对方29岁。"),
]

SAME = [
    ("They live in Lisbon.", "They live in Lisbon"),
    ("They live in Lisbon.", "The user lives in Lisbon."),
    ("They like coffee.", "They like drinking coffee."),
    ("They live in Beijing.", "对方住在北京。"),
    ("对方喜欢咖啡。", "对方喜欢喝咖啡。"),
]

APART = [
    ("They used to live in Seattle.", "They live in Boston."),
    ("They moved to Boston.", "They moved to Seattle."),
    ("They are a nurse.", "They work at Google."),
    ("They like coffee.", "They like tea."),
    ("They do not like tea.", "They like coffee."),
    ("Li Ming lives in Beijing.", "Li Na lives in Shanghai."),
    ("Their brother lives in Paris.", "They live in Rome."),
    ("Their sister is called Eva.", "Their sister is called Anna."),
    ("Their grandma is home again.", "Their mum is in hospital."),
    ("Their grandma is in hospital.", "Their grandma is ill."),
    ("They passed their driving test.", "They failed their driving test."),
    ("They have an interview on Friday.", "They have an exam on Monday."),
    ("They are allergic to nuts.", "They are allergic to pollen."),
    ("对方住在上海。", "对方的哥哥住在北京。"),
    ("对方的外婆出院了。", "对方的奶奶住院了。"),
    ("对方的妹妹叫小雨。", "对方的妹妹叫小雪。"),
    ("对方是程序员。", "对方在腾讯工作。"),
    ("They live in Gdańsk.", "nothing that anybody understands"),
]


@pytest.mark.parametrize(("new", "known"), CONTRADICTS)
def test_what_cannot_both_be_true_contradicts(new: str, known: str) -> None:
    assert relation_of(new, known) == "contradicts"


@pytest.mark.parametrize(("new", "known"), SAME)
def test_one_fact_in_two_wordings_is_the_same(new: str, known: str) -> None:
    assert relation_of(new, known) == "same"


@pytest.mark.parametrize(("new", "known"), APART)
def test_what_can_both_be_true_is_no_pair(new: str, known: str) -> None:
    assert relation_of(new, known) is None


def test_verdicts_carry_the_numbers_of_the_lines() -> None:
    answer = judged(
        ["They moved to Boston.", "They live in Boston."],
        ["They like tea.", "They live in Seattle."],
        "I moved to Boston last month",
    )
    assert [(one.new, one.known, one.relation) for one in answer.verdicts] == [
        (2, 2, "contradicts")
    ]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (["I moved to Boston last month", "it rains a lot"], "The move to Boston"),
        (["我周五有个面试", "我下个月要搬到上海"], "搬到上海和面试"),
        (["I have an interview on Friday", "My grandma is in hospital"], None),
        (["我外婆住院了"], "外婆住院"),
        (["haha ok"], ""),
    ],
)
def test_a_title_is_made_of_what_was_told(said: list[str], title: str | None) -> None:
    found = judged([], [], *said).title
    assert len(found.split()) <= 8
    if title is not None:
        assert found == title


@pytest.mark.parametrize("said", [row[0] for row in [*life_en.TOLD, *life_zh.TOLD]])
def test_what_the_voice_wrote_it_understands(said: str) -> None:
    for fact in facts_in(said):
        statement = statement_of(fact.content)
        assert statement is not None, fact.content
        assert statement.gives.slot == fact.gives.slot
        assert relation_of(fact.content, fact.content) == "same"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(new: str, known: str) -> None:
    assert relation_of(new, known) in {None, "same", "contradicts"}
