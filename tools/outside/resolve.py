"""Asking where a name leads."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Protocol

import anyio

from tools.outside.errors import AddressRefused
from tools.outside.networks import Address


class Resolve(Protocol):
    """Says where a name leads."""

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        """Return every address of a name, those to be tried first before the others.

        Raises:
            AddressRefused: there is no such name.
        """
        ...


async def system_resolve(host: str, port: int) -> Sequence[Address]:
    """Return what this machine's resolver says of a name.

    Raises:
        AddressRefused: there is no such name.
    """
    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused("unknown") from error
    return list(dict.fromkeys(ip_address(entry[4][0].partition("%")[0]) for entry in found))


def is_here(address: Address) -> bool:
    """Return whether an address, also a public one, is one of this machine's own."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            # Nothing is sent: only a machine's own address can be bound.
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True
