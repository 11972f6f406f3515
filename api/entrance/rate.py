"""How much one person, or one address, may ask."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

KEPT = 10_000
"""People or addresses that are remembered at a time; the one unheard longest is forgotten first."""

NEIGHBOURS = 64
"""Bits of an IPv6 address that one household has in common: it can choose the others freely."""


class Allowance:
    """A bucket of tokens: a burst at once, then so many a second."""

    def __init__(self, *, burst: int, per_second: float, time: Callable[[], float]) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._time = time
        self._left = float(burst)
        self._at = time()

    def take(self) -> float:
        """Take one; returns 0, or the seconds after which there will be one again."""
        now = self._time()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._per_second


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A burst at once, then so many a second."""

    burst: int
    per_second: float


class Allowances:
    """An allowance for each of many, of which only the latest are remembered."""

    def __init__(self, rate: Rate, *, time: Callable[[], float], kept: int = KEPT) -> None:
        self._rate = rate
        self._time = time
        self._kept = kept
        self._each: OrderedDict[object, Allowance] = OrderedDict()

    def take(self, key: object) -> float:
        """Take one of somebody's; returns 0, or the seconds until there is one again."""
        allowance = self._each.get(key)
        if allowance is None:
            rate = self._rate
            allowance = Allowance(burst=rate.burst, per_second=rate.per_second, time=self._time)
            self._each[key] = allowance
        self._each.move_to_end(key)
        if len(self._each) > self._kept:
            self._each.popitem(last=False)
        return allowance.take()


def counted_address(host: str | None) -> str | None:
    """Return under what an address is counted; None for this machine, whose proxy may be many."""
    try:
        address = ip_address((host or "").partition("%")[0])
    except ValueError:
        return host or None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return None
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> NEIGHBOURS << NEIGHBOURS))
    return str(address)
