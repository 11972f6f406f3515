"""Give every message a vector of today's embedder, so that it can be found by meaning."""

from collections.abc import Sequence
from functools import partial

from langgraph.runtime import Runtime

from nodes.extraction.batches import in_batches
from nodes.extraction.state import ExtractionContext, Indexed, Whose
from storage.records import Message, MessageIndex
from tools.text.terms import terms_of


async def index_messages(state: Whose, runtime: Runtime[ExtractionContext]) -> Indexed:
    """Embed what has no vector of today's embedder: replies, and what a busy turn left out.

    The newest come first; those of a batch are stored in the order in which they were said, as
    whoever forgets does it, so that two who write at once wait for each other and go on.

    Raises:
        EmbeddingUnavailable: what was embedded before stays; the job tries the rest again.
    """
    context, person = runtime.context, state["person"]
    messages, embedder = context.services.messages, context.services.models.embedder

    async def embed(batch: Sequence[Message]) -> None:
        said = {message.id: message.content for message in batch}
        await messages.save_indexes(person.id, await _indexes(batch[::-1], context), said=said)

    lacking = partial(messages.unindexed, person.id, embedder=embedder)
    return {"indexed": await in_batches(lambda limit: lacking(limit=limit), embed)}


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
