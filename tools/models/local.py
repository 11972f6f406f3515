"""Embed on this machine, through fastembed: no key is needed, and no word leaves the house."""

import asyncio
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from tools.models.errors import ModelUnavailable, UnknownModel
from tools.models.table import VECTOR_LENGTH

PROVIDER = "fastembed"
"""What stands before the colon of a model that runs here; the name of the package, too."""

INSTALL = '.venv/bin/pip install -e ".[local]"'
"""Adds the optional package, in the folder of this program."""

TEXTS_AT_ONCE = 8
"""Texts computed in one go. Whoever asks for one text waits for no more than one such go of others,
and eight texts of a thousand tokens take half a gigabyte while they are computed."""


def is_installed() -> bool:
    """Tell whether the optional package is there."""
    return find_spec(PROVIDER) is not None


class TextModel(Protocol):
    """What fastembed's models can do."""

    def embed(self, documents: list[str]) -> Iterable[Any]:
        """Return one vector a text."""
        ...


class LocalEmbeddings(Embeddings):
    """Embeds in threads, a few texts at a time and one caller after the other.

    A model's shorter vectors are filled up with zeros, which changes no likeness between them.
    """

    def __init__(self, model: TextModel) -> None:
        self._model = model
        self._turn = asyncio.Lock()

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one text."""
        return self.embed_documents([text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text, of 768 numbers."""
        return [_filled_up(vector) for vector in self._model.embed(texts)]

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of one text, off the event loop."""
        return (await self.aembed_documents([text]))[0]

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text, off the event loop."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            async with self._turn:
                some = texts[start : start + TEXTS_AT_ONCE]
                vectors += await asyncio.to_thread(self.embed_documents, some)
        return vectors


class Unloaded(Embeddings):
    """Stands for a model that could not be loaded, until the next start.

    To try again takes the library many seconds each time, and somebody would wait for them.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def embed_query(self, text: str) -> list[float]:
        """Fail at once.

        Raises:
            ModelUnavailable: always.
        """
        raise ModelUnavailable(self._reason)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Fail at once.

        Raises:
            ModelUnavailable: always.
        """
        raise ModelUnavailable(self._reason)


def build_local(name: str, *, folder: Path | None, options: Mapping[str, Any]) -> Embeddings:
    """Return a model of fastembed's list; the first time it fetches the weights, once.

    Args:
        name: as fastembed lists it, like `jinaai/jina-embeddings-v2-base-zh`.
        folder: where the weights are kept; None leaves that to the library.
        options: what else its `TextEmbedding` is built with.

    Raises:
        UnknownModel: the package is not installed, has no such model, or one of longer vectors.
    """
    try:
        text_embedding: Any = import_module(PROVIDER).TextEmbedding
    except ImportError as error:
        raise UnknownModel(f"{PROVIDER}:{name} needs an optional package: {INSTALL}") from error
    _require_fitting(name, text_embedding)
    kept_in = {} if folder is None else {"cache_dir": str(folder)}
    try:
        return LocalEmbeddings(text_embedding(name, **(kept_in | dict(options))))
    except Exception as error:  # noqa: BLE001 - the library raises whatever its own libraries do
        return Unloaded(
            f"{PROVIDER}:{name} cannot be loaded ({type(error).__name__}); its weights are fetched "
            "once, over the network, when the program starts"
        )


def _require_fitting(name: str, text_embedding: Any) -> None:
    try:
        length = text_embedding.get_embedding_size(name)
    except ValueError as error:
        raise UnknownModel(f"{PROVIDER}:{name}: fastembed has no such model") from error
    if length > VECTOR_LENGTH:
        raise UnknownModel(
            f"{PROVIDER}:{name} makes vectors of {length} numbers; {VECTOR_LENGTH} fit"
        )


def _filled_up(vector: Any) -> list[float]:
    numbers = np.asarray(vector, dtype=np.float32)
    filled: list[float] = np.pad(numbers, (0, VECTOR_LENGTH - len(numbers))).tolist()
    return filled
