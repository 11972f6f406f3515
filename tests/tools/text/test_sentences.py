"""Sentences of streamed text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.text.sentences import SentenceStream, sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hi Mr. Smith. It costs 3.5 euros!", ["Hi Mr. Smith.", "It costs 3.5 euros!"]),
        ("I said no. Then we left.", ["I said no.", "Then we left."]),
        ('"Really?" he asked... Yes.', ['"Really?"', "he asked...", "Yes."]),
        ("你好！今天怎么样？嗯……好吧。", ["你好！", "今天怎么样？", "嗯……", "好吧。"]),
        ("“走吧。”她说。", ["“走吧。”", "她说。"]),
        ("one\ntwo", ["one", "two"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@given(st.lists(st.text(alphabet='ab .!?。！\n"”', max_size=6)))
def test_the_pieces_make_no_difference(pieces: list[str]) -> None:
    stream = SentenceStream()
    said = [sentence for piece in pieces for sentence in stream.push(piece)]
    said.append(stream.finish())
    assert "".join(said) == "".join(pieces)
    assert [sentence.strip() for sentence in said if sentence.strip()] == sentences_of(
        "".join(pieces)
    )


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    stream = SentenceStream()
    assert stream.push("I see. Tell") == ["I see."]


@pytest.mark.parametrize("text", ["." * 100_000, "!?" * 50_000, '."' * 50_000, "a.b" * 33_000])
def test_a_hundred_kilobytes_take_no_time(text: str) -> None:
    begin = time.process_time()
    sentences_of(text)
    assert time.process_time() - begin < 2
