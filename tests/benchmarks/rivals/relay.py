"""The floor: the model's stream is read and passed on, with no library between."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec

from tests.benchmarks.script import SYSTEM, Language

PREFIX = "data: {"


class Relay:
    """Speaks OpenAI's interface by hand. It knows nothing of the talk."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/chat/completions"
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Make a pool of connections."""
        self._client = httpx.AsyncClient()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def reply(self, talk: str, text: str) -> AsyncIterator[str]:
        """Pass on the model's words."""
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}]
        body = {"model": "instant", "messages": messages, "stream": True}
        assert self._client is not None
        async with self._client.stream("POST", self._url, json=body) as answer:
            async for line in answer.aiter_lines():
                if line.startswith(PREFIX):
                    piece = _piece(msgspec.json.decode(line[len(PREFIX) - 1 :]))
                    if piece:
                        yield piece

    async def remember(self, talk: str, turns: int, language: Language) -> None:
        """Remember nothing."""


def _piece(event: Any) -> str:
    return event["choices"][0]["delta"].get("content") or "" if event["choices"] else ""
