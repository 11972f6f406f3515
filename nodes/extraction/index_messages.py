"""Give every message a vector, so that it can be found by meaning."""

from collections.abc import Sequence

from langgraph.runtime import Runtime

from nodes.extraction.state import ExtractionContext, ExtractionInput, Indexed
from storage.records import Message, MessageIndex
from tools.text.terms import terms_of

INDEX_AT_ONCE = 64
"""Messages embedded in one call; providers take 100 and more."""


async def index_messages(state: ExtractionInput, runtime: Runtime[ExtractionContext]) -> Indexed:
    """Embed what has no vector of today's embedder: replies, and what a busy turn left out.

    Raises:
        EmbeddingUnavailable: what was embedded before stays; the job tries the rest again.
    """
    context, person = runtime.context, state["person"]
    services, indexed = context.services, 0
    while True:
        batch = await services.messages.unindexed(
            person.id, embedder=services.models.embedder, limit=INDEX_AT_ONCE
        )
        if batch:
            await services.messages.save_indexes(person.id, await _indexes(batch, context))
        indexed += len(batch)
        if len(batch) < INDEX_AT_ONCE:
            return {"indexed": indexed}


async def _indexes(batch: Sequence[Message], context: ExtractionContext) -> list[MessageIndex]:
    models = context.services.models
    vectors = await models.embed(
        [message.content for message in batch], spent=context.spendings.append
    )
    return [
        MessageIndex(
            message_id=message.id,
            terms=terms_of(message.content),
            vector=vector,
            embedder=models.embedder,
        )
        for message, vector in zip(batch, vectors, strict=True)
    ]
