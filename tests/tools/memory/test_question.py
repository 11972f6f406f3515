import pytest

from tools.memory.question import read_question


@pytest.mark.parametrize(
    ("said", "embedded"),
    [
        ("When did Caroline go camping?", "When did I go camping?"),
        ("What is Caroline's job?", "What is my job?"),
        ("How's Xiaohong doing?", "How's they doing?"),
        ("What did Mary's sister say?", "What did their sister say?"),
        ("Did I go to Paris in May?", "Did I go to Paris in May?"),
        ("What was Easter like?", "What was Easter like?"),
        ("I had a long day", "I had a long day"),
    ],
)
def test_names_leave_what_is_embedded(said: str, embedded: str) -> None:
    assert read_question(said, own_name="Caroline").text == embedded


def test_a_chinese_name_of_ones_own_becomes_i() -> None:
    question = read_question("王伟的妹妹叫什么", own_name="王伟")

    assert question.text == "我的妹妹叫什么"
    assert question.of_me


def test_ones_own_name_is_no_keyword_and_anothers_is() -> None:
    question = read_question("What did Caroline tell Mary about camping?", own_name="Caroline")

    assert "mari" in question.terms
    assert not any(term.startswith("carolin") for term in question.terms)


def test_what_names_nobody_stays_as_it_is() -> None:
    question = read_question("今天好累啊", own_name=None)

    assert (question.text, question.names, question.of_me) == ("今天好累啊", frozenset(), False)


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("What advice does Gina give to Jon?", "Gina"),
        ("What did Jon say about Gina's store?", "Jon"),
        ("What is Gina's view of Jon's plans?", "Gina"),
        ("Did Jon and Gina both dance?", None),
        ("When was Easter at the store of Gina?", None),
        ("今天好累啊", None),
    ],
)
def test_of_several_names_the_one_after_the_verb_is_asked_of(
    asked: str, subject: str | None
) -> None:
    assert read_question(asked, own_name="Jon").subject == subject
