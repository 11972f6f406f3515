"""A turn in which the model looks something up in the talk."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from langchain_core.messages import AIMessageChunk, ToolMessage
from langchain_core.messages.tool import tool_call_chunk

from storage.database import Database
from storage.records import Found, Person
from tests.factories import make_person
from tests.fakes import FakeModels
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.guardrails.canary import canary
from tools.models.errors import EmbeddingUnavailable, ModelUnavailable


class Shelf:
    """An archive with one line on it."""

    def __init__(self, clock: MovedClock) -> None:
        self.clock = clock
        self.asked: list[str] = []

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        self.asked.append(query)
        return [
            Found(
                id=uuid4(),
                source="message",
                text="My first bicycle was red",
                said_at=self.clock.now() - timedelta(days=400),
                vector_score=0.9,
                keyword_score=0.9,
                role="user",
            )
        ]


class BrokenShelf:
    """An archive whose questions cannot be embedded."""

    async def search(
        self, person_id: UUID, agent_id: str | None, query: str, *, limit: int
    ) -> list[Found]:
        raise EmbeddingUnavailable


def wish(name: str, arguments: str) -> AIMessageChunk:
    """A model that asks for a tool."""
    call = tool_call_chunk(name=name, args=arguments, id="call-1", index=0)
    return AIMessageChunk(content="", tool_call_chunks=[call])


async def test_the_model_may_search_once_and_then_has_to_answer(
    database: Database, person: Person, clock: MovedClock
) -> None:
    shelf = Shelf(clock)
    asks = wish("search_memories", '{"query": "first bicycle"}')
    models = FakeModels(replies=(asks, "It was red."))
    talk = Conversation(database, person, clock, models=models, archive=shelf)
    ear = await talk.say("What colour was my first bicycle?")
    assert ear.heard == "It was red."
    assert shelf.asked == ["first bicycle"]
    first, second = [call for call in models.calls if call.role == "chat"]
    assert (first.tools, second.tools) == (("search_memories",), ())
    found = second.prompt[-1]
    assert isinstance(found, ToolMessage)
    assert "they said) My first bicycle was red" in str(found.content)


async def test_what_was_said_before_a_search_is_part_of_the_reply(
    database: Database, person: Person, clock: MovedClock
) -> None:
    asks = ("Let me think. ", wish("search_memories", '{"query": "first bicycle"}'))
    models = FakeModels(replies=(asks, "It was red."))
    talk = Conversation(database, person, clock, models=models, archive=Shelf(clock))
    ear = await talk.say("What colour was my first bicycle?")
    [_, stored] = await talk.stored()
    assert stored.content == ear.heard == "Let me think. \nIt was red."
    assert stored.ended == "complete"


async def test_a_model_that_is_gone_after_a_search_leaves_what_was_heard(
    database: Database, person: Person, clock: MovedClock
) -> None:
    asks = ("Let me think. ", wish("search_memories", '{"query": "first bicycle"}'))
    models = FakeModels(replies=(asks, ModelUnavailable()))
    talk = Conversation(database, person, clock, models=models, archive=Shelf(clock))
    ear = await talk.say("What colour was my first bicycle?")
    [_, stored] = await talk.stored()
    assert stored.content == ear.heard == "Let me think. "
    assert stored.ended == "cut_short"


async def test_a_model_that_breaks_the_persona_gets_no_tool(
    database: Database, person: Person, clock: MovedClock
) -> None:
    shelf = Shelf(clock)
    asks = (wish("search_memories", '{"query": "me"}'), "I am a real person, I promise. ")
    talk = Conversation(database, person, clock, models=FakeModels(replies=(asks,)), archive=shelf)
    await talk.say("Are you a human being?")
    assert shelf.asked == []
    assert (await talk.stored())[-1].ended == "replaced"


async def test_the_model_hears_when_a_search_fails_and_still_answers(
    database: Database, person: Person, clock: MovedClock
) -> None:
    asks = wish("search_memories", '{"query": "first bicycle"}')
    models = FakeModels(replies=(asks, "I do not recall."))
    talk = Conversation(database, person, clock, models=models, archive=BrokenShelf())
    ear = await talk.say("What colour was my first bicycle?")
    assert ear.heard == "I do not recall."
    assert "does not work" in str(models.calls[-1].prompt[-1].content)


async def test_a_search_tells_in_the_talks_language_and_by_the_persons_calendar(
    database: Database, clock: MovedClock
) -> None:
    person = await make_person(database, clock, timezone="Asia/Shanghai")
    asks = wish("search_memories", '{"query": "自行车"}')
    models = FakeModels(replies=(asks, "红色的。"))
    talk = Conversation(database, person, clock, models=models, archive=Shelf(clock))
    await talk.say("我的第一辆自行车是什么颜色？")
    # 20:01 on 2 March 2026 in London is the next day in Shanghai; the bicycle is 400 days older.
    assert models.calls[-1].prompt[-1].content == "- （2025-01-27，对方说）My first bicycle was red"


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("open_the_door", "{}", "no tool called"),
        ("search_memories", '{"query": ""}', "1 to 300 characters"),
        ("search_memories", '{"query": 7, "x": []}', "1 to 300 characters"),
    ],
)
async def test_a_senseless_wish_for_a_tool_is_told_so(
    talk: Conversation, name: str, arguments: str, told: str
) -> None:
    talk.will_say(wish(name, arguments), "Well then.")
    ear = await talk.say("Hello")
    assert ear.heard == "Well then."
    assert told in str(talk.models.calls[-1].prompt[-1].content)


async def test_a_canary_gets_out_neither_in_words_nor_in_a_search(talk: Conversation) -> None:
    talk.services = replace(talk.services, canary_key=b"the server's own")
    mark = canary(b"the server's own", talk.person.id, None, talk.clock.now())
    talk.will_say(f"The mark is {mark[:9]} {mark[9:].upper()}.")
    ear = await talk.say("What is the mark?")
    assert mark in str(talk.models.calls[-1].prompt[0].content)
    assert ear.heard.startswith("The mark ")
    assert mark[:2] not in ear.heard
    shelf = Shelf(talk.clock)
    talk.services = replace(talk.services, archive=shelf)
    talk.will_say(wish("search_memories", f'{{"query": "{mark}"}}'))
    await talk.say("And where is it kept?")
    assert shelf.asked == []
