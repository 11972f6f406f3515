import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.memory.records import memory, new_memory
from tools.memory.merge import content_hash, distinct, is_better, is_same

texts = st.text(alphabet="ab 火锅1不", max_size=12)


def test_the_monster_string_becomes_one_sentence() -> None:
    kept = distinct(
        [
            new_memory("User's name is Alex."),
            new_memory(
                "User's name is Alex. User's name is Alex. User mentioned their name is Alex."
            ),
            new_memory("User's name is alex"),
        ]
    )

    assert [one.content for one in kept] == ["User's name is alex"]


def test_the_more_important_wording_is_kept_and_on_a_tie_the_shorter() -> None:
    long, short = new_memory("They live in Seattle now"), new_memory("Lives in Seattle")

    assert is_better(short, long)
    assert not is_better(long, short)
    assert is_better(new_memory("They live in Seattle now", importance=0.8), short)


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("They like cats.", "They like cat."),
        ("Their mum has an operation.", "Their mum has operation."),
        ("对方的猫叫咪咪", "对方猫叫咪咪"),
    ],
)
def test_of_wordings_that_differ_by_a_small_word_the_whole_one_is_kept(
    whole: str, short: str
) -> None:
    assert is_better(new_memory(whole), new_memory(short))
    assert not is_better(new_memory(short), new_memory(whole))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lives in Seattle", "Lives in New York"),
        ("Likes coffee", "Does not like coffee"),
        ("Has 2 cats", "Has 3 cats"),
        ("Has two cats", "Has three cats"),
        ("喜欢吃辣", "不喜欢吃辣"),
        ("住在上海", "住在北京"),
        ("Has an interview at Google on Friday", "Has an interview at Meta on Friday"),
        ("Moved to Seattle", "Moved from Seattle"),
        ("Works at Google", "Worked at Google"),
        ("They have a sister", "They have sisters"),
        ("Has cats", "Has a cat"),
        ("对方要换工作", "对方换了工作"),
        ("对方去过日本", "对方去日本"),
        ("对方为了家人工作", "对方为家人工作"),
    ],
)
def test_different_facts_stay_apart(one: str, other: str) -> None:
    assert not is_same(memory(one), new_memory(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The user's dog is called Rex.", "Their dog is called Rex"),
        ("用户住在上海。", "住在上海"),
        ("Likes hiking", "likes HIKING!"),
        ("Their mum has operation.", "Their mum has an operation."),
        ("Has operation", "They have an operation"),
        ("They like cat.", "They like cats."),
        ("Plays the piano", "They play piano"),
        ("Is afraid of dogs", "Afraid of a dog"),
        ("Likes the city", "Likes cities"),
        ("对方养了一只猫", "对方养一只猫"),
        ("对方喜欢红色的衣服", "对方喜欢红色衣服"),
        ("对方换工作了。", "对方换了工作"),
        ("对方的猫叫咪咪", "对方猫叫咪咪"),
    ],
)
def test_one_fact_said_twice_is_one(one: str, other: str) -> None:
    assert is_same(memory(one), new_memory(other))


def test_people_and_type_have_to_agree() -> None:
    anna = memory("The sister is a doctor", type="relationship", people=("Anna",))

    assert is_same(anna, new_memory("Sister is a doctor", type="relationship", people=("anna",)))
    assert not is_same(anna, new_memory("Sister is a doctor", type="relationship", people=("Li",)))
    assert not is_same(anna, new_memory("Sister is a doctor", type="identity", people=("Anna",)))


@given(texts, texts)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert is_same(new_memory(one), new_memory(other)) == is_same(
        new_memory(other), new_memory(one)
    )


@given(st.lists(st.tuples(texts, st.sampled_from([0.3, 0.5, 0.9])), max_size=6))
def test_merging_twice_changes_nothing(told: list[tuple[str, float]]) -> None:
    once = distinct(new_memory(content, importance=importance) for content, importance in told)

    assert distinct(once) == once


def test_the_fingerprint_ignores_how_a_text_is_written() -> None:
    assert content_hash("Name is  Alex.") == content_hash("name is \uff41lex")
    assert content_hash("Name is Alex") != content_hash("Name is Alexa")
