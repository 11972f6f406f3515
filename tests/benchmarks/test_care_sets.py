"""The lines that care learns from and is measured on."""

from collections import Counter

from tests.benchmarks.care_examples import DANGER, JOKES, SOUNDS_NEAR
from tests.benchmarks.care_sets import later_lines, voice_lines

KNOWN = {*DANGER, *JOKES, *SOUNDS_NEAR, "ordinary"}

FEWEST = 500
"""Of each kind that is told apart, in each language."""


def test_every_line_of_many_hands_is_of_one_known_kind() -> None:
    lines = list(voice_lines())
    assert {line.kind for line in lines} <= KNOWN
    kinds: dict[str, set[bool]] = {}
    for line in lines:
        kinds.setdefault(line.text, set()).add(line.kind in DANGER)
    assert [text for text, danger in kinds.items() if len(danger) > 1] == []


def test_of_what_is_told_apart_there_is_much_in_both_languages() -> None:
    counts = Counter((line.language, line.kind) for line in voice_lines())
    for language in ("en", "zh"):
        assert min(counts[language, kind] for kind in DANGER | JOKES | {"near", "sad"}) >= FEWEST


def test_nothing_of_many_hands_stands_in_what_is_measured_apart() -> None:
    learned = {line.text for line in voice_lines()}
    measured = {line.text for half in ("fresh", "last") for line in later_lines(half)}
    assert not learned & measured
