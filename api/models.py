"""Which model plays which role, by what was set, and with which key it is reached."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from api.settings import Settings
from tools.clock import Clock
from tools.models.build import Access
from tools.models.calls import RoleModels
from tools.models.local import PROVIDER as LOCAL
from tools.models.table import ModelTable, Voice, choose_table

OFFLINE_VOICE = "miolumi:offline"


@dataclass(frozen=True, kw_only=True)
class VoiceFacts:
    """What speaks."""

    kind: Literal["offline", "model"]
    model: str
    """`provider:model`."""


def model_table(settings: Settings) -> ModelTable:
    """Return which model plays which role: Gemini with a key, the offline voice without.

    Raises:
        BadTable: the own table cannot be used.
    """
    voice: Voice = "gemini" if settings.google_api_key else "offline"
    return choose_table(voice, own=settings.models, embedder=settings.embedder)


def _access(settings: Settings) -> dict[str, Access]:
    """Return key and host by provider. Other providers' packages read their own usual variables."""
    return {
        "google_genai": Access(api_key=settings.google_api_key, base_url=settings.google_base_url),
        "openai": Access(api_key=settings.openai_api_key, base_url=settings.openai_base_url),
        LOCAL: Access(folder=settings.home / "models"),
    }


@asynccontextmanager
async def role_models(
    table: ModelTable, settings: Settings, clock: Clock
) -> AsyncIterator[RoleModels]:
    """Open the models of a table; none is asked before it is called."""
    models = RoleModels(table, access=_access(settings), clock=clock)
    try:
        yield models
    finally:
        await models.aclose()


def voice_of(table: ModelTable) -> VoiceFacts:
    """Return what speaks by a table."""
    model = table.roles["chat"].model
    return VoiceFacts(kind="offline" if model == OFFLINE_VOICE else "model", model=model)
