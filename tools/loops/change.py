"""A loop after what became of it, as the database has it afterwards (`settle_loops`)."""

from dataclasses import replace
from datetime import datetime

from storage.records.loops import LoopChange, LoopStatus, LoopTurn, OpenLoop

STATUS: dict[LoopTurn, LoopStatus] = {
    "asked": "asked",
    "told": "closed",
    "hushed": "closed",
    "unspoken": "closed",
    "expired": "expired",
    "moved": "open",
    "invited": "open",
}


def changed(loop: OpenLoop, change: LoopChange, *, at: datetime) -> OpenLoop:
    """Return a loop after a change, which is one that it can go through."""
    becomes = change.becomes
    by = () if change.message_id is None else (change.message_id,)
    return replace(
        loop,
        status=STATUS[becomes],
        do_not_ask=becomes == "hushed" or (loop.do_not_ask and becomes != "invited"),
        asked_at=at if becomes == "asked" else _asked_at(loop, becomes),
        closed_at=at if becomes in {"told", "hushed", "expired"} else None,
        settled_by=(*loop.settled_by, *by),
        happens_from=change.happens_from or loop.happens_from,
        happens_until=change.happens_until or loop.happens_until,
        happens_precision=change.happens_precision or loop.happens_precision,
        due_from=change.due_from or loop.due_from,
        due_until=change.due_until or loop.due_until,
    )


def may_become(loop: OpenLoop, change: LoopChange) -> bool:
    """Return whether a loop can go through a change, and has not gone through it already."""
    if change.message_id is not None and change.message_id in loop.settled_by:
        return False
    waits = loop.status in {"open", "asked"}
    return {
        "asked": loop.status == "open",
        "told": loop.status != "closed",
        "hushed": not loop.do_not_ask,
        "unspoken": False,
        "expired": waits,
        "moved": waits and not loop.do_not_ask,
        "invited": True,
    }[change.becomes]


def _asked_at(loop: OpenLoop, becomes: LoopTurn) -> datetime | None:
    return None if becomes in {"moved", "invited"} else loop.asked_at
