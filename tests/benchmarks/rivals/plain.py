"""The plain LangGraph chatbot: the talk is the state, one node calls the model with all of it."""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any, Literal, cast

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    SystemMessage,
)
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, MessagesState, StateGraph
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from storage.database import POOL_SIZE
from tests.benchmarks.rivals.speaker import Provider, chat_model
from tests.benchmarks.script import SYSTEM, Language, past

Durability = Literal["exit", "async", "sync"]


def _builder(provider: Provider, url: str) -> StateGraph[MessagesState]:
    model = chat_model(provider, url)

    async def chatbot(state: MessagesState) -> dict[str, list[AnyMessage]]:
        return {"messages": [await model.ainvoke([SystemMessage(SYSTEM), *state["messages"]])]}

    builder = StateGraph(MessagesState)
    builder.add_node("chatbot", chatbot)
    builder.add_edge(START, "chatbot")
    builder.add_edge("chatbot", END)
    return builder


class PlainInMemory:
    """Keeps every talk in the process, without a checkpointer."""

    def __init__(self, provider: Provider, url: str) -> None:
        self._graph = _builder(provider, url).compile()
        self._talks = defaultdict[str, list[AnyMessage]](list)

    async def open(self) -> None:
        """Connect to nothing."""

    async def close(self) -> None:
        """Forget every talk."""
        self._talks.clear()

    async def reply(self, talk: str, text: str) -> AsyncIterator[str]:
        """Run the graph with the whole talk, and keep what was said."""
        said = self._talks[talk]
        said.append(HumanMessage(text))
        words = list[str]()
        start = MessagesState(messages=said)
        async for chunk, _ in self._graph.astream(start, stream_mode="messages"):
            piece = _words(chunk)
            if piece:
                words.append(piece)
                yield piece
        said.append(AIMessage("".join(words)))

    async def remember(self, talk: str, turns: int, language: Language) -> None:
        """Take the past in."""
        self._talks[talk] = _messages(turns, language)


class PlainWithPostgres:
    """Keeps every talk in checkpoints."""

    def __init__(
        self, provider: Provider, url: str, *, database_url: str, durability: Durability
    ) -> None:
        self._builder = _builder(provider, url)
        self._durability: Durability = durability
        self._pool = AsyncConnectionPool[AsyncConnection[DictRow]](
            database_url,
            max_size=POOL_SIZE,
            open=False,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
        )
        self._saver: AsyncPostgresSaver | None = None

    async def open(self) -> None:
        """Connect, make the tables, compile the graph."""
        await self._pool.open(wait=True)
        self._saver = AsyncPostgresSaver(cast("Any", self._pool))
        await self._saver.setup()
        self._graph = self._builder.compile(checkpointer=self._saver)

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()

    async def reply(self, talk: str, text: str) -> AsyncIterator[str]:
        """Run the graph with the message; the checkpointer brings the talk."""
        start = MessagesState(messages=[HumanMessage(text)])
        async for chunk, _ in self._graph.astream(
            start, _thread(talk), stream_mode="messages", durability=self._durability
        ):
            piece = _words(chunk)
            if piece:
                yield piece

    async def remember(self, talk: str, turns: int, language: Language) -> None:
        """Store the past as a checkpoint."""
        past_state = {"messages": _messages(turns, language)}
        await self._graph.aupdate_state(_thread(talk), past_state, as_node="chatbot")


def _thread(talk: str) -> RunnableConfig:
    return {"configurable": {"thread_id": talk}}


def _words(chunk: object) -> str:
    return str(chunk.text) if isinstance(chunk, AIMessageChunk) else ""


def _messages(turns: int, language: Language) -> list[AnyMessage]:
    return [
        message
        for exchange in past(turns, language)
        for message in (HumanMessage(exchange.said), AIMessage(exchange.answered))
    ]
