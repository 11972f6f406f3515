"""The archive, with its questions' embeddings made by the model table and booked to who asks."""

from contextvars import ContextVar
from uuid import UUID

from langchain_core.embeddings import Embeddings

from nodes.services import Models
from storage.archive import Archive
from storage.database import Database
from storage.ledger import Ledger
from storage.records import Found, Spending
from tools.clock import Clock
from tools.text.terms import terms_of

_spendings: ContextVar[list[Spending]] = ContextVar("spendings")


class RoleEmbeddings(Embeddings):
    """The `embed` role in LangChain's form."""

    def __init__(self, models: Models) -> None:
        self._models = models

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        vectors = await self._models.embed(texts, spent=_spendings.get().append)
        return [vector.tolist() for vector in vectors]

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        [vector] = await self.aembed_documents([text])
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Refuse: nothing here waits for a model while others wait for it."""
        raise NotImplementedError("embed with aembed_documents")

    def embed_query(self, text: str) -> list[float]:
        """Refuse: nothing here waits for a model while others wait for it."""
        raise NotImplementedError("embed with aembed_query")


class BookedArchive:
    """Searches the archive and books what the question's embedding cost."""

    def __init__(self, database: Database, *, models: Models, ledger: Ledger, clock: Clock) -> None:
        self._archive = Archive(
            database,
            embeddings=RoleEmbeddings(models),
            embedder=models.embedder,
            terms_of=terms_of,
        )
        self._ledger = ledger
        self._clock = clock

    async def close(self) -> None:
        """Close its connections."""
        await self._archive.close()

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        """Return the messages of one person and one companion that fit a question best."""
        spendings: list[Spending] = []
        token = _spendings.set(spendings)
        try:
            return await self._archive.search(person_id, agent_id, query, limit=limit)
        finally:
            _spendings.reset(token)
            if spendings:
                now = self._clock.now()
                await self._ledger.record(person_id, agent_id, spendings, now=now)
