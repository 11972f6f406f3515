"""A model that keeps nothing to itself: whatever secret it is shown, it says, and has noted."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from langchain_core.messages import AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from nodes.services import Answer, SpendingSink
from storage.records import Spending, Vector
from tests.fakes import embedding
from tests.firewall.secrets import Secret, Whose
from tools.models.table import NO_OPTIONS, Role

SEARCH = "look it up"
"""A message that has this has the model search the archive."""

_LINE = re.compile(r"^(\d+)\. \[[^\]]*\] they: (.*)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One call: what a model was shown, in whose talk."""

    whose: Whose | None
    """None for work on everything of a person, of which only vectors come back."""
    role: str
    text: str


@dataclass(kw_only=True)
class LeakyModels:
    """Models that repeat every secret they see, and remember what they were shown."""

    secrets: Sequence[Secret]
    whose: Whose | None = None
    """In whose talk the next calls are made: the suite does one thing at a time."""
    query: str = ""
    """What the archive is searched for."""
    embedder: str = "leaky:words"
    shown: list[Shown] = field(default_factory=list)

    def seen_in(self, text: str) -> list[str]:
        """Return the secrets that stand in a text."""
        return [secret.token for secret in self.secrets if secret.token in text]

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Say every secret in the prompt, after a search where one is asked for."""
        text = self._show(role, messages, spent)
        if tools and SEARCH in str(messages[-1].content) and self.query:
            call = {"name": "search_memories", "args": f'{{"query": "{self.query}"}}'}
            yield AIMessageChunk(content="", tool_call_chunks=[call | {"id": "1", "index": 0}])  # type: ignore[list-item]
            return
        found = "\n".join(str(one.content) for one in messages if isinstance(one, ToolMessage))
        seen = self.seen_in(f"{found}\n{text}")
        said = "I hear: " + "; ".join(seen[-40:]) if seen else "I hear you."
        yield AIMessageChunk(content=said)

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Fill every text of a schema with the secrets in the prompt."""
        text = self._show(role, messages, spent)
        if schema.__name__ == "ExtractedMemories":
            return schema.model_validate(self._noted(str(messages[-1].content)))
        if schema.__name__ == "ReflectedDay":
            return schema.model_validate(self._looked_back(text))
        return schema.model_validate(_filled(schema, self.seen_in(text)))

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        """Return vectors that are the nearer the more words two texts share."""
        # What the archive is searched for is the suite's own question, not what anybody was shown.
        asked = [text for text in texts if text != self.query]
        self.shown += [Shown(whose=self.whose, role="embed", text=text) for text in asked]
        spent(_spending("embed"))
        return [embedding(text) for text in texts]

    def _show(self, role: str, messages: Sequence[BaseMessage], spent: SpendingSink) -> str:
        text = "\n".join(str(message.content) for message in messages)
        self.shown.append(Shown(whose=self.whose, role=role, text=text))
        spent(_spending(role))
        return text

    def _looked_back(self, shown: str) -> dict[str, Any]:
        """Return every secret that was shown as a conclusion, and the first ones as thoughts."""
        said = [(number, text) for number, text in _LINE.findall(shown)]
        told = {
            one.token: number for number, text in said for one in self.secrets if one.token in text
        }
        seen = [(token, told.get(token, "1")) for token in self.seen_in(shown)]
        pairs = zip(seen[::2], seen[1::2], strict=False)
        return {
            "learnings": [
                {
                    "type": "shared",
                    "content": f"{one} and {other} go together.",
                    "evidence": [first, second],
                    "confidence": 0.9,
                    "importance": 0.8,
                }
                for (one, first), (other, second) in pairs
            ],
            "openers": [{"text": f"How {one} goes on.", "evidence": [n]} for one, n in seen],
            "current_state": " ".join(one for one, _ in seen[:20]),
        }

    def _noted(self, talk: str) -> dict[str, Any]:
        """Return every secret of a talk as a memory, with its person and its preference."""
        said = [(int(number), text) for number, text in _LINE.findall(talk)]
        told = [(n, one) for n, text in said for one in self.secrets if one.sentence in text]
        return {
            "memories": [
                {
                    "type": one.type,
                    "content": one.sentence,
                    "quote": one.sentence,
                    "message_number": number,
                    "importance": 0.8,
                    "people": [one.person] if one.person else [],
                }
                for number, one in told
            ],
            "people": [
                {"name": one.person, "relationship": "cousin", "message_number": number}
                for number, one in told
                if one.person
            ],
            "preferences": [
                {
                    "key": one.preference,
                    "value": one.token,
                    "confidence": 0.9,
                    "quote": one.sentence,
                    "message_number": number,
                }
                for number, one in told
                if one.preference
            ],
        }


def _filled(schema: type[BaseModel], seen: Sequence[str]) -> dict[str, Any]:
    """Return an answer to any schema: its texts tell what was seen, its choices are the first."""
    text = " ".join(seen[-12:])
    return {name: _value(field.annotation, text) for name, field in schema.model_fields.items()}


def _value(kind: Any, text: str) -> Any:
    if get_origin(kind) in {list, tuple, dict}:
        return get_origin(kind)()
    options = get_args(kind)
    if options and not isinstance(options[0], type):
        return options[0]
    kind = options[0] if options else kind
    if kind is bool:
        return True
    if kind in {int, float}:
        return 0
    return text


def _spending(role: str) -> Spending:
    return Spending(operation=role, model=f"leaky:{role}", input_tokens=10, output_tokens=2)
