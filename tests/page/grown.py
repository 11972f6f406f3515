"""A Lumi that has become somebody in a month, as its snapshots would be kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from storage.records.personality import Becoming, Personality, Snapshot
from tests.page.house import PageHouse

AT_FIRST = Personality(
    essence=(
        "You are plain and honest, and you say what you think in few words. You notice what is "
        "said in passing."
    ),
    tone="plain, honest, warm",
    pace="unhurried",
    interests="looking at the stars",
    manner="Listen first; no advice unless they ask for it.",
)

LATER = replace(
    AT_FIRST,
    essence=(
        "You are light and quick to smile, and you tease a little when they do. You keep to their "
        "pace and notice what is said in passing."
    ),
    tone="warm, light, a little playful",
    interests="looking at the stars, bad maps, night buses",
)

MONTH: tuple[Mapping[str, Any], ...] = (
    {
        "ago": 30,
        "reason": "emerged",
        "name": "Lumi",
        "personality": AT_FIRST,
        "changed": "A first manner has come out: plain, honest, warm.",
        "why": "They ask for plain words and keep to a sentence or two.",
    },
    {
        "ago": 29,
        "reason": "named",
        "name": "Nova",
        "personality": AT_FIRST,
        "source_message_ids": (UUID(int=1),),
    },
    {
        "ago": 12,
        "reason": "refreshed",
        "name": "Nova",
        "personality": LATER,
        "changed": "From plain, honest, warm to warm, light, a little playful.",
        "why": "They laugh easily, most of all about themselves.",
    },
)
"""What happened, so many days ago."""


async def make_grown(house: PageHouse) -> None:
    """Let Lumi have become somebody over a month."""
    owner, now = await house.owner(), house.clock.now()
    for told in MONTH:
        at = now - timedelta(days=told["ago"])
        changes = {name: value for name, value in told.items() if name != "ago"}

        def state(before: Becoming, changes: Mapping[str, Any] = changes, at: Any = at) -> Snapshot:
            number = before.latest.number + 1 if before.latest else 1
            return Snapshot(number=number, created_at=at, **changes)

        await house.running.personalities.change(owner.id, None, state)
