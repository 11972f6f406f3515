"""Models that say what they are told to say, and remember what they were asked."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zlib import crc32

import numpy as np
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool

from nodes.services import Answer, SpendingSink
from storage.records import Spending, Vector
from tools.memory.likeness import words
from tools.models.table import NO_OPTIONS, Role

Reply = str | AIMessageChunk | Exception | Sequence[str | AIMessageChunk | Exception]
"""One scripted reply: a text, said word by word, or its chunks; an exception among them ends it."""

Script = dict[str, Any] | Exception | Callable[[Sequence[BaseMessage]], dict[str, Any]]
"""One scripted answer: its fields, what goes wrong, or a function of the prompt."""

VECTOR_LENGTH = 768

NOTHING: dict[str, dict[str, Any]] = {
    "RollingFields": {
        "purpose_and_context": "",
        "current_state": "",
        "key_learnings": "",
        "approach_and_patterns": "",
        "tools_and_resources": "",
    },
    "ExtractedMemories": {"memories": []},
    "JudgedMemories": {"verdicts": [], "title": ""},
    "DangerLevel": {"level": "none"},
}
"""What a schema is answered with when no test has scripted it."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call that was made."""

    role: Role
    prompt: tuple[BaseMessage, ...] = ()
    schema: str | None = None
    texts: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    options: Mapping[str, float] = field(default_factory=dict)


@dataclass(kw_only=True)
class FakeModels:
    """Scripted models.

    Replies and answers are given out in order, the last one of each again and again.
    """

    replies: Iterable[Reply] = ("All right.",)
    answers: dict[str, Iterable[Script]] = field(default_factory=dict)
    """By the name of the schema; one that is not named is answered with nothing."""
    embedder: str = "fake:words"
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._replies = deque(self.replies)
        self._answers = {name: deque(scripts) for name, scripts in self.answers.items()}

    def reply_with(self, *replies: Reply) -> None:
        """Script the next replies, instead of those before."""
        self._replies = deque(replies)

    def answer_with(self, schema: str, *scripts: Script) -> None:
        """Script the next answers of one schema, instead of those before."""
        self._answers[schema] = deque(scripts)

    def count(self, role: Role) -> int:
        """Return how often a role was called."""
        return sum(call.role == role for call in self.calls)

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Say the next scripted reply."""
        names = tuple(tool.name for tool in tools)
        self.calls.append(Call(role=role, prompt=tuple(messages), tools=names, options=options))
        spent(_spending(role))
        for piece in _pieces(_next(self._replies)):
            if isinstance(piece, Exception):
                raise piece
            yield piece if isinstance(piece, AIMessageChunk) else AIMessageChunk(content=piece)

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Give the next scripted answer of this schema."""
        self.calls.append(Call(role=role, prompt=tuple(messages), schema=schema.__name__))
        spent(_spending(role))
        scripts = self._answers.get(schema.__name__)
        script = _next(scripts) if scripts else NOTHING[schema.__name__]
        if isinstance(script, Exception):
            raise script
        return schema.model_validate(script(messages) if callable(script) else script)

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        """Return vectors that are the nearer the more words two texts share."""
        self.calls.append(Call(role="embed", texts=tuple(texts)))
        spent(_spending("embed"))
        return [embedding(text) for text in texts]


def embedding(text: str) -> Vector:
    """Return a vector of length one, made of the words of a text alone."""
    vector = np.zeros(VECTOR_LENGTH, dtype=np.float32)
    for word in words(text) or {text}:
        vector[crc32(word.encode()) % VECTOR_LENGTH] += 1
    vector /= np.linalg.norm(vector)
    return vector


def _next(scripts: deque[Any]) -> Any:
    return scripts.popleft() if len(scripts) > 1 else scripts[0]


def _pieces(reply: Reply) -> Sequence[str | AIMessageChunk | Exception]:
    if isinstance(reply, str):
        return [f"{word} " for word in reply.split(" ")[:-1]] + [reply.split(" ")[-1]]
    return [reply] if isinstance(reply, AIMessageChunk | Exception) else reply


def _spending(role: Role) -> Spending:
    return Spending(
        operation=role,
        model=f"fake:{role}",
        input_tokens=10,
        output_tokens=2,
        cost_usd=Decimal("0.0001"),
    )
