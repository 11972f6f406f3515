"""What every rival does: answer in a talk, word by word."""

from collections.abc import AsyncIterator
from typing import Literal, Protocol

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from tests.benchmarks.script import Language

Provider = Literal["openai", "gemini"]

MODEL = "gemini-3-flash-preview"
"""What the instant model is called; the name decides how a library talks to it."""


class Speaker(Protocol):
    """One way to build a talk."""

    async def open(self) -> None:
        """Connect to what is needed."""
        ...

    async def close(self) -> None:
        """Let go of it."""
        ...

    def reply(self, talk: str, text: str) -> AsyncIterator[str]:
        """Answer a message of a talk, in pieces."""
        ...

    async def remember(self, talk: str, turns: int, language: Language) -> None:
        """Give a new talk the past that the script tells; who keeps no talk does nothing."""
        ...


def chat_model(provider: Provider, url: str) -> BaseChatModel:
    """Return the instant model through langchain's class for a provider."""
    key = SecretStr("unused")
    if provider == "gemini":
        from langchain_google_genai import ChatGoogleGenerativeAI

        return ChatGoogleGenerativeAI(
            model=MODEL, api_key=key, base_url=url, vertexai=False, thinking_level="minimal"
        )
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(model="instant", api_key=key, base_url=url, stream_usage=True)
