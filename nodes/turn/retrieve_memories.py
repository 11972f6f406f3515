"""Fetch everything the prompt needs: one embedding, one trip to the database."""

from datetime import timedelta

from langgraph.runtime import Runtime

from nodes.services import Models, SpendingSink
from nodes.turn.state import Guarded, Retrieved, TurnContext, TurnInput
from storage.records import Recall, RecallRequest, Vector
from tools.memory.rank import rank
from tools.models.errors import EmbeddingUnavailable
from tools.mood.feel import feel
from tools.text.terms import terms_of

RECALL_TOKENS = 320
"""Room for recalled lines in a prompt; with the window it keeps turn 1,000 as long as turn 20."""


class RetrieveState(TurnInput, Guarded):
    """What a search starts from."""


async def retrieve_memories(state: RetrieveState, runtime: Runtime[TurnContext]) -> Retrieved:
    """Recall what fits these words and this mood, and let the orb feel it at once."""
    context, services = runtime.context, runtime.context.services
    vector = await _embedding(services.models, state["text"], context.spendings.append)
    recall = await services.memories.recall(
        RecallRequest(
            person_id=state["person"].id,
            agent_id=state["agent_id"],
            terms=terms_of(state["text"]),
            vector=vector,
            embedder=services.models.embedder,
        )
    )
    emotion = feel(recall.companion.emotion, state["mood"], elapsed=_silence(recall, state))
    context.outlet.emotion(emotion)
    ranked = rank(recall.found, mood=state["mood"], now=state["now"], budget=RECALL_TOKENS)
    return {"recall": recall, "ranked": ranked, "vector": vector, "emotion": emotion}


async def _embedding(models: Models, text: str, spent: SpendingSink) -> Vector | None:
    try:
        return (await models.embed([text], spent=spent))[0]
    except EmbeddingUnavailable:
        return None


def _silence(recall: Recall, state: RetrieveState) -> timedelta | None:
    return state["now"] - recall.window[-1].created_at if recall.window else None
