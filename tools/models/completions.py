"""OpenAI's chat completions as a stream, without detours on the way to the wire and back."""

from collections.abc import Mapping
from typing import Any

from openai import AsyncOpenAI, AsyncStream

BESIDE_THE_BODY = frozenset({"extra_headers", "extra_query", "timeout"})
"""Options of a call that do not belong to what is sent; a call with one goes the long way."""


class PlainCompletions:
    """Streams completions as plain JSON; all else is left to OpenAI's own completions.

    LangChain has written a request in the form of the wire and reads the chunks of the reply as
    mappings. Between the two OpenAI's client holds every message against every form a message may
    have, and makes objects of every chunk and all its parts: a fifth of a turn's time.
    """

    def __init__(self, client: AsyncOpenAI) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client.chat.completions, name)

    async def create(
        self,
        *,
        stream: bool = False,
        extra_body: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        """Ask for a completion; the chunks of a stream are mappings."""
        if not stream or not BESIDE_THE_BODY.isdisjoint(options):
            completions: Any = self._client.chat.completions
            return await completions.create(stream=stream, extra_body=extra_body, **options)
        return await self._client.post(
            "/chat/completions",
            body={**options, **(extra_body or {}), "stream": True},
            cast_to=object,
            stream=True,
            stream_cls=AsyncStream[object],
        )
