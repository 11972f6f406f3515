"""Give what was concluded a vector, so that it is found by meaning at once."""

from dataclasses import replace

from langgraph.runtime import Runtime

from nodes.reflection.state import Concluded, Embedded, ReflectionContext
from tools.models.errors import EmbeddingUnavailable


async def embed_learnings(state: Concluded, runtime: Runtime[ReflectionContext]) -> Embedded:
    """Embed in one call; without any, cost nothing.

    Where no vector is to be had it is found by its words until the next reading of the talk.
    """
    context, admitted = runtime.context, state["admitted"]
    if not admitted.learned:
        return {"admitted": admitted}
    models = context.services.models
    try:
        vectors = await models.embed(
            [one.content for one in admitted.learned], spent=context.spendings.append
        )
    except EmbeddingUnavailable:
        return {"admitted": admitted}
    learned = tuple(
        replace(one, vector=vector, embedder=models.embedder)
        for one, vector in zip(admitted.learned, vectors, strict=True)
    )
    return {"admitted": replace(admitted, learned=learned)}
