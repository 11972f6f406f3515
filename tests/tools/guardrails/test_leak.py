"""Copies of a secret text."""

from hypothesis import given
from hypothesis import strategies as st

from tools.guardrails.leak import LEAK_WEIGHT, WORD_WEIGHT, LeakListener, Secret

words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=40)


def longest_run(secret: list[str], said: list[str]) -> int:
    """The longest end of what was said that the secret holds, the slow and certain way."""
    runs = {tuple(secret[i:j]) for i in range(len(secret)) for j in range(i + 1, len(secret) + 1)}
    fitting = (len(said) - at for at in range(len(said)) if tuple(said[at:]) in runs)
    return max(fitting, default=0)


@given(words, words)
def test_the_run_is_the_longest_there_is(secret: list[str], said: list[str]) -> None:
    listener = LeakListener(Secret(" ".join(secret)))
    for count, word in enumerate(said, 1):
        leaked = listener.hear(word)
        expected = longest_run(secret, said[:count])
        assert listener.run == expected
        assert leaked == (expected * WORD_WEIGHT >= LEAK_WEIGHT)


def test_a_canary_is_a_leak_by_itself() -> None:
    listener = LeakListener(Secret("be kind, marker 7f3a9c1e55d2, and 2024 is fine"))
    assert not listener.hear("2024")
    assert listener.hear("7f3a9c1e55d2")
