"""How much room each section of a prompt has, and what goes when it is too little."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from tools.models.tokens import estimate_tokens
from tools.text.sentences import SentenceStream

Section = Literal[
    "personality", "facts", "recent", "people", "lore", "memories", "window", "message"
]

BUDGETS: Mapping[Section, int] = MappingProxyType(
    {
        "personality": 2_100,
        "facts": 1_200,
        "recent": 500,
        "people": 300,
        "lore": 700,
        "memories": 700,
        "window": 1_500,
        "message": 6_000,
    }
)
"""Estimated tokens. A persona of the cast or a stranger's card is cut to its room where it is read:
1,600 at most with its stage and its fence, which nothing cuts here; the rest is for a
variant. The recalled lines are chosen for 320 of text, and the rest is their dates. A window of ten
usual messages has 300 to 500. The longest message the wire takes, 8,000 characters, fits whole.
"""

PROMPT_TOKENS = 15_000
"""No prompt is longer: all budgets, and 2,000 for the rules and the notes of one turn."""

ELLIPSIS = "…"

Measure = Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What had no room in a section, whole lines, sentences or messages."""

    section: Section
    pieces: int
    tokens: int


@dataclass(frozen=True)
class Fitted:
    """The text of a section, and what is not in it."""

    text: str
    left_out: tuple[LeftOut, ...] = ()


def left_out(section: Section, gone: Sequence[str]) -> tuple[LeftOut, ...]:
    """Return the note that some pieces had no room; none for no pieces."""
    if not gone:
        return ()
    tokens = sum(map(estimate_tokens, gone))
    return (LeftOut(section=section, pieces=len(gone), tokens=tokens),)


def fitting(lines: Iterable[str], room: int) -> tuple[list[str], list[str]]:
    """Return the lines that fit into some tokens, and those that do not, both in order.

    One that does not fit is passed over, and a shorter one after it may still come in.
    """
    kept, gone = list[str](), list[str]()
    for line in lines:
        cost = estimate_tokens(line)
        room -= cost if (fits := cost <= room) else 0
        (kept if fits else gone).append(line)
    return kept, gone


def shortened(text: str, room: int, measure: Measure = estimate_tokens) -> tuple[str, list[str]]:
    """Return the first sentences of a text that fit, and those that do not.

    A first sentence that has no room alone ends after a word, with an ellipsis.
    """
    if measure(text) <= room:
        return text, []
    pieces = sentences(text)
    count = _most(pieces, room, measure)
    if count:
        return "".join(pieces[:count]).rstrip(), pieces[count:]
    words = pieces[0].split(" ") if " " in pieces[0] else list(pieces[0])
    joint = " " if " " in pieces[0] else ""
    count = _most([f"{word}{joint}" for word in words], room - measure(ELLIPSIS), measure)
    return f"{joint.join(words[:count])}{ELLIPSIS}", [joint.join(words[count:]), *pieces[1:]]


def without_end(pieces: Sequence[str], room: int) -> tuple[list[str], list[str]]:
    """Return pieces without the last ones that fit into some tokens, and those."""
    count = len(pieces) - _most(pieces[::-1], room, estimate_tokens)
    return list(pieces[:count]), list(pieces[count:])


def sentences(text: str) -> list[str]:
    """Return the sentences of a text with the spaces between them; together they are the text."""
    stream = SentenceStream()
    return [piece for piece in (*stream.push(text), stream.finish()) if piece]


def _most(pieces: Sequence[str], room: int, measure: Measure) -> int:
    """Return how many pieces from the first on fit together."""
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if measure("".join(pieces[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return low
