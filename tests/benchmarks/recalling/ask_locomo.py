"""Ask LoCoMo's questions of talks in the database."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from storage.database import Database
from storage.records import NewMemory
from tests.benchmarks.recalling.embedders import Embedder
from tests.benchmarks.recalling.figures import Tally
from tests.benchmarks.recalling.locomo import Conversation
from tests.benchmarks.recalling.talk import StoredTalk
from tools.memory.rank import Ranked

TURNS, WITH_MEMORIES = "turns alone", "turns and observations as memories"
WORDS, MEANING = "  BM25 alone", "  vectors alone"


async def measure_locomo(
    conversations: Sequence[Conversation], database: Database, embedder: Embedder
) -> Mapping[str, Tally]:
    """Return how well each way to search finds the turns that answer the questions.

    First the turns alone, then with the observations as memories of the turns they were read from.
    The two single signals are read off the same results.
    """
    tallies = {way: Tally() for way in (TURNS, WORDS, MEANING, WITH_MEMORIES)}
    for conversation in conversations:
        talk = await StoredTalk.begin(
            database, embedder, names=conversation.speakers, now=conversation.lines[0].said_at
        )
        await talk.say(conversation.lines)
        await _ask(conversation, talk, tallies, TURNS)
        await talk.learn(_memories(conversation, talk, embedder))
        await _ask(conversation, talk, tallies, WITH_MEMORIES)
    return tallies


async def _ask(
    conversation: Conversation, talk: StoredTalk, tallies: Mapping[str, Tally], way: str
) -> None:
    keys = {place: key for key, place in talk.places.items()}
    read = talk.read([question.text for question in conversation.questions])
    for asked, (question, vector) in zip(conversation.questions, read, strict=True):
        ranked = await talk.ask(question, asked.text, vector)
        tallies[way].add(asked.category, _turns(ranked, keys), asked.gold)
        if way == TURNS:
            for single, part in ((WORDS, "keyword"), (MEANING, "vector")):
                order = sorted(ranked, key=lambda one, part=part: -one.parts[part])  # type: ignore[misc]
                tallies[single].add(asked.category, _turns(order, keys), asked.gold)


def _turns(ranked: Sequence[Ranked], keys: Mapping[UUID, str]) -> list[str]:
    """Return the turns in the order in which they come back; a memory stands for its own."""
    places = (
        (one.found.id,) if one.found.memory is None else one.found.memory.source_message_ids
        for one in ranked
    )
    return [keys[place] for group in places for place in group if place in keys]


def _memories(conversation: Conversation, talk: StoredTalk, embedder: Embedder) -> list[NewMemory]:
    said_at = {line.key: line.said_at for line in conversation.lines}
    vectors = embedder.embed([one.text for one in conversation.observations])
    return [
        talk.memory(
            one.text,
            vector,
            learned_at=said_at[one.sources[0]],
            people=() if one.about == conversation.speakers[0] else (one.about,),
            sources=one.sources,
        )
        for one, vector in zip(conversation.observations, vectors, strict=True)
    ]
