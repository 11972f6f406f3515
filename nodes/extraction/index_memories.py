"""Give every memory a vector of today's embedder: vectors of another one do not compare."""

from collections.abc import Sequence
from functools import partial

from langgraph.runtime import Runtime

from nodes.extraction.batches import in_batches
from nodes.extraction.state import ExtractionContext, IndexedMemories, Whose
from storage.records import Memory


async def index_memories(state: Whose, runtime: Runtime[ExtractionContext]) -> IndexedMemories:
    """Embed memories that were embedded by another model, or by none.

    A reading compares what is new with them, so this comes before it: else a change of the embedder
    would let every fact be remembered twice.

    Raises:
        EmbeddingUnavailable: what was embedded before stays; the job tries the rest again.
    """
    context, person = runtime.context, state["person"]
    memories, models = context.services.memories, context.services.models

    async def embed(batch: Sequence[Memory]) -> None:
        texts = [memory.content for memory in batch]
        vectors = await models.embed(texts, spent=context.spendings.append)
        await memories.save_vectors(person.id, batch, vectors, embedder=models.embedder)

    lacking = partial(memories.unindexed, person.id, embedder=models.embedder)
    return {"indexed_memories": await in_batches(lambda limit: lacking(limit=limit), embed)}
