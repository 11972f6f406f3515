"""Thoughts of a night for tomorrow: few, mannerly, and each with what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from storage.records.reflection import Thought
from tools.memory.evidence import is_placeholder, is_refusal
from tools.memory.likeness import overlap, words
from tools.memory.merge import content_hash
from tools.outreach.hushed import is_hushed
from tools.outreach.manners import unmannerly
from tools.reflection.conclusions import SAYS_NOTHING_NEW
from tools.reflection.doubts import Rejection, may_not_stand
from tools.reflection.references import Grounds, Shown, grounds_of

MOST_THOUGHTS = 3
"""Thoughts for tomorrow; one is brought up."""
LONGEST_THOUGHT = 200

GOOD_FOR = timedelta(days=4)
"""After this a thought for tomorrow is yesterday's."""


@dataclass(frozen=True, kw_only=True)
class Opener:
    """A thought as a model proposed it."""

    text: str
    evidence: tuple[str, ...]


def thought_from(
    one: Opener,
    shown: Shown,
    *,
    thoughts: Sequence[Thought],
    forbidden: Sequence[str],
    now: datetime,
) -> Thought | Rejection:
    """Return the thought that may be kept, or why none may."""
    text = " ".join(one.text.split())
    if not 0 < len(text) <= LONGEST_THOUGHT or is_placeholder(text) or is_refusal(text):
        return "reflection_wrong_value"
    grounds = grounds_of(one.evidence, shown)
    if not grounds.message_ids and not grounds.memory_ids:
        return "reflection_no_evidence"
    if may_not_stand(text, grounds):
        return "reflection_unsafe"
    about = (text, *grounds.texts[:1])
    if any(
        unmannerly(one, secret="", forbidden=forbidden) or is_hushed(one, forbidden)
        for one in about
    ):
        return "reflection_unmannerly"
    if len(thoughts) == MOST_THOUGHTS or any(_is_alike(text, other.text) for other in thoughts):
        return "reflection_too_many"
    return Thought(
        id=_thought_id(text, grounds),
        text=text,
        source_message_ids=grounds.message_ids,
        memory_ids=grounds.memory_ids,
        made_at=now,
        good_until=now + GOOD_FOR,
    )


def _thought_id(text: str, grounds: Grounds) -> UUID:
    first = next(iter((*grounds.message_ids, *grounds.memory_ids)))
    return uuid5(first, f"thought {content_hash(text)}")


def _is_alike(one: str, other: str) -> bool:
    return overlap(words(one), words(other)) >= SAYS_NOTHING_NEW
