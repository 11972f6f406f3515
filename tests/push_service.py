"""A push service on this machine, and its browsers: it checks who writes, and they read."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from storage.records.push import PushDevice
from tools.outside.web_address import Rules
from tools.push.keys import browser_key, encoded

CONTACT = "mailto:somebody@example.org"


@dataclass(frozen=True)
class Delivered:
    """A letter as the browser sees it, and what the service was told of it."""

    path: str
    headers: dict[str, str]
    claims: dict[str, Any]
    shown: dict[str, str]


@dataclass
class Subscription:
    """A browser: what it tells nobody, and what it tells us."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def public(self) -> bytes:
        point = Encoding.X962, PublicFormat.UncompressedPoint
        return self.private.public_key().public_bytes(*point)

    def device(self, **changes: Any) -> PushDevice:
        known: dict[str, Any] = {"language": "en", "shows_words": False} | changes
        return PushDevice(
            id=uuid4(),
            endpoint=self.endpoint,
            public_key=self.public,
            secret=self.secret,
            **known,
        )

    def as_json(self, **more: Any) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives, and more."""
        keys = {"p256dh": encoded(self.public), "auth": encoded(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys, **more}

    def read(self, content: bytes) -> bytes:
        plain: bytes = http_ece.decrypt(
            content, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return plain


class PushService:
    """Takes letters at a port; answers what it is told to, else that it has taken them."""

    def __init__(self) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.delivered: list[Delivered] = []
        self.answers: list[tuple[int, str]] = []
        """What it answers next, with further headers, each once."""
        self.origin = ""
        self.rules = Rules()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["PushService"]:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.rules = Rules(
            schemes=frozenset({"http", "https"}),
            ports=frozenset({port, 443}),
            own_networks=(ip_network("127.0.0.0/8"),),
        )
        async with server:
            yield self

    def subscribe(self) -> Subscription:
        path = f"/push/{secrets.token_urlsafe(12)}"
        self.subscriptions[path] = Subscription(self.origin + path)
        return self.subscriptions[path]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        content = await reader.readexactly(int(headers["content-length"]))
        status, more = self.answers.pop(0) if self.answers else (201, "")
        if status == 201:
            self._deliver(first.split()[1], headers, content)
        writer.write(f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n{more}\r\n".encode())
        await writer.drain()
        writer.close()

    def _deliver(self, path: str, headers: dict[str, str], content: bytes) -> None:
        subscription = self.subscriptions[path]
        self.delivered.append(
            Delivered(
                path=path,
                headers=headers,
                claims=self.claims_of(headers["authorization"]),
                shown=json.loads(subscription.read(content)),
            )
        )

    def claims_of(self, authorization: str) -> dict[str, Any]:
        """Return what was signed, if it was signed for this service with the key that is named."""
        scheme, told = authorization.split(" ", 1)
        parts = dict(part.strip().split("=", 1) for part in told.split(","))
        point = browser_key(parts["k"])
        claims: dict[str, Any] = jwt.decode(
            parts["t"],
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point),
            algorithms=["ES256"],
            audience=self.origin,
            options={"verify_exp": False},
        )
        assert scheme == "vapid"
        return claims | {"key": parts["k"]}
