"""Take out of a stranger's text what tries to rule instead of to tell."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tools.guardrails.judge_input import HARDEN, evidence
from tools.models.tokens import estimate_tokens
from tools.text.clean import clean
from tools.text.hidden import hidden_text
from tools.text.normalise import normalise
from tools.text.phrases import PhraseBook, phrase_book
from tools.text.sentences import SentenceStream, sentences_of
from tools.text.words import words_of

CHARACTERS_READ = 20_000
"""What is looked at of one text; more would not fit any prompt."""

PIECE_CHARACTERS = 24
"""A sentence up to this long may be a piece of an order that was cut up."""

CONTEXT_CHARACTERS = 120
"""What is looked at before each sentence: room for an order in a few short pieces."""


@dataclass(frozen=True, kw_only=True)
class Sifted:
    """What is left of a text, and what became of the rest."""

    text: str
    left_out: tuple[str, ...] = ()
    """The names of the rules that sentences were left out for."""
    shortened: bool = False
    """True when the end did not fit."""


def sift(text: str, *, tokens: int) -> Sifted:
    """Return a text without the sentences that try to rewrite the rules, as far as it fits.

    Each sentence is judged alone and together with what stands before it, so that an order does
    not pass in pieces. The text ends with a whole sentence.

    Args:
        text: whatever a stranger wrote, its macros filled in.
        tokens: the room for it.
    """
    stream = SentenceStream()
    sentences = [*stream.push(visible(text[:CHARACTERS_READ])), stream.finish()]
    shortened = len(text) > CHARACTERS_READ
    first = "".join(_fitting(sentences, tokens))
    if not _evidence(first) and not _rewritten(first):
        return Sifted(text=first.strip(), shortened=shortened or len(first) < _length(sentences))
    kept, reasons = "", list[str]()
    for sentence in sentences:
        found = offences(sentence) or _together(kept[-CONTEXT_CHARACTERS:], sentence)
        if found:
            reasons += found
            continue
        if estimate_tokens(kept + sentence) > tokens:
            shortened = True
            break
        kept += sentence
    return Sifted(text=kept.strip(), left_out=tuple(dict.fromkeys(reasons)), shortened=shortened)


def _fitting(sentences: Sequence[str], tokens: int) -> Iterator[str]:
    told = ""
    for sentence in sentences:
        told += sentence
        if estimate_tokens(told) > tokens:
            return
        yield sentence


def _length(sentences: Sequence[str]) -> int:
    return sum(map(len, sentences))


def offences(text: str) -> tuple[str, ...]:
    """Return the rules that a text breaks: the guard's when they weigh enough, and our own."""
    found = _evidence(text)
    return (*(found if sum(found.values()) >= HARDEN else ()), *_rewritten(text))


def _together(before: str, sentence: str) -> tuple[str, ...]:
    """Return the rules that only two texts together break."""
    if not before or not sentence.strip():
        return ()
    joined = f"{before} {sentence}"
    found = _evidence(joined)
    apart = _evidence(before).keys() | _evidence(sentence).keys() if found else set[str]()
    new = {name: weight for name, weight in found.items() if name not in apart}
    broken = tuple(new) if sum(new.values()) >= HARDEN else ()
    return (*broken, *_rewritten(_pieces(before, sentence)))


def _evidence(text: str) -> dict[str, float]:
    """Return the guard's rules that a text breaks, whatever the model makes of it.

    The model knows messages: "You are Pilar, who keeps bees" is how cards tell, and how nobody
    talks, and an order among sentences of a sketch is one all the same.
    """
    return evidence(text, rules_alone=True)


def _pieces(before: str, sentence: str) -> str:
    """Return a sentence and the short ones before it; long ones have a meaning of their own."""
    run = list[str]()
    for piece in reversed([*sentences_of(before), sentence]):
        if len(piece.strip()) > PIECE_CHARACTERS:
            break
        run.append(piece)
    return " ".join(reversed(run)) if len(run) > 1 else ""


def _rewritten(text: str) -> tuple[str, ...]:
    return tuple(match.rule.name for match in _rewrites().matches(words_of(normalise(text))))


def visible(text: str) -> str:
    """Return a text without what people do not see and models do."""
    if text.isascii():
        return clean(text)
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return clean(shown) if not hidden_text(shown) else ""


@cache
def _rewrites() -> PhraseBook:
    return phrase_book("tools.persona", "rewrites.toml")
