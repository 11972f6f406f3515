"""Models that speak when the test lets them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool

from nodes.services import SpendingSink
from tests.fakes import Call, FakeModels
from tools.models.errors import CutShort
from tools.models.table import NO_OPTIONS, Role


class Line:
    """One reply that a test speaks itself, word by word."""

    def __init__(self, prompt: Sequence[BaseMessage]) -> None:
        self.prompt = tuple(prompt)
        self.closed = asyncio.Event()
        """Set when nobody listens any more: the reply ended or was stopped."""
        self._words: asyncio.Queue[str | Exception | None] = asyncio.Queue()

    def say(self, *words: str) -> None:
        """Let out words, each as a chunk of its own."""
        for word in words:
            self._words.put_nowait(word)

    def end(self, *words: str) -> None:
        """Let out the last words."""
        self.say(*words)
        self._words.put_nowait(None)

    def cut(self) -> None:
        """Break off half-way."""
        self._words.put_nowait(CutShort())

    def break_down(self) -> None:
        """Fail in a way nobody foresaw."""
        self._words.put_nowait(RuntimeError("nobody foresaw this"))

    @property
    def heard(self) -> list[str]:
        """What the model was given of the talk, without the system's part."""
        return [message.text for message in self.prompt[1:]]

    async def words(self) -> AsyncIterator[AIMessageChunk]:
        """Pass on what the test lets out."""
        try:
            while (word := await self._words.get()) is not None:
                if isinstance(word, Exception):
                    raise word
                yield AIMessageChunk(content=word)
        finally:
            self.closed.set()


@dataclass(kw_only=True)
class LedModels(FakeModels):
    """Every reply is spoken by the test: take the next line, and speak."""

    lines: asyncio.Queue[Line] = field(default_factory=asyncio.Queue)

    async def next_line(self, *, within: float = 20.0) -> Line:
        """Wait until the model is asked, and return the reply it is to give."""
        return await asyncio.wait_for(self.lines.get(), within)

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Let the test speak."""
        self.calls.append(Call(role=role, prompt=tuple(messages)))
        line = Line(messages)
        self.lines.put_nowait(line)
        words = line.words()
        try:
            async for chunk in words:
                yield chunk
        finally:
            line.closed.set()
