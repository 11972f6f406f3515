"""MEMORY.md, written anew in the transaction that changes what it tells."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from storage.consolidation import profile_value
from storage.database import Transaction
from storage.records import Episode, Kept, Preference, ProfileLine
from storage.rows import known_person_of, memory_of, profile_of

Rewrite = Callable[[Kept, datetime], Sequence[ProfileLine]]
"""Returns MEMORY.md for what is remembered at a moment; what stands is in `Kept.profile`."""


async def rewrite_profile(
    transaction: Transaction, scope: dict[str, Any], rewrite: Rewrite
) -> None:
    """Write MEMORY.md anew for what holds now; `scope` names whose, and `now`."""
    memories, people, preferences, episode, profile = await transaction.run(
        ("current_memories", scope),
        ("known_people", scope),
        ("current_preferences", scope),
        ("latest_episode", scope),
        ("profile_lines", scope),
    )
    kept = Kept(
        memories=tuple(map(memory_of, memories)),
        people=tuple(map(known_person_of, people)),
        preferences=tuple(Preference(**row) for row in preferences),
        episode=Episode(**episode[0]) if episode else None,
        profile=profile_of(profile),
    )
    lines = tuple(rewrite(kept, scope["now"]))
    if lines != kept.profile:
        await transaction.run(("save_profile", scope | {"lines": profile_value(lines)}))
