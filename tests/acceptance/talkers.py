"""People who talk on two servers at once, and what each of their devices must have seen."""

from dataclasses import dataclass, field
from typing import Any

from tests.acceptance.records import frames_of, messages_of
from tests.clients import Device, Frame

SERVERS = ("serve-0", "serve-1")


@dataclass
class Seat:
    """One device of a talker, on one server, that comes back whenever that server does."""

    talker: "Talker"
    server: str
    frames: list[Frame] = field(default_factory=list)
    device: Device | None = None

    @property
    def last_seq(self) -> int:
        return max((frame["seq"] for frame in self.frames), default=0)

    def keep(self) -> None:
        """Take over what the connection has brought."""
        if self.device is not None:
            self.frames += self.device.stream
            self.talker.acknowledged |= {frame["clientId"] for frame in self.device.of("ack")}
            self.talker.gaps += len(self.device.of("notice", kind="gap"))
            self.device = None


@dataclass
class Talker:
    """Somebody who goes on talking whatever happens."""

    subject: str
    style: str
    seats: list[Seat] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    gaps: int = 0

    def __post_init__(self) -> None:
        self.seats = [Seat(self, server) for server in SERVERS]


async def talk_is_well(talker: Talker, database_url: str) -> None:
    """Every message was answered once, and every device has seen every frame."""
    stored = await messages_of(database_url, talker.subject)
    mine = [row for row in stored if row["role"] == "user"]
    assert sorted(row["client_id"] for row in mine) == sorted(talker.said), "lost, or stored twice"
    assert all(row["settled"] and row["answered_by"] for row in mine), "left unanswered"
    replies = [row for row in stored if row["role"] == "assistant"]
    assert {row["id"] for row in replies} == {row["answered_by"] for row in mine}, "twice"
    assert talker.gaps == 0
    frames = await frames_of(database_url, talker.subject)
    for seat in talker.seats:
        _frames_are_right(seat, frames, replies)


def _frames_are_right(
    seat: Seat, stored: list[tuple[int, dict[str, Any]]], replies: list[dict[str, Any]]
) -> None:
    numbers = [frame["seq"] for frame in seat.frames]
    assert numbers == sorted(set(numbers)), "a frame came twice or out of order"
    seen = {frame["seq"]: frame for frame in seat.frames}
    unseen = [body for seq, body in stored if seen.get(seq) != body]
    assert not unseen, f"{len(unseen)} stored frames were never seen on {seat.server}"
    done = [frame["messageId"] for frame in seat.frames if frame["type"] == "done"]
    assert done == [str(row["id"]) for row in replies]
    for row in replies:
        words = [frame for frame in seat.frames if frame.get("messageId") == str(row["id"])]
        text = "".join(frame["text"] for frame in words if frame["type"] == "token")
        assert text == row["content"]
