"""A way out that leads to public addresses only, and to the one that was checked."""

from collections.abc import Callable, Sequence

import httpx

from tools.outside.errors import AddressRefused
from tools.outside.networks import Address, is_public, is_within
from tools.outside.resolve import Resolve, is_here, system_resolve
from tools.outside.web_address import PUBLIC, Rules, WebAddress, checked_url

TRIED = 3
"""Addresses of one name that are tried: a name may have a hundred, and each takes its time."""


class PinnedTransport(httpx.AsyncBaseTransport):
    """Checks an address, resolves its name once, and connects to what it found then.

    A name that leads somewhere else a moment later (DNS rebinding) gains nothing by that: it is
    not asked again. TLS and the `Host` header go by the name all the same. No connection is kept,
    since one for a name must never serve another name at the same address.

    Use it for whatever goes to an address that somebody named:
    `httpx.AsyncClient(transport=PinnedTransport(), trust_env=False)`. Every request goes through
    the check, and so does every redirect that a client follows.
    """

    def __init__(
        self,
        resolve: Resolve = system_resolve,
        *,
        rules: Rules = PUBLIC,
        is_own: Callable[[Address], bool] = is_here,
        inner: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take what is needed.

        Args:
            resolve: says where a name leads.
            rules: what may be reached.
            is_own: tells this machine's own addresses, which are not reached, public or not.
            inner: what really sends; httpx's own by default.
        """
        self._resolve = resolve
        self.rules = rules
        self._is_own = is_own
        self._inner = inner or httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to a checked address.

        Raises:
            AddressRefused: it does not lead to the public internet.
            httpx.TransportError: nobody answers there.
        """
        place = checked_url(str(request.url), rules=self.rules)
        addresses = await self._addresses_of(place)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_pinned(request, place, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, place, addresses[-1]))

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()

    async def _addresses_of(self, place: WebAddress) -> Sequence[Address]:
        """Return where to connect to; a name that also leads inside is no name to be trusted."""
        found = [place.number] if place.number else await self._resolve(place.host, place.port)
        if not found:
            raise AddressRefused("unknown")
        if not all(self._may_be_reached(address) for address in found):
            raise AddressRefused("private")
        return found[:TRIED]

    def _may_be_reached(self, address: Address) -> bool:
        if is_within(address, self.rules.own_networks):
            return True
        return is_public(address) and not self._is_own(address)


def _pinned(request: httpx.Request, place: WebAddress, address: Address) -> httpx.Request:
    """Return the same request, addressed to a number instead of a name."""
    asked = httpx.URL(place.url)
    headers = request.headers.copy()
    headers["Host"] = asked.netloc.decode("ascii")
    extensions = dict(request.extensions)
    if place.number is None:
        extensions["sni_hostname"] = place.host
    return httpx.Request(
        request.method,
        asked.copy_with(host=str(address)),
        headers=headers,
        stream=request.stream,
        extensions=extensions,
    )
