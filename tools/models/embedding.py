"""Embed texts with one model, and remember the latest vectors."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from storage.records import Vector
from tools.models.cleaning import clean_text
from tools.models.costs import Meter
from tools.models.errors import EmbeddingUnavailable
from tools.models.failures import translate
from tools.models.table import VECTOR_LENGTH
from tools.models.tokens import estimate_tokens

KEPT_VECTORS = 1_024
"""So many texts are remembered, in three megabytes."""

BATCH = 100
"""Texts that Gemini takes in one request; more are sent one hundred after the other."""

BLANK = "-"
"""Stands for a text without any character, which providers refuse."""


class VectorMemory:
    """The vectors of the texts that were asked for last."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    def known(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those texts that are remembered."""
        found = {text: self._vectors[text] for text in texts if text in self._vectors}
        for text in found:
            self._vectors.move_to_end(text)
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Remember vectors, and forget those that were not asked for in the longest time."""
        self._vectors.update(vectors)
        while len(self._vectors) > KEPT_VECTORS:
            self._vectors.popitem(last=False)


def embeddable(text: str, *, window: int) -> str:
    """Return what is sent for a text: its beginning, when it has more tokens than `window`."""
    sent = clean_text(text).strip() or BLANK
    tokens = estimate_tokens(sent)
    return sent if tokens <= window else sent[: len(sent) * window // tokens]


async def embed_texts(
    model: Embeddings, texts: Sequence[str], *, seconds: float, meter: Meter
) -> dict[str, Vector]:
    """Return a vector of length one for each text; nobody can write to it, since others share it.

    Raises:
        EmbeddingUnavailable: the model failed, took longer than `seconds` for every hundred texts,
            or sent something else.
    """
    meter.billed = True
    try:
        async with asyncio.timeout(seconds * math.ceil(len(texts) / BATCH)):
            rows = await model.aembed_documents(list(texts))
        matrix = np.asarray(rows, dtype=np.float32)
    except Exception as error:
        meter.billed = isinstance(error, TimeoutError)
        raise EmbeddingUnavailable(str(translate(error, meter.model))) from error
    if matrix.shape != (len(texts), VECTOR_LENGTH):
        raise EmbeddingUnavailable(
            f"{meter.model} sent vectors of the form {matrix.shape} for {len(texts)} texts; "
            f"{VECTOR_LENGTH} numbers a text are needed"
        )
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not np.all(np.isfinite(lengths)) or not np.all(lengths):
        raise EmbeddingUnavailable(f"{meter.model} sent a vector without a direction")
    matrix /= lengths
    matrix.setflags(write=False)
    return dict(zip(texts, matrix, strict=True))
