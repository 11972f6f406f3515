"""The built-in embedder: words, word pairs and pieces of words, hashed into 768 numbers."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from langchain_core.embeddings import Embeddings

from tools.models.spread import spread
from tools.models.table import VECTOR_LENGTH

VERSION = 2
"""Part of the vector space's name: vectors of two versions do not compare."""

WORD, PAIR, PIECE = 1.0, 0.5, 0.25
"""What a whole word, two neighbours and a piece of a word weigh."""

FREQUENT = 0.15
"""What is left of the weight of words that say little."""

PIECE_LENGTHS = (3, 4)
"""Characters in a piece of a word, its edges counted."""

KEPT_WORDS = 50_000
"""So many words keep their hashes in memory, about 30 megabytes at most."""

WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
"""Runs of characters that are written without spaces."""

SPACED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""Words between spaces."""

BASE = re.compile(r"(?=.*[aeiouy])..[^e]$")
"""What may be left without an ending: three letters, a vowel among them, no `e` at the end."""

FREQUENT_WORDS = frozenset(
    """
    a about all also am an and any are as at be been but by can could did do does doing for from get
    go got had has have he her him his how i if in is it its just like me my no not now of on or our
    out really she so some than that the their them then there they this to up us very was we were
    what when where which who why will with would yes you your i'm i've i'll it's don't didn't
    that's you're
    """.split()  # noqa: SIM905 - a hundred words are read more easily than a hundred strings
)
FREQUENT_CHARACTERS = frozenset("的了是我你他她它们在有和就不也都很吗呢吧啊呀这那个一")

Feature = tuple[int, float]
"""A place in the vector, and the signed weight that is added there."""


class LexicalEmbeddings(Embeddings):
    """Compares texts by the words they share. Equal on every machine and in every process."""

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one text."""
        return self._vector(text).tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text, of length one."""
        return [self.embed_query(text) for text in texts]

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of one text; quick enough to need no thread."""
        return self.embed_query(text)

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text; quick enough to need no thread."""
        return self.embed_documents(texts)

    @staticmethod
    def _vector(text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        counts = Counter(_features(text))
        places = np.fromiter((place for place, _ in counts), dtype=np.intp, count=len(counts))
        weights = np.fromiter((weight for _, weight in counts), dtype=float, count=len(counts))
        often = np.fromiter(counts.values(), dtype=float, count=len(counts))
        vector = np.bincount(places, weights * (1 + np.log(often)), minlength=VECTOR_LENGTH)
        length = np.linalg.norm(vector)
        return spread(vector / length if length else _vector_of_nothing())


def _vector_of_nothing() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    vector = np.zeros(VECTOR_LENGTH)
    vector[0] = 1.0
    return vector


def _features(text: str) -> list[Feature]:
    text = unicodedata.normalize("NFKC", text).casefold()
    found: list[Feature] = []
    stems = []
    for word in SPACED.findall(WIDE.sub(" ", text)):
        features, stem = _word(word)
        found += features
        stems.append(stem)
    found += [_pair(first, second) for first, second in pairwise(stems)]
    for run in WIDE.findall(text):
        found += map(_wide_character, run)
        found += [_wide_pair(first, second) for first, second in pairwise(run)]
    return found or [_feature(f"?{text.strip()}", WORD)]


def forget_words() -> None:
    """Let go of the words that were read."""
    for kept in (_word, _pair, _wide_character, _wide_pair):
        kept.cache_clear()


@lru_cache(KEPT_WORDS)
def _word(word: str) -> tuple[tuple[Feature, ...], str]:
    """Return the features of one word by itself, and its stem."""
    frequent = word in FREQUENT_WORDS
    stem = word if frequent else stem_english(word)
    features = [_feature(f"w{stem}", WORD * FREQUENT if frequent else WORD)]
    if not frequent:
        edged = f"<{stem}>"
        features += [
            _feature(f"p{edged[at : at + length]}", PIECE)
            for length in PIECE_LENGTHS
            for at in range(len(edged) - length + 1)
        ]
    return tuple(features), stem


@lru_cache(KEPT_WORDS)
def _pair(first: str, second: str) -> Feature:
    frequent = first in FREQUENT_WORDS or second in FREQUENT_WORDS
    return _feature(f"b{first} {second}", PAIR * FREQUENT if frequent else PAIR)


@lru_cache(KEPT_WORDS)
def _wide_character(character: str) -> Feature:
    return _feature(f"c{character}", PAIR * FREQUENT if character in FREQUENT_CHARACTERS else PAIR)


@lru_cache(KEPT_WORDS)
def _wide_pair(first: str, second: str) -> Feature:
    frequent = first in FREQUENT_CHARACTERS or second in FREQUENT_CHARACTERS
    return _feature(f"d{first}{second}", WORD * FREQUENT if frequent else WORD)


def _feature(name: str, weight: float) -> Feature:
    hashed = crc32(name.encode("utf-8", "surrogatepass"))
    return (hashed >> 1) % VECTOR_LENGTH, weight if hashed & 1 else -weight


def stem_english(word: str) -> str:
    """Return a word without its commonest English endings: interviews, interviewing → interview."""
    stem = word.removesuffix("'s").removesuffix("’s")
    if len(stem) > 4 and stem.endswith("ies"):
        return f"{stem[:-3]}y"
    if len(stem) > 3 and stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    for ending in ("ing", "ed"):
        base = stem.removesuffix(ending)
        if base != stem and BASE.search(base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            stem = base[:-1] if doubled else base
            break
    return stem[:-1] if len(stem) > 3 and stem.endswith("e") else stem
