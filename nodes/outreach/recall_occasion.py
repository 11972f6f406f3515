"""Recall what fits the occasion, before a word is written."""

from langgraph.runtime import Runtime

from nodes.outreach.state import Considered, Occasion, OutreachContext, OutreachInput, Stood
from storage.records import Message, Person, RecallRequest, Vector
from tools.memory.attention import attention_to
from tools.memory.question import read_question
from tools.memory.rank import rank
from tools.models.errors import EmbeddingUnavailable
from tools.mood.read import read_mood
from tools.outreach.occasion import occasion_query
from tools.outreach.reminding import language_for
from tools.prompts.render import Language
from tools.text.language import language_of

RECALL_TOKENS = 320
"""Room for recalled lines; as much as a turn gives them."""


class OccasionState(OutreachInput, Stood, Considered):
    """What is to be said, and to whom."""


async def recall_occasion(state: OccasionState, runtime: Runtime[OutreachContext]) -> Occasion:
    """Search memory for what the reason is about and what fits the hour, in one trip."""
    chosen = state["weighed"].chosen
    if chosen is None:
        raise ValueError("Nothing was chosen, so there is no occasion.")
    situation, services = state["situation"], runtime.context.services
    language = _settled(state["person"])
    query = occasion_query(
        chosen.candidate, now=situation.now, zone=situation.zone, language=language
    )
    question = read_question(query, own_name=state["person"].name)
    recall = await services.memories.recall(
        RecallRequest(
            person_id=state["person"].id,
            agent_id=state["agent_id"],
            terms=question.terms,
            vector=await _embedding(question.text, runtime.context),
            embedder=services.models.embedder,
            said=query,
        )
    )
    attention = attention_to(question, recall, past=None, mood=read_mood(""), now=state["now"])
    return {
        "language": language_for(chosen.candidate, _spoken(recall.window, language)),
        "recall": recall,
        "ranked": rank(recall.found, attention=attention, budget=RECALL_TOKENS),
    }


def _settled(person: Person) -> Language:
    return "zh" if (person.language or "").startswith("zh") else "en"


def _spoken(window: tuple[Message, ...], settled: Language) -> Language:
    """Return the language that the person wrote last."""
    said = next((message.content for message in reversed(window) if message.role == "user"), "")
    return language_of(said, settled)


async def _embedding(text: str, context: OutreachContext) -> Vector | None:
    try:
        return (await context.services.models.embed([text], spent=context.spendings.append))[0]
    except EmbeddingUnavailable:
        return None
