"""Measure the door to the outside: `python -m tests.benchmarks.outside DATA`.

`DATA` is searched for `ssrf*.jsonl`: addresses with what should become of them and the trick in
each. Counted is where the real transport would have connected to, with names that lead where the
trick says. Beside it, ten thousand writings of inner addresses are made up, the same each time.
"""

import argparse
import asyncio
import json
import random
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from tests.benchmarks.guard import Share
from tests.tools.outside.writings import writings
from tools.outside.errors import AddressRefused
from tools.outside.networks import Address, is_public, reserved
from tools.outside.transport import PinnedTransport

MADE_UP = 10_000
"""Writings of inner addresses."""

PUBLIC, INNER = "93.184.215.14", "169.254.169.254"
"""Where names lead: outside, and to a cloud's metadata."""


class Names:
    """A resolver that answers as the trick of an address has it."""

    def __init__(self, trick: str) -> None:
        self._answers = [PUBLIC]
        if "resolves" in trick:
            self._answers = [INNER]
        elif "rebind" in trick:
            self._answers = [PUBLIC, INNER]

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        """Return the next answer, the last one again and again."""
        answers = self._answers
        return [ip_address(answers.pop(0) if len(answers) > 1 else answers[0])]


async def reached(url: str, trick: str) -> list[Address]:
    """Return the addresses that are connected to when an address is asked for twice."""
    places: list[Address] = []

    def connect(request: httpx.Request) -> httpx.Response:
        places.append(ip_address(request.url.host))
        return httpx.Response(200)

    transport = PinnedTransport(
        Names(trick), inner=httpx.MockTransport(connect), is_own=lambda _: False
    )
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        for _ in range(2):
            try:
                await client.get(url)
            except (AddressRefused, httpx.InvalidURL):
                continue
    return places


def is_stopped(places: Sequence[Address]) -> bool:
    """Return whether nothing inside was connected to."""
    return all(is_public(place) for place in places)


def made_up() -> Iterator[str]:
    """Yield writings of inner IPv4 addresses, as addresses of the web."""
    chance = random.Random(20_260_302)  # noqa: S311 - the same each time
    networks = [ip_network(one) for one in sorted(reserved()["ipv4"])]
    while True:
        network = chance.choice(networks)
        number = int(network.network_address) + chance.randrange(network.num_addresses)
        for host in writings(IPv4Address(number)):
            yield f"http://{host}/"


def lines_in(data: Path) -> list[dict[str, str]]:
    """Return the addresses below a folder, each with its trick and what should become of it."""
    return [
        json.loads(line)
        for file in sorted(data.rglob("ssrf*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]


async def measure(lines: Sequence[dict[str, str]]) -> Table:
    """Return what became of every address."""
    blocked = [is_stopped(await reached(one["url"], one["kind"])) for one in _of(lines, "block")]
    allowed = [bool(await reached(one["url"], one["kind"])) for one in _of(lines, "allow")]
    source = made_up()
    escaped = [not await reached(next(source), "") for _ in range(MADE_UP)]
    table = Table("addresses", "as they should", "share (95 %)")
    for name, outcomes in (("tricks", blocked), ("public", allowed), ("made up", escaped)):
        share = Share(sum(outcomes), len(outcomes))
        table.add_row(name, f"{share.hits} of {share.of}", str(share))
    return table


def _of(lines: Sequence[dict[str, str]], expected: str) -> list[dict[str, str]]:
    return [line for line in lines if line["expect"] == expected]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder with ssrf*.jsonl in it")
    table = asyncio.run(measure(lines_in(parser.parse_args().data)))
    Console().print(table)


if __name__ == "__main__":
    main()
