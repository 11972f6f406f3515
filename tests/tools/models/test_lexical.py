"""The built-in embedder."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.models.lexical import LexicalEmbeddings, stem_english

embedder = LexicalEmbeddings()


def alike(first: str, second: str) -> float:
    return float(np.dot(embedder.embed_query(first), embedder.embed_query(second)))


@pytest.mark.parametrize(
    ("question", "meant", "other"),
    [
        ("How was your interview?", "I had two interviews on Friday", "My cat is ill"),
        ("where does my sister live", "My sister lives in Porto", "I live with my brother"),
        ("running in the park", "I ran through parks and like to run", "baking bread at home"),
        ("我的面试怎么样", "我星期五有一个面试", "我的猫生病了"),
        ("妹妹住在哪里", "我妹妹住在波尔图", "我喜欢喝咖啡"),
        ("interveiw nerves", "nervous before the interview", "nice weather today"),
        ("去 Berlin 的事", "Mia moved to Berlin", "Mia likes tea"),
    ],
)
def test_a_question_is_nearer_to_what_it_is_about(question: str, meant: str, other: str) -> None:
    assert alike(question, meant) > alike(question, other) + 0.05


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("interview interviews interviewing interviewed", "interview"),
        ("run runs running", "run"),
        ("city cities", "city"),
        ("move moves moved moving", "mov"),
        ("sister sister's sisters", "sister"),
        ("call calls called calling", "call"),
        ("red bring string speed", None),
    ],
)
def test_english_endings_fall_off(words: str, stem: str | None) -> None:
    for word in words.split():
        assert stem_english(word) == (stem or word)


@given(st.text(max_size=200))
def test_every_text_has_a_vector_of_length_one(text: str) -> None:
    vector = embedder.embed_query(text)
    assert len(vector) == 768
    assert np.linalg.norm(vector) == pytest.approx(1.0)


def test_vectors_are_the_same_in_every_process() -> None:
    text = "My sister lives in Porto. 我妹妹住在波尔图。"
    script = (
        "from tools.models.lexical import LexicalEmbeddings as E;"
        f"print(repr(E().embed_query({text!r})))"
    )
    command = [sys.executable, "-W", "ignore", "-c", script]
    other = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert other.stdout.strip() == repr(embedder.embed_query(text))


async def test_asking_for_many_is_the_same_as_asking_one_by_one() -> None:
    texts = ["one", "two"]
    rows = [await embedder.aembed_query(text) for text in texts]
    assert await embedder.aembed_documents(texts) == rows
