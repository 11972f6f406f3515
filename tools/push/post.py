"""Handing an encrypted letter to a push service (RFC 8030), so that only its browser reads it."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from storage.records.push import PushDevice
from tools.outside.errors import AddressRefused
from tools.outside.transport import PinnedTransport
from tools.outside.web_address import Rules
from tools.push.keys import CURVE, PushKey
from tools.push.letter import Letter

SALT_BYTES = 16
"""Bytes of salt (RFC 8188, section 2.1)."""

SECONDS = 10.0
"""How long a push service may take."""

LONGEST_WAIT = 3600
"""Seconds: a service that asks for a longer pause than this is asked again after it."""

PUBLIC_SERVICES = Rules(schemes=frozenset({"https"}))
"""Where push services are: a browser names its own, and whoever writes one names anything."""

GONE = frozenset({404, 410})
"""The browser has withdrawn (RFC 8030, section 7.3)."""

BUSY = 429


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What became of a letter."""

    outcome: Literal["accepted", "gone", "later", "refused"]
    """`gone`: there is no such device any more; `later`: it is worth another try."""
    wait: int | None = None
    """Seconds the service asks to wait before the next try."""
    said: str = ""
    """The service's status, or what kept us from it."""


class PushPost:
    """Sends letters.

    Args:
        key: by which push services know this installation.
        contact: whom they may write to about it, as `mailto:` or `https:`.
        rules: which push services may be reached.
    """

    def __init__(
        self, key: PushKey, *, contact: str | None, rules: Rules = PUBLIC_SERVICES
    ) -> None:
        self.key = key
        self.rules = rules
        self._contact = contact
        self._client: httpx.AsyncClient | None = None

    async def send(self, device: PushDevice, letter: Letter, *, now: datetime) -> Posted:
        """Encrypt a letter for a device and hand it to its push service."""
        headers = {
            "Authorization": self.key.authorization(
                device.endpoint, contact=self._contact, now=now
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(letter.seconds),
            "Topic": letter.topic,
            "Urgency": letter.urgency,
        }
        content = sealed(letter.content, device)
        try:
            # What a service writes beside its status is read by nobody, however long it is.
            async with self._opened().stream(
                "POST", device.endpoint, content=content, headers=headers
            ) as answer:
                return posted(answer.status_code, answer.headers.get("retry-after"))
        except AddressRefused as error:
            outcome: Literal["later", "refused"] = (
                "later" if error.reason == "unknown" else "refused"
            )
            return Posted(outcome=outcome, said=str(error))
        except httpx.HTTPError as error:
            return Posted(outcome="later", said=type(error).__name__)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    def _opened(self) -> httpx.AsyncClient:
        # At the first letter: the certificates it reads take a process longer than all the rest.
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=PinnedTransport(rules=self.rules), timeout=SECONDS, trust_env=False
            )
        return self._client


def sealed(content: bytes, device: PushDevice) -> bytes:
    """Return content that only the browser can read (RFC 8291), with a key pair of its own."""
    encrypted: bytes = http_ece.encrypt(
        content,
        salt=secrets.token_bytes(SALT_BYTES),
        private_key=ec.generate_private_key(CURVE),
        dh=device.public_key,
        auth_secret=device.secret,
        version="aes128gcm",
    )
    return encrypted


def posted(status: int, retry_after: str | None) -> Posted:
    """Return what a push service's answer means."""
    said = str(status)
    if 200 <= status < 300:
        return Posted(outcome="accepted", said=said)
    if status in GONE:
        return Posted(outcome="gone", said=said)
    if status == BUSY or status >= 500:
        return Posted(outcome="later", wait=_seconds(retry_after), said=said)
    return Posted(outcome="refused", said=said)


def _seconds(retry_after: str | None) -> int | None:
    """Return the pause a service asks for; one given as a date is left to our own pauses."""
    if retry_after is None or not (retry_after.isascii() and retry_after.isdigit()):
        return None
    return min(int(retry_after[:9]), LONGEST_WAIT)
