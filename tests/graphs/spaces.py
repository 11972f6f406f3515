"""Two embedders whose vectors have nothing to do with each other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from psycopg import AsyncConnection

from nodes.services import SpendingSink
from storage.database import Database
from storage.records import Vector
from tests.fakes import FakeModels, embedding
from tools.models.errors import EmbeddingUnavailable

OLD, NEW = "fake:words", "fake:other"


@dataclass(kw_only=True)
class Spaces(FakeModels):
    """Embedders whose spaces have nothing to do with each other."""

    before_each: Callable[[], Awaitable[None]] | None = None
    fails_from: int = 1_000_000
    """The number of the call that fails first."""
    asked: list[Sequence[str]] = field(default_factory=list)

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        if self.before_each is not None:
            await self.before_each()
        self.asked.append(texts)
        if len(self.asked) >= self.fails_from:
            raise EmbeddingUnavailable
        await super().embed(texts, spent=spent)
        return [vector_in(self.embedder, text) for text in texts]

    @property
    def texts(self) -> list[str]:
        """Everything that was embedded, one after the other."""
        return [text for batch in self.asked for text in batch]


def vector_in(embedder: str, text: str) -> Vector:
    """The vector of a text in the space of one embedder."""
    return np.roll(embedding(text), crc32(embedder.encode()) % 768)


async def spaces_of(database: Database, table: str) -> dict[str, str | None]:
    """Return the space of every text, once each vector was found to be of the space it names."""
    query = f"SELECT content, embedder, embedding::real[] FROM {table}"  # noqa: S608 - our tables
    async with await AsyncConnection.connect(database.url) as connection:
        rows = await (await connection.execute(query.encode())).fetchall()
    for content, embedder, vector in rows:
        if embedder in {OLD, NEW}:
            assert np.allclose(vector, vector_in(embedder, content), atol=1e-6), content
    return {content: embedder for content, embedder, _ in rows}
