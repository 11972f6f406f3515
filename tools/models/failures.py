"""Turn what a provider's library raises into this program's errors."""

from collections.abc import Iterator
from typing import Any

from tools.models.errors import (
    KeyRefused,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    TooManyRequests,
    UnknownModel,
)

LONGEST_CAUSE = 5
"""So many errors down a chain of causes are looked at for a status code."""


def translate(error: Exception, model: str) -> ModelError:
    """Return what a provider's error means for us, in words that hold nothing of the request."""
    if isinstance(error, ModelError):
        return error
    if isinstance(error, TimeoutError):
        return ModelUnavailable(f"{model} did not answer in time")
    status = _first(error, "status_code", "code")
    if status is None:
        return ModelUnavailable(f"{model} cannot be reached ({type(error).__name__})")
    if status == 429:
        return TooManyRequests(f"{model} asks to wait", retry_after=_retry_after(error))
    if status in {401, 403} or "API_KEY_INVALID" in str(error):
        return KeyRefused(f"{model}: the provider refuses the key")
    if status == 404:
        return UnknownModel(f"{model}: the provider has no such model")
    if 400 <= status < 500:
        return ModelRefused(f"{model} turned the request down ({status})")
    return ModelUnavailable(f"{model} is out of order ({status})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(LONGEST_CAUSE):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__


def _first(error: Exception, *names: str) -> int | None:
    found = (getattr(cause, name, None) for cause in _causes(error) for name in names)
    return next((status for status in found if isinstance(status, int)), None)


def _retry_after(error: Exception) -> float | None:
    for cause in _causes(error):
        said = _google_delay(getattr(cause, "details", None)) or _header_delay(cause)
        if said is not None:
            return said
    return None


def _google_delay(details: Any) -> float | None:
    body = details.get("error", details) if isinstance(details, dict) else {}
    for detail in body.get("details", ()):
        if isinstance(detail, dict) and "retryDelay" in detail:
            return _seconds(str(detail["retryDelay"]).removesuffix("s"))
    return None


def _header_delay(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    return _seconds(headers.get("retry-after"))


def _seconds(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
