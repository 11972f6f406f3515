"""A word that stands in one prompt and nowhere else: whoever says it has read it there."""

import hmac
from datetime import UTC, datetime
from uuid import UUID

ALPHABET = "bcdfghjkmnpqrstvwxz"
"""No vowels and no look-alikes: no word in any language begins with three of these by chance."""

LETTERS = 16
"""Letters of a canary: 68 bits, out of reach for guessing."""


def canary(key: bytes, person_id: UUID, agent_id: str | None, now: datetime) -> str:
    """Return the canary of a person's prompts with one companion on one day.

    It stands where the prompt stops being the same for everybody, so that neither the part that
    people share nor the part that turns share leaves a provider's cache; at midnight (UTC) it
    changes, and one that got out is worth nothing any more.

    Args:
        key: the server's own; the same key gives the same canary.
        person_id: of whom the prompt speaks.
        agent_id: of the persona, None for Lumi.
        now: the time of the turn.
    """
    scope = f"{person_id}/{agent_id or ''}/{now.astimezone(UTC).date().isoformat()}"
    digest = int.from_bytes(hmac.digest(key, f"canary/{scope}".encode(), "sha256"))
    letters = list[str]()
    for _ in range(LETTERS):
        digest, place = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
