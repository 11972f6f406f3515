"""Copies of a private text."""

import base64
from codecs import encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.guardrails.canary import ALPHABET, LETTERS, canary
from tools.guardrails.check_reply import check_reply
from tools.guardrails.leak import (
    CHAIN_WEIGHT,
    LEAK_WEIGHT,
    WORD_WEIGHT,
    LeakListener,
    prepared,
    prepared_canary,
)

ANN = UUID(int=7)
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
MARK = canary(b"a key", ANN, None, NOON)
SECRET = "Listen first and answer what they said before anything else of your own comes up tonight."

FEWEST = -(-CHAIN_WEIGHT // WORD_WEIGHT)
"""Words of a run that another may go on from."""

words = st.lists(st.sampled_from(["ab", "bc", "ca"]), max_size=40)


def longest_run(secret: list[str], said: list[str]) -> int:
    """The longest end of what was said that the secret holds, the slow and certain way.

    It may be made of several runs: each but the last must be heavy enough to count on.
    """
    turned = [word[::-1] for word in secret]
    rot13 = [encode(word, "rot13") for word in secret]
    runs = {
        tuple(way[i:j])
        for way in (secret, secret[::-1], turned, turned[::-1], rot13)
        for i in range(len(way))
        for j in range(i + 1, len(way) + 1)
    }

    def chained(end: int, *, least: int) -> int:
        starts = (at for at in range(end - least + 1) if tuple(said[at:end]) in runs)
        return max((end - at + chained(at, least=FEWEST) for at in starts), default=0)

    return chained(len(said), least=1)


@given(words, words)
def test_the_run_is_the_longest_there_is(secret: list[str], said: list[str]) -> None:
    listener = LeakListener(prepared(" ".join(secret)))
    for count, word in enumerate(said, 1):
        leaked = listener.hear(word)
        expected = longest_run(secret, said[:count])
        assert listener.run == expected
        assert leaked == (expected * WORD_WEIGHT >= LEAK_WEIGHT)


def test_sentences_in_another_order_are_a_copy_and_short_runs_apart_are_none() -> None:
    secret = "you speak as somebody warm. never give advice unasked. ask one thing at most."
    turned = "ask one thing at most. never give advice unasked."
    apart = "as somebody who cooks I never give up, so ask one friend to taste it at most"
    assert check_reply(turned, secret=secret)
    assert check_reply(apart, secret=secret) is None


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "shouted": str.upper,
    "bold": lambda text: " ".join(f"**{word}**" for word in text.split()),
    "hyphens": lambda text: "-".join(text.split()),
    "underscores": lambda text: "_".join(text.split()),
    "a word a line": lambda text: "\n".join(text.split()),
    "numbered": lambda text: "\n".join(f"{n}. {w}" for n, w in enumerate(text.split(), 1)),
    "spelled": lambda text: " ".join(text),
    "spelled with dots": lambda text: ".".join(text),
    "no spaces": lambda text: "".join(text.split()),
    "camels": lambda text: "".join(map(str.capitalize, text.split())),
    "leet": lambda text: text.translate(str.maketrans("eoas", "3045")),
    "invisible": lambda text: "\u200b".join(text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in text),
    "reversed": lambda text: text[::-1],
    "words reversed": lambda text: " ".join(text.split()[::-1]),
    "rot13": lambda text: encode(text, "rot13"),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, spaced": lambda text: text.encode().hex(" "),
    "percent": lambda text: text.replace(" ", "%20"),
    "code": lambda text: f"```\n{text}\n```",
    "a link": lambda text: f"https://example.org/see?q={'+'.join(text.split())}",
    "an image": lambda text: f"![]({'-'.join(text.split())})",
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_is_known_in_its_disguise(disguise: str) -> None:
    assert check_reply(f"Sure, here: {DISGUISES[disguise](SECRET)}", secret=SECRET)


@pytest.mark.parametrize(
    "disguise", ["as it is", "shouted", "spelled", "reversed", "rot13", "base64", "hexadecimal"]
)
def test_a_canary_is_a_leak_by_itself(disguise: str) -> None:
    assert check_reply(f"It says {DISGUISES[disguise](MARK)}.", secret="", canary=MARK)


def test_a_few_letters_of_a_canary_are_enough() -> None:
    assert check_reply(f"It begins with {MARK[4:12]}", secret="", canary=MARK)
    assert check_reply("It begins with q, x or z, 12 pm.", secret="", canary=MARK) is None
    assert not any(LeakListener(prepared_canary(MARK)).hear(word) for word in ("hmm", "pst", "tv"))


def test_a_canary_holds_for_a_person_a_companion_and_a_day() -> None:
    other = (
        canary(b"a key", UUID(int=8), None, NOON),
        canary(b"a key", ANN, "moss", NOON),
        canary(b"a key", ANN, None, NOON + timedelta(days=1)),
        canary(b"another", ANN, None, NOON),
    )
    assert len({MARK, *other}) == 5
    assert canary(b"a key", ANN, None, NOON + timedelta(hours=11)) == MARK
    assert len(MARK) == LETTERS
    assert set(MARK) <= set(ALPHABET)
