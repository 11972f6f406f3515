"""A model table that points at the test servers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from pydantic import SecretStr

from storage.records import Spending
from tests.servers.behaviour import Behaviour, Hang, Say
from tests.servers.fixtures import gemini, openai_server
from tests.servers.gemini import GeminiServer
from tests.servers.openai import OpenAIServer
from tools.clock import MovedClock
from tools.models.build import Access
from tools.models.calls import RoleModels
from tools.models.table import ModelTable, choose_table

__all__ = ["gemini", "openai_server"]

KEY = "a-key-nobody-may-see"
BRIEF = {"first_token_seconds": 0.5, "idle_seconds": 0.5, "answer_seconds": 0.5}
"""Limits for tests in which something hangs, and for no others: a busy machine is slow."""

MakeModels = Callable[..., RoleModels]


def table_with(trouble: Behaviour | None = None, **roles: dict[str, Any]) -> ModelTable:
    """The built-in Gemini table, some roles replaced; brief limits when the trouble is to hang."""
    data = choose_table("gemini").model_dump()
    hangs = isinstance(trouble, Hang) or (
        isinstance(trouble, Say) and trouble.stall_after is not None
    )
    for role, row in data["roles"].items():
        row |= ({"limits": BRIEF} if hangs else {}) | roles.get(role, {})
    return ModelTable.model_validate(data)


@pytest.fixture
async def make_models(
    gemini: GeminiServer, openai_server: OpenAIServer, clock: MovedClock
) -> AsyncIterator[MakeModels]:
    """Builds models that speak to the test servers, and closes them at the end."""
    async with AsyncExitStack() as stack:

        def make(table: ModelTable | None = None) -> RoleModels:
            access = {
                "google_genai": Access(api_key=SecretStr(KEY), base_url=gemini.url),
                "openai": Access(api_key=SecretStr(KEY), base_url=openai_server.base_url),
            }
            models = RoleModels(table or table_with(), access=access, clock=clock)
            stack.push_async_callback(models.aclose)
            return models

        yield make


@pytest.fixture
def bills() -> list[Spending]:
    """What was booked."""
    return []
