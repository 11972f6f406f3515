"""Fixtures: a Gemini server and an OpenAI server for one test; import them into a conftest.py."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer


@pytest.fixture
async def gemini() -> AsyncIterator[GeminiServer]:
    """A server that speaks Gemini: script its `replies` and `embeddings`, read its `requests`."""
    async with GeminiServer() as server:
        yield server


@pytest.fixture
async def openai_server() -> AsyncIterator[OpenAIServer]:
    """A server that speaks OpenAI."""
    async with OpenAIServer() as server:
        yield server
