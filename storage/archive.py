"""The whole of what was said, searched on demand and off the hot path.

By meaning through LangChain's PGVectorStore over the `messages` table, by words through our own
statement: that store's keyword half puts AND between all words of a question and ranks by their
places in the text, and our terms have no places. The two lists are fused by their ranks.

The store brings its own connections. Each of its transactions names the person in `_scope`, so that
row-level security holds there as it does everywhere; outside a search nobody is named, and nothing
is found.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_postgres import PGEngine, PGVectorStore
from psycopg import AsyncConnection
from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.open_for_a_block import OpenForABlock
from storage.recall import BM25_B, BM25_K1, TERMS_LIMIT
from storage.records import Found
from storage.rows import found_message_of, lexemes, quoted, scope_values
from storage.statements import statements

CONNECTIONS = 2
"""Connections that searches take at most; they are rare."""

FUSION_RANK = 60
"""How flat the fusion of the two lists is; the value of the paper on reciprocal rank fusion."""

_scope: ContextVar[UUID | None] = ContextVar("archive_scope", default=None)


class Archive(OpenForABlock):
    """The messages of one database, for searches.

    Args:
        database: where they are.
        embeddings: what turns a question into a vector.
        embedder: the name of that vector space; vectors of another one are not compared.
        terms_of: what turns a question into the terms that messages are indexed by.
    """

    def __init__(
        self,
        database: Database,
        *,
        embeddings: Embeddings,
        embedder: str,
        terms_of: Callable[[str], Sequence[str]],
    ) -> None:
        self._database = database
        self._embeddings = embeddings
        self._embedder = embedder
        self._terms_of = terms_of
        self._engine = _scoped_engine(database.url)
        self._store: PGVectorStore | None = None

    async def close(self) -> None:
        """Close the store's connections."""
        await self._engine.dispose()

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        """Return the messages of a person and a companion that fit a question, best first.

        Raises:
            DatabaseUnavailable: the database does not answer.
        """
        near = await self._near(person_id, agent_id, query, limit=limit)
        terms = lexemes(self._terms_of(query))[:TERMS_LIMIT]
        values = scope_values(person_id, agent_id) | {
            "terms": terms,
            "any_term": " | ".join(quoted(terms)),
            "near": list(near),
            "limit": limit,
            "rank": FUSION_RANK,
            "k1": BM25_K1,
            "b": BM25_B,
        }
        [rows] = await self._database.trip(person_id, ("search_messages", values), idempotent=True)
        return [found_message_of(row | {"vector_score": near.get(row["id"], 0.0)}) for row in rows]

    async def _near(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> dict[UUID, float]:
        """Return the nearest messages by meaning, nearest first, with their likeness, 0 to 1."""
        token = _scope.set(person_id)
        try:
            store = self._store = self._store or await self._open_store()
            documents = await store.asimilarity_search_with_score(
                query, k=limit, filter=_filter(person_id, agent_id, embedder=self._embedder)
            )
        except SQLAlchemyError as error:
            raise DatabaseUnavailable(f"The archive does not answer: {error}") from error
        finally:
            _scope.reset(token)
        return {_id(document): max(0.0, 1 - distance) for document, distance in documents}

    async def _open_store(self) -> PGVectorStore:
        return await PGVectorStore.create(
            PGEngine.from_engine(self._engine),
            embedding_service=self._embeddings,
            table_name="messages",
            id_column="id",
            content_column="content",
            embedding_column="embedding",
            metadata_columns=["user_id", "agent_id", "kind", "ended", "embedder"],
            metadata_json_column=None,
        )


def _filter(person_id: UUID, agent_id: str | None, *, embedder: str) -> dict[str, Any]:
    return {
        "$and": [
            {"user_id": person_id},
            {"agent_id": {"$exists": False} if agent_id is None else agent_id},
            {"kind": {"$in": ["talk", "proactive"]}},
            {"$or": [{"ended": {"$exists": False}}, {"ended": "complete"}]},
            {"embedder": embedder},
        ]
    }


def _id(document: Document) -> UUID:
    return UUID(str(document.id))


def _scoped_engine(url: str) -> AsyncEngine:
    async def connect() -> AsyncConnection[Any]:
        connection = await AsyncConnection.connect(url, autocommit=True)
        await connection.execute(statements()["submit_to_policies"])
        await connection.set_autocommit(False)
        return connection

    engine = create_async_engine(
        "postgresql+psycopg://", async_creator=connect, pool_size=CONNECTIONS, pool_pre_ping=True
    )

    @event.listens_for(engine.sync_engine, "begin")
    def name_the_person(connection: Connection) -> None:
        person_id = _scope.get()
        if person_id is not None:
            connection.exec_driver_sql(
                statements()["scope_person"].decode(), {"person_id": str(person_id)}
            )

    return engine
