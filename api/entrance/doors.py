"""Who is let in: by the name they call us, and by how much they have asked already."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from api.entrance.rate import Allowances, Rate, counted_address
from api.settings import ANY_ADDRESS, Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

SIGN_IN_PATH = "/api/sign-in"

LOCAL_NAME = "localhost"

AnyConnection = ASGIConnection[Any, Any, Any, Any]


REQUESTS = Rate(burst=600, per_second=60)
"""Of one address."""

SIGN_INS = Rate(burst=30, per_second=0.5)
"""Of one address; keys cannot be guessed, but to check one takes time."""

OPENINGS = Rate(burst=120, per_second=4)
"""WebSockets of one address: a whole school behind it that comes back after a break."""

ASKED = Rate(burst=600, per_second=50)
"""Requests of one person."""

WRITTEN = Rate(burst=300, per_second=10)
"""Requests of one person that change something."""

DEVICES_OPENED = Rate(burst=60, per_second=1)
"""WebSockets of one person."""

DEVICES = 100
"""WebSockets that one person has open at a time."""


@dataclass(frozen=True, kw_only=True)
class DoorLimits:
    """What one process takes; several take as many times as much."""

    requests: Rate = REQUESTS
    sign_ins: Rate = SIGN_INS
    openings: Rate = OPENINGS
    asked: Rate = ASKED
    written: Rate = WRITTEN
    devices_opened: Rate = DEVICES_OPENED
    devices: int = DEVICES


class Doors:
    """Counts what comes in, by address and by person.

    Addresses of this machine are not counted: a proxy that does not say for whom it asks would
    otherwise shut everybody out at once.
    """

    def __init__(
        self, settings: Settings, *, limits: DoorLimits, time: Callable[[], float]
    ) -> None:
        self._settings = settings
        self.limits = limits
        self._requests = Allowances(limits.requests, time=time)
        self._sign_ins = Allowances(limits.sign_ins, time=time)
        self._openings = Allowances(limits.openings, time=time)
        self._asked = Allowances(limits.asked, time=time)
        self._written = Allowances(limits.written, time=time)
        self._devices = Allowances(limits.devices_opened, time=time)

    def knows(self, host: str) -> bool:
        """Tell whether this server is called by a name of its own."""
        return knows_host(self._settings, host)

    def request_wait(self, host: str | None, *, signs_in: bool) -> float:
        """Count a request of an address; returns the seconds that it comes too early."""
        address = counted_address(host)
        if address is None:
            return 0.0
        wait = self._requests.take(address)
        return max(wait, self._sign_ins.take(address)) if signs_in else wait

    def opening_wait(self, host: str | None) -> float:
        """Count a WebSocket of an address; returns the seconds that it comes too early."""
        address = counted_address(host)
        return self._openings.take(address) if address is not None else 0.0

    def person_wait(self, person_id: UUID, *, writes: bool) -> float:
        """Count a request of a person; returns the seconds that it comes too early."""
        wait = self._asked.take(person_id)
        return max(wait, self._written.take(person_id)) if writes else wait

    def device_wait(self, person_id: UUID, *, connected: int) -> float:
        """Count a WebSocket of a person; returns the seconds that it comes too early."""
        wait = self._devices.take(person_id)
        return max(wait, 1.0) if connected >= self.limits.devices else wait


def doors_of(connection: AnyConnection) -> Doors:
    """Return the doors of the app that somebody connects to."""
    found: Doors = connection.app.state.doors
    return found


async def at_the_door(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Refuse a request under a foreign name, and one of an address that asks too much.

    A WebSocket is looked at where it is opened.

    Raises:
        HTTPException: 421 or 429, and what to do.
    """
    if connection.scope["type"] != ScopeType.HTTP:
        return
    doors = doors_of(connection)
    host = connection.headers.get("host", "")
    if not doors.knows(host):
        raise HTTPException(status_code=HTTPStatus.MISDIRECTED_REQUEST, detail=unknown_name(host))
    address = connection.client.host if connection.client else None
    signs_in = SIGN_IN_PATH in handler.paths
    refuse_early(doors.request_wait(address, signs_in=signs_in))


def refuse_early(wait: float) -> None:
    """Refuse a request that comes too early.

    Raises:
        HTTPException: 429 with the seconds to wait.
    """
    if wait > 0:
        seconds = math.ceil(wait)
        raise HTTPException(
            status_code=HTTPStatus.TOO_MANY_REQUESTS,
            detail=f"That is too much at once. Try again in {seconds} s.",
            headers={"Retry-After": str(seconds)},
        )


def unknown_name(host: str) -> str:
    """Return what somebody is told who calls the server by a name it does not know."""
    return (
        f"This server is not called {name_of(host)[:100]!r}. Whoever runs it can add the name to "
        "MIOLUMI_ALLOWED_HOSTS."
    )


def name_of(host: str) -> str:
    """Return the name in a `Host` header, without the port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0].rstrip(".") if ":" in name else name.rstrip(".")


def knows_host(settings: Settings, host: str) -> bool:
    """Tell whether a `Host` header names this server.

    A page of a foreign name that is made to point at this machine would otherwise speak with us as
    if it were our own. Numbers cannot be made to point elsewhere, so that they are always taken; a
    server that listens to other machines takes every name until some are set.
    """
    name = name_of(host)
    if not name or name == LOCAL_NAME or name.endswith(f".{LOCAL_NAME}") or _is_number(name):
        return True
    if any(_matches(name, pattern) for pattern in (*settings.own_names, settings.host.lower())):
        return True
    return not settings.allowed_hosts and not _listens_here_alone(settings.host)


def _matches(name: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern


def _listens_here_alone(host: str) -> bool:
    if host in ANY_ADDRESS:
        return False
    return host == LOCAL_NAME or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
