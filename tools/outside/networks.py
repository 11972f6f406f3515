"""Which addresses belong to the public internet."""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNICAST = IPv6Network("2000::/3")
"""Of IPv6, what has been handed out to the public (RFC 4291)."""

NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that lead to the IPv4 address in their last 32 bits (RFC 6052)."""

ISATAP = (0x00005EFE, 0x02005EFE)
"""In the third quarter of an IPv6 address: the last quarter is an IPv4 address (RFC 5214)."""


def is_public(address: Address) -> bool:
    """Return whether an address is one anybody may reach, whatever it leads to in the end."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _refused("ipv4"))
    if address in NAT64:
        return is_public(_last(address))
    if int(address) >> 32 & 0xFFFFFFFF in ISATAP and not is_public(_last(address)):
        return False
    return address in UNICAST and not any(address in network for network in _refused("ipv6"))


def is_own_name(host: str) -> bool:
    """Return whether a name in small letters only means something within a network or a machine."""
    labels = host.split(".")
    return len(labels) == 1 or any(
        ".".join(labels[at:]) in reserved()["names"] for at in range(len(labels))
    )


def is_within(address: Address, networks: Collection[Network]) -> bool:
    """Return whether an address lies in one of some networks."""
    return any(address in network for network in networks)


@cache
def reserved() -> dict[str, dict[str, str]]:
    """Return what is refused, each with what it is: networks by family, and ends of names."""
    text = files("tools.outside").joinpath("reserved.toml").read_text("utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(text)
    return tables


@cache
def _refused(family: str) -> tuple[Network, ...]:
    return tuple(ip_network(network) for network in reserved()[family])


def _last(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)
