"""Fetching what is at an address that somebody named: so much of it, in so much time."""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import anyio
import httpx

from tools.outside.errors import (
    NotReached,
    TookTooLong,
    TooLarge,
    TooManyRedirects,
    WrongKind,
)
from tools.outside.transport import PinnedTransport
from tools.outside.web_address import PUBLIC, checked_url

WHO_ASKS = "miolumi (opens a page that somebody sent it)"
"""The name by which servers know who asks."""

PACKED = ("", "identity")
"""How a body may be packed: not at all, since a small packed one can fill the memory."""

BEGINNING = 2_048
"""Bytes at the beginning of a page in which it says how its letters are written."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much may come, and how long that may take."""

    seconds: float = 6.0
    """For everything: names, redirects and the body."""
    size: int = 2_000_000
    """Bytes of the body."""
    kinds: tuple[str, ...] = ("text/html", "application/xhtml+xml", "text/plain")
    """Kinds of what may come."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What was at an address."""

    url: str
    """Where it was in the end."""
    kind: str
    """Its kind, as the server says, in small letters."""
    body: bytes
    charset: str | None
    """How its letters are written, as the server says."""

    @property
    def text(self) -> str:
        """The body as text; what cannot be read of it stands as a question mark in a diamond."""
        within = _CHARSET.search(self.body[:BEGINNING])
        named = self.charset or (within[1].decode("ascii") if within else "utf-8")
        for charset in (named, "utf-8", "gb18030"):
            try:
                return self.body.decode(charset)
            except (LookupError, UnicodeError):
                continue
        return self.body.decode("utf-8", errors="replace")


class Outside:
    """Fetches what people name; use it with `async with`. It keeps no cookie and no connection."""

    def __init__(self, transport: PinnedTransport | None = None, *, redirects: int = 4) -> None:
        self._transport = transport
        self._redirects = redirects
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        if self._client is not None:
            await self._client.aclose()

    async def fetch(self, url: str, *, limits: Limits | None = None) -> Fetched:
        """Return what is at an address, every redirect on the way checked like the first.

        Raises:
            AddressRefused: it, or where it leads to, does not belong to the public internet.
            NotReached: nobody answers, or says that it is not there.
            TookTooLong: it did not come in time.
            TooManyRedirects: it leads on and on.
            TooLarge: it is larger than `limits.size`.
            WrongKind: it is not of one of `limits.kinds`, or packed.
        """
        limits = limits or Limits()
        rules = self._transport.rules if self._transport else PUBLIC
        place = checked_url(url, rules=rules)
        try:
            with anyio.fail_after(limits.seconds):
                return await self._fetched(place.url, limits)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise TookTooLong from error
        except httpx.TooManyRedirects as error:
            raise TooManyRedirects from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReached from error

    async def _fetched(self, url: str, limits: Limits) -> Fetched:
        accept = {"Accept": ", ".join(limits.kinds)}
        async with self._opened().stream("GET", url, headers=accept) as response:
            response.raise_for_status()
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            packed = response.headers.get("content-encoding", "").strip().lower()
            if kind not in limits.kinds or packed not in PACKED:
                raise WrongKind
            return Fetched(
                url=str(response.url),
                kind=kind,
                body=await _body(response, limits.size),
                charset=response.charset_encoding,
            )

    def _opened(self) -> httpx.AsyncClient:
        # At the first page: the certificates it reads take a process longer than all the rest.
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport or PinnedTransport(),
                trust_env=False,
                follow_redirects=True,
                max_redirects=self._redirects,
                cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
                headers={"User-Agent": WHO_ASKS, "Accept-Encoding": "identity"},
            )
        return self._client


async def _body(response: httpx.Response, size: int) -> bytes:
    """Return the body; what says that it is too large is not begun."""
    said = response.headers.get("content-length", "")
    if said.isdecimal() and int(said[:20]) > size:
        raise TooLarge
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > size:
            raise TooLarge
    return bytes(body)
