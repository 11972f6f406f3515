"""Fetch everything the prompt needs: one embedding, one trip to the database."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from langgraph.runtime import Runtime

from nodes.services import Models, SpendingSink
from nodes.turn.state import Guarded, Retrieved, TurnContext, TurnInput
from storage.records import Recall, RecallRequest, Vector
from storage.records.relationship import Stage
from tools.dates.past_window import PastWindow, past_window
from tools.memory.attention import attention_to
from tools.memory.introduce import introduce, shown_facts
from tools.memory.question import Question, read_question
from tools.memory.rank import rank
from tools.models.errors import EmbeddingUnavailable
from tools.mood.feel import feel
from tools.mood.refine import after_what_was_told
from tools.mood.temperament import temperament_of
from tools.relationship.persona import config_of
from tools.relationship.stages import ceiling, earlier

RECALL_TOKENS = 320
"""Room for recalled lines in a prompt; with the window it keeps turn 1,000 as long as turn 20."""


PEOPLE_TOKENS = 120
"""Room for what is remembered of the people a message speaks of."""


class RetrieveState(TurnInput, Guarded):
    """What a search starts from."""


async def retrieve_memories(state: RetrieveState, runtime: Runtime[TurnContext]) -> Retrieved:
    """Recall what fits these words and this mood, and let the orb feel it at once."""
    context, services = runtime.context, runtime.context.services
    question = read_question(state["text"], own_name=state["person"].name)
    past = _past(state)
    vector = await _embedding(services.models, question.text, context.spendings.append)
    recall = await services.memories.recall(
        _request(state, question, past, vector, embedder=services.models.embedder)
    )
    mood = after_what_was_told(state["mood"], recall.told_mood, now=state["now"])
    emotion = feel(
        recall.companion.emotion,
        mood,
        elapsed=_silence(recall, state),
        hour=_hour(state),
        temperament=temperament_of(state["agent_id"]),
    )
    context.outlet.emotion(emotion)
    people = introduce(state["text"], recall, budget=PEOPLE_TOKENS)
    told = shown_facts(people)
    found = [hit for hit in recall.found if hit.id not in told]
    attention = attention_to(
        question,
        recall,
        past=past,
        mood=mood,
        now=state["now"],
        stage=_stage(recall, state),
    )
    return {
        "recall": recall,
        "people": people,
        "asks_back": past is not None,
        "ranked": rank(found, attention=attention, budget=RECALL_TOKENS),
        # A question without its names is not what was said: the background embeds that.
        "vector": vector if question.text == state["text"] else None,
        "emotion": emotion,
        "mood": mood,
    }


def _request(
    state: RetrieveState,
    question: Question,
    past: PastWindow | None,
    vector: Vector | None,
    *,
    embedder: str,
) -> RecallRequest:
    return RecallRequest(
        person_id=state["person"].id,
        agent_id=state["agent_id"],
        terms=question.terms,
        vector=vector,
        embedder=embedder,
        said=state["text"],
        past=past is not None,
        start=past.start if past else None,
        end=past.end if past else None,
    )


def _stage(recall: Recall, state: RetrieveState) -> Stage | None:
    """Return how close the two are, as far as the person's age allows."""
    if recall.stage is None:
        return None
    return earlier(recall.stage, ceiling(config_of(state["agent_id"]), state["person"].age_group))


def _hour(state: RetrieveState) -> float:
    """Return the time of day where the person is."""
    local = state["now"].astimezone(ZoneInfo(state["person"].timezone))
    return local.hour + local.minute / 60


def _past(state: RetrieveState) -> PastWindow | None:
    zone = ZoneInfo(state["person"].timezone)
    return past_window(state["text"], now=state["now"], zone=zone)


async def _embedding(models: Models, text: str, spent: SpendingSink) -> Vector | None:
    try:
        return (await models.embed([text], spent=spent))[0]
    except EmbeddingUnavailable:
        return None


def _silence(recall: Recall, state: RetrieveState) -> timedelta:
    """Return the time since the last word; before the first one a companion is at rest."""
    return state["now"] - recall.window[-1].created_at if recall.window else timedelta.max
