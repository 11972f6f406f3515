"""What a person may do with a relationship: stay where it is, go on, or step back."""

from dataclasses import replace
from datetime import datetime

from storage.records.relationship import STAGES, Relationship, RelationshipConfig, Stage
from tools.relationship.grow import SETBACK
from tools.relationship.stages import Stepped, moved, threshold


def hold(relationship: Relationship, *, now: datetime) -> Stepped:
    """Return a relationship that stays at its stage until it is released; twice is like once."""
    if relationship.held_at is not None:
        return relationship, ()
    held = replace(relationship, held_at=now)
    return moved(held, held.stage, "held", by="person", because="wish", now=now)


def release(relationship: Relationship, *, now: datetime) -> Stepped:
    """Return a relationship that may move again; the time it was held counts for nothing."""
    if relationship.held_at is None:
        return relationship, ()
    released = replace(relationship, held_at=None, counted_to=now)
    return moved(released, released.stage, "released", by="person", because="wish", now=now)


def step_back(
    relationship: Relationship,
    *,
    config: RelationshipConfig,
    now: datetime,
    to: Stage | None = None,
) -> Stepped:
    """Return a relationship at an earlier stage, one back or back to `to`, and held there.

    Whoever steps back is not led forward again unless they release it; its score is then at a day's
    distance from the next stage. Stepping back to where one is, or forward, changes nothing.
    """
    place = STAGES.index(relationship.stage)
    target = max(0, place - 1) if to is None else STAGES.index(to)
    if target >= place:
        return relationship, ()
    following = threshold(STAGES[target + 1], config)
    score = max(0.0, min(relationship.score, following - SETBACK))
    back = replace(relationship, score=score, held_at=relationship.held_at or now)
    return moved(back, STAGES[target], "stepped_back", by="person", because="wish", now=now)
