"""Make LangChain objects from `provider:model` names; a provider is imported when first needed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from httpx import Limits
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from tools.models.errors import KeyRefused, UnknownModel
from tools.models.local import PROVIDER as LOCAL
from tools.models.local import build_local
from tools.models.table import VECTOR_LENGTH, Choice

OFFLINE = "miolumi:offline"
"""The voice that needs nobody."""

LEXICAL = "miolumi:lexical"
"""The embedder that needs nobody."""

SHORTEST_DEADLINE = 10.0
"""Seconds. Gemini refuses requests that name a shorter one; our own limits end a call earlier."""

NO_KEY_NEEDED = "unused"
"""Sent to a server of one's own that asks for no key, since OpenAI's client insists on one."""

ONE_ATTEMPT = {"google_genai": 1}
"""What `max_retries` must be for one attempt: Google counts attempts, the others (0) repeats."""

LENGTH_OPTION = {"google_genai": "output_dimensionality", "openai": "dimensions"}
"""How an embedding's length is asked for."""

CONNECTIONS, IDLE_CONNECTIONS = 1_000, 100
"""Open at once to a provider, and kept open; of httpx itself the 101st person has to wait."""

PATIENT_PROVIDERS = frozenset(
    {"google_genai", "openai", "anthropic", "mistralai", "groq", "deepseek", "xai", "openrouter"}
)
"""Providers whose classes take `max_retries` and `timeout`, and would wait far too long without."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """How to reach one provider. The key shows in no text made of this."""

    api_key: SecretStr | None = None
    base_url: str | None = None
    """Another host than the provider's own."""
    folder: Path | None = None
    """Where a provider that runs on this machine keeps its models."""


def build_chat(choice: Choice, *, access: Access, seconds: float) -> BaseChatModel:
    """Return the chat model of a choice.

    Args:
        choice: The model and its options; they win over everything else.
        access: Key and host of its provider.
        seconds: The longest a call may take, as the library is told.

    Raises:
        KeyRefused: the provider needs a key and there is none.
        UnknownModel: no such provider, or its package is not installed.
    """
    if choice.model == OFFLINE:
        from tools.models.offline.voice import OfflineVoice

        return OfflineVoice()
    from langchain.chat_models import init_chat_model

    provider, _, name = choice.model.partition(":")
    options = _reach(choice, access)
    if provider == "openai":
        options["stream_usage"] = True  # else other hosts than OpenAI's are not asked for it
        options["stream_chunk_timeout"] = None  # a task for each chunk; our own limit needs none
    if provider in PATIENT_PROVIDERS:
        options["max_retries"] = ONE_ATTEMPT.get(provider, 0)
        options["timeout"] = max(seconds, SHORTEST_DEADLINE)
    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=provider, **(options | dict(choice.options))
        )
    except (ImportError, ValueError) as error:
        raise UnknownModel(_not_built(choice, error)) from error
    if provider == "openai":
        _stream_plainly(model)
    return model


def _stream_plainly(openai_model: Any) -> None:
    from tools.models.completions import PlainCompletions

    openai_model.async_client = PlainCompletions(openai_model.root_async_client)


def build_embeddings(choice: Choice, *, access: Access) -> Embeddings:
    """Return the embedder of a choice, for vectors of 768 numbers.

    Raises:
        KeyRefused: the provider needs a key and there is none.
        UnknownModel: no such provider, or its package is not installed.
    """
    if choice.model == LEXICAL:
        from tools.models.lexical import LexicalEmbeddings

        return LexicalEmbeddings()
    provider, _, name = choice.model.partition(":")
    if provider == LOCAL:
        return build_local(name, folder=access.folder, options=choice.options)
    from langchain.embeddings import init_embeddings

    options = _reach(choice, access)
    if provider in LENGTH_OPTION:
        options[LENGTH_OPTION[provider]] = VECTOR_LENGTH
    if provider == "openai":
        options["max_retries"] = 0
        options["check_embedding_ctx_length"] = False  # sends text, not OpenAI's own token numbers
    try:
        return init_embeddings(name, provider=provider, **(options | dict(choice.options)))
    except (ImportError, ValueError) as error:
        raise UnknownModel(_not_built(choice, error)) from error


def _reach(choice: Choice, access: Access) -> dict[str, Any]:
    options: dict[str, Any] = {}
    base_url = choice.options.get("base_url", access.base_url)
    if base_url is not None:
        options["base_url"] = base_url
    if access.api_key is not None:
        options["api_key"] = access.api_key
    elif choice.provider == "openai" and base_url is not None:
        options["api_key"] = SecretStr(NO_KEY_NEEDED)
    elif choice.provider in {"google_genai", "openai"}:
        raise KeyRefused(f"{choice.model} needs a key, and none was given")
    if choice.provider == "google_genai":
        limits = Limits(max_connections=CONNECTIONS, max_keepalive_connections=IDLE_CONNECTIONS)
        options["client_args"] = {"limits": limits}
        options["vertexai"] = False  # else an environment variable decides
    if choice.provider == "openai":
        from openai import DefaultAsyncHttpxClient

        # the library would share one client among all models, event loops and tests
        options["http_async_client"] = DefaultAsyncHttpxClient()
    return options


def _not_built(choice: Choice, error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"{choice.model}: the package for this provider is not installed"
    return f"{choice.model}: no such provider, or an option it does not know"


async def close(model: BaseChatModel | Embeddings) -> None:
    """Close the connections of a model; models without connections are left alone."""
    openai_client = getattr(model, "http_async_client", None)
    google_client: Any = getattr(model, "client", None)
    if openai_client is not None:
        await openai_client.aclose()
    elif hasattr(google_client, "aio"):
        google_client.close()
        await google_client.aio.aclose()
