"""Reading what was said: when, how often, at what cost, and what happens when it cannot be read."""

from collections.abc import Sequence

import pytest

from graphs.extraction import builder
from nodes.extraction.state import ExtractionContext
from nodes.services import SpendingSink
from storage.ledger import Ledger
from storage.records import Vector
from tests.fakes import FakeModels
from tests.graphs.background import Background
from tests.graphs.extracted import ALEX, notes
from tools.memory.window import EXTRACT_EVERY, READ_AT_ONCE
from tools.models.errors import BadAnswer, EmbeddingUnavailable, ModelRefused, ModelUnavailable


class Blind(FakeModels):
    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        raise EmbeddingUnavailable


async def test_a_short_talk_waits_until_it_is_quiet(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("Hi, my name is Alex")
    said_at = background.clock.now()

    waiting = await background.run()
    assert waiting["quiet_at"] is not None
    assert (waiting["quiet_at"] - said_at).total_seconds() == 600
    assert await background.kept() == []

    done = await background.go_quiet()
    assert done["quiet_at"] is None
    (memory,) = await background.kept()
    assert memory.content == "Name is Alex"
    assert memory.quote == "my name is Alex"
    assert memory.learned_at == said_at
    assert len(memory.source_message_ids) == 1


async def test_twelve_rounds_are_read_while_the_talk_goes_on(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex", *["and so on"] * (EXTRACT_EVERY // 2 - 1))

    await background.run()

    assert [memory.content for memory in await background.kept()] == ["Name is Alex"]
    assert background.models.count("background") == 3


async def test_reading_twice_doubles_nothing(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex")

    await background.go_quiet()
    await background.go_quiet()

    assert len(await background.kept()) == 1
    assert background.models.count("background") == 3


@pytest.mark.parametrize("error", [BadAnswer(), ModelRefused()])
async def test_an_answer_of_no_use_leaves_the_talk_as_it_is(
    background: Background, error: Exception
) -> None:
    background.models.answer_with("RollingFields", notes("Alex"), error)
    background.models.answer_with("ExtractedMemories", error)
    await background.say("hello")
    await background.run()
    await background.say("hello")

    done = await background.go_quiet()

    assert done == {"more": False, "quiet_at": None}
    recent = await background.memories.recent(background.person.id, None)
    assert recent.purpose_and_context == "Alex"
    assert recent.summarised_position == recent.extracted_position > 0


async def test_without_a_model_nothing_counts_as_read(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ModelUnavailable(), ALEX)
    await background.say("my name is Alex")

    with pytest.raises(ModelUnavailable):
        await background.go_quiet()
    await background.run()

    assert [memory.content for memory in await background.kept()] == ["Name is Alex"]


async def test_messages_get_their_vectors(background: Background) -> None:
    await background.say("hello", "you there")
    embedder = background.models.embedder

    await background.run()

    assert not await background.messages.unindexed(background.person.id, embedder=embedder, limit=9)
    texts = [text for call in background.models.calls for text in call.texts]
    assert sorted(texts) == ["I hear you.", "I hear you.", "hello", "you there"]


async def test_a_backlog_is_read_in_pieces(background: Background) -> None:
    await background.say(*["on and on"] * (READ_AT_ONCE // 2 + 1))

    assert (await background.run())["more"]
    assert not (await background.run())["more"]

    recent = await background.memories.recent(background.person.id, None)
    assert recent.summarised_position > recent.extracted_position > 0


async def test_companions_do_not_read_each_others_talks(background: Background) -> None:
    mio = Background(background.database, background.person, background.clock, agent_id="mio")
    mio.models.answer_with("ExtractedMemories", ALEX)
    await mio.say("my name is Alex")
    await background.go_quiet()
    await mio.go_quiet()

    assert background.models.count("background") == 0
    assert len(await mio.kept()) == 1
    assert await background.kept() == []


async def test_every_call_is_booked(background: Background) -> None:
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex")
    start = background.clock.now()

    await background.go_quiet()

    ledger = Ledger(background.database)
    stored = await ledger.summary(background.person.id, since=start)
    booked = sum(one.calls for one in stored) + len(background.spendings)
    assert booked == len(background.models.calls)


async def test_nothing_is_lost_when_no_vectors_are_to_be_had(background: Background) -> None:
    blind = Background(background.database, background.person, background.clock, models=Blind())
    blind.models.answer_with("ExtractedMemories", ALEX)
    background.models.answer_with("ExtractedMemories", ALEX)
    await background.say("my name is Alex")

    with pytest.raises(EmbeddingUnavailable):
        await blind.go_quiet()
    await background.run()

    assert len(await background.kept()) == 1


def test_the_graph_describes_itself() -> None:
    graph = builder.compile(name="extraction")

    assert graph.get_context_jsonschema() is not None
    assert set(graph.get_output_jsonschema()["properties"]) == {"more", "quiet_at"}
    assert ExtractionContext.__doc__
