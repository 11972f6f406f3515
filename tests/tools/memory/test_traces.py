import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.memory.caches import forget_texts
from tools.memory.likeness import plain, words
from tools.memory.traces import MARK, is_named, traces_of

DOG = traces_of(
    ["Their dog is called Pemberton", "Our dog is called Pemberton"], kept=["Lives in Oslo"]
).knowing([])
PUPPY = traces_of(["他们的狗叫豆豆", "我家的狗叫豆豆"], kept=["住在上海"]).knowing([])


@pytest.mark.parametrize(
    "text",
    [
        "Pemberton is ill.",
        "We took pemberton's lead.",
        "our dog is called that",
        "\uff30emberton!",
    ],
)
def test_a_name_in_any_form_or_the_fact_told_again_gives_it_away(text: str) -> None:
    assert DOG.out_of_words(text) == MARK


@pytest.mark.parametrize("text", ["豆豆今天病了。", "Our 豆豆 is ill.", "我家的狗叫豆豆呀"])
def test_a_name_gives_it_away_in_chinese_and_in_a_mixed_sentence(text: str) -> None:
    assert PUPPY.out_of_words(text) == MARK


@pytest.mark.parametrize(
    "text",
    ["I saw a dog.", "He called me on Monday.", "Oslo is cold.", "", "...", "我想养只猫。", "Pemb"],
)
def test_what_merely_shares_a_word_stays(text: str) -> None:
    assert DOG.out_of_words(text) == text
    assert PUPPY.out_of_words(text) == text


def test_only_the_sentence_is_taken_out() -> None:
    assert DOG.out_of_words("A long day. Pemberton barked. And barked, Pemberton. Then soup.") == (
        "A long day. […] Then soup."
    )
    assert PUPPY.out_of_words("今天好累。豆豆不听话！晚上喝汤。") == "今天好累。[…]晚上喝汤。"
    assert DOG.out_of_notes("Pemberton barked. Then soup.", mark="") == "Then soup."


def test_what_is_remembered_otherwise_gives_nothing_away() -> None:
    kept = ["Ana works at Tencent", "Their sister Ana lives in Oslo"]
    traces = traces_of(["Ana plays the cello"], names=["Ana"], kept=kept)
    assert traces.out_of_words("My sister Ana lives in Oslo.") == "My sister Ana lives in Oslo."
    assert traces.out_of_words("Ana plays the cello a lot.") == MARK


def test_the_companion_is_given_away_by_words_the_person_said_nowhere_else() -> None:
    traces = traces_of(["Is allergic to hazelnuts", "hazelnuts make me ill"])
    reply = "No hazelnuts then! How allergic are you?"
    assert traces.knowing(["allerg", "ill"]).out_of_notes("Ill? Rest well.") == "Ill? Rest well."
    assert traces.knowing([]).out_of_notes(reply) == MARK


def test_numbers_and_addresses_give_away() -> None:
    traces = traces_of(["Their number is 0171 234 5678", "Their address is ana@post.example"])
    assert traces.out_of_words("Call 0171 234 5678 later.") == MARK
    assert traces.out_of_words("ana@post.example, still") == MARK


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_telling_name_is_left(name: str, text: str) -> None:
    traces = traces_of([f"They know {name}"], names=[name])
    left = plain(traces.out_of_words(text + name))
    assert not any(is_named(one, left) for one in traces.names)


def test_texts_that_were_read_are_let_go() -> None:
    words("Pemberton barks")
    forget_texts()
    assert words.cache_info().currsize == 0
