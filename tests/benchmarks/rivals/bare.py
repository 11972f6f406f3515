"""A bare model call through langchain-core."""

from collections.abc import AsyncIterator

from langchain_core.messages import HumanMessage, SystemMessage

from tests.benchmarks.rivals.speaker import Provider, chat_model
from tests.benchmarks.script import SYSTEM, Language


class Bare:
    """Sends the message alone, without the talk it belongs to."""

    def __init__(self, provider: Provider, url: str) -> None:
        self._model = chat_model(provider, url)

    async def open(self) -> None:
        """Connect when first asked."""

    async def close(self) -> None:
        """Leave the connections to the end of the process."""

    async def reply(self, talk: str, text: str) -> AsyncIterator[str]:
        """Stream the model's words."""
        async for chunk in self._model.astream([SystemMessage(SYSTEM), HumanMessage(text)]):
            if chunk.text:
                yield str(chunk.text)

    async def remember(self, talk: str, turns: int, language: Language) -> None:
        """Remember nothing."""
