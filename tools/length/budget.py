"""How long a reply should be, and from where on it ends at the next sentence. Arithmetic alone.

Sizes are in English words or Chinese characters, as `tools/length/size.py` counts them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from storage.records.person import ReplyMode
from tools.prompts.render import Language

MessageSort = Literal[
    "ping", "hello", "statement", "question", "steps", "letter", "distress", "at_length", "farewell"
]
"""What a person's message asks of the length of its answer.

A `ping` is a sign of life in the middle of a talk ("?", "在吗"), a `hello` one after a silence; a
`question` wants to know something, `steps` a list or a way to do it; `at_length` asked for a long
answer in so many words.
"""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The length of one reply."""

    least: int
    most: int
    """The range a model is asked for."""
    soft: int | None
    """About the size at which the reply is ended behind a sentence; None where it never is."""


@dataclass(frozen=True)
class _Shape:
    """How one sort of message is answered, at the natural mode."""

    share: float
    """Of the person's own length, as far as `followed` follows it."""
    floor: int
    """The soft limit to the shortest message of this sort."""
    stretches: bool = True
    """Whether a mode makes it shorter or longer."""


KNEE: Mapping[Language, int] = {"en": 60, "zh": 100}
"""A message up to so long is matched one to one; of what is longer, half: a letter of three
paragraphs is answered in two."""

CEILING: Mapping[Language, int] = {"en": 180, "zh": 300}
"""No message is followed further; three quarters of a printed page are no chat any more."""

FACTORS: Mapping[ReplyMode, float] = {"concise": 0.6, "natural": 1.0, "expansive": 1.8}
"""What a mode makes of a length."""

ASKED_FROM = 0.5
"""The least a model is asked for, as a share of the limit, which is the most."""

_SHAPES: Mapping[Language, Mapping[MessageSort, _Shape]] = {
    "en": {
        "ping": _Shape(share=0, floor=1, stretches=False),
        "hello": _Shape(share=0, floor=16),
        "statement": _Shape(share=1.0, floor=10),
        "question": _Shape(share=1.0, floor=60),
        "steps": _Shape(share=1.0, floor=150),
        "letter": _Shape(share=1.25, floor=60),
        "distress": _Shape(share=1.5, floor=80),
        "at_length": _Shape(share=1.0, floor=150),
        "farewell": _Shape(share=0, floor=3, stretches=False),
    },
    "zh": {
        "ping": _Shape(share=0, floor=1, stretches=False),
        "hello": _Shape(share=0, floor=25),
        "statement": _Shape(share=1.0, floor=15),
        "question": _Shape(share=1.0, floor=100),
        "steps": _Shape(share=1.0, floor=250),
        "letter": _Shape(share=1.25, floor=100),
        "distress": _Shape(share=1.5, floor=130),
        "at_length": _Shape(share=1.0, floor=250),
        "farewell": _Shape(share=0, floor=4, stretches=False),
    },
}

UNENDED = frozenset[MessageSort](("at_length",))
"""What is never ended from outside, because the person asked for all of it."""

NEVER_SHORTER = frozenset[MessageSort](("distress",))
"""What no mode makes shorter: somebody in distress gets what they need."""


def budget_for(size: int, *, sort: MessageSort, mode: ReplyMode, language: Language) -> Budget:
    """Return how long the answer to a message of `size` is; it never shrinks as a message grows."""
    shape = _SHAPES[language][sort]
    factor = FACTORS[mode] if shape.stretches else 1.0
    if sort in NEVER_SHORTER:
        factor = max(1.0, factor)
    limit = factor * max(shape.floor, shape.share * followed(size, language))
    soft = max(1, round(limit))
    return Budget(
        least=max(1, round(ASKED_FROM * limit)),
        most=max(2, soft),
        soft=None if sort in UNENDED else soft,
    )


def followed(size: int, language: Language) -> float:
    """Return how far a message of `size` is followed: wholly at first, by half beyond a knee."""
    knee = KNEE[language]
    return min(CEILING[language], min(size, knee) + max(0, size - knee) / 2)
