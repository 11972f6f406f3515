"""The lines that care learns from, as the model meets them."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from tests.benchmarks.care_sets import everyday_lines, later_lines, own_lines, voice_lines
from tools.care.clauses import clauses
from tools.care.crisis import LEVELS, rules
from tools.care.crisis_level import CrisisLevel
from tools.care.learned import FEWEST_WORDS, Pieces, is_chinese, pieces_of
from tools.text.alternatives import one_spelling
from tools.text.words import words_of

GRAMMAR = Path(__file__).with_name("care_grammar")

MADE_EACH = 60
"""Sentences made of each pattern; fewer where it does not give so many."""

DANGER = frozenset({"explicit", "plan", "method", "self_harm", "indirect"})

JOKES = frozenset({"hyperbole"})

SOUNDS_NEAR = frozenset({"near", "pet", "sad", "other", "fiction", "past"})

SOURCES = frozenset({"goemotions_train", "cped_zh_valid"})

LINE_COUNTS = {"danger": 4.0, "harmless": 4.0, "made": 0.2, "everyday": 1.0}
"""What a line counts in training: everyday talk is the most by far."""


@dataclass(frozen=True)
class Example:
    """One line to learn from."""

    pieces: Pieces
    kind: str
    counts: float
    group: int
    """Lines of one group are held out together."""
    chinese: bool


def made_lines() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the pattern and the sentences that the grammar makes, always the same."""
    dice = random.Random(1)  # noqa: S311 - the same lines every time
    for path in sorted(GRAMMAR.glob("*.toml")):
        for section in tomllib.loads(path.read_text("utf-8")).values():
            for kind, patterns in section.items():
                for pattern in patterns.strip().splitlines():
                    made = {one_spelling(pattern, dice.randrange) for _ in range(MADE_EACH)}
                    for text in sorted(made):
                        yield kind, pattern, text.replace(" ", "") if "zh" in path.stem else text


def examples(data: Path) -> Iterator[Example]:
    """Yield every line that may be trained on."""
    for line in [*own_lines(), *later_lines(), *voice_lines()]:
        counts = LINE_COUNTS["danger" if line.kind in DANGER else "harmless"]
        yield from _examples(line.text, line.kind, counts, line.text)
    for kind, pattern, text in made_lines():
        yield from _examples(text, kind, LINE_COUNTS["made"], pattern)
    for line in everyday_lines(data):
        if line.kind in SOURCES and line.half == "open" and not is_ruled(line.text):
            yield from _examples(line.text, "everyday", LINE_COUNTS["everyday"], line.text)


def is_ruled(text: str) -> bool:
    """Say whether the rules see danger: an everyday line of theirs teaches and measures nothing."""
    kinds = {match.rule.name.partition(".")[0] for match in rules().matches(words_of(text))}
    return any(LEVELS.get(kind, CrisisLevel.NONE) >= CrisisLevel.IDEATION for kind in kinds)


def _examples(text: str, kind: str, counts: float, group: str) -> Iterator[Example]:
    """Yield a line as the model meets it: all of it, or of a harmless one each sentence as well."""
    parts = clauses(text)
    for words in parts[:1] if kind in DANGER else parts:
        pieces, chinese = pieces_of(words), is_chinese(words)
        if len(words) >= FEWEST_WORDS[chinese] or kind in DANGER:
            yield Example(pieces, kind, counts, crc32(group.encode()), chinese)
