"""Which stage a relationship is at, may come to, or falls back to."""

from dataclasses import replace
from datetime import datetime, timedelta

from storage.records.person import AgeGroup
from storage.records.relationship import (
    STAGES,
    Relationship,
    RelationshipChange,
    RelationshipChangeKind,
    RelationshipConfig,
    RelationshipMaker,
    RelationshipReason,
    Stage,
)

HYSTERESIS = 10.0
"""Points below its threshold at which a stage is lost: what wavers at a threshold stays put."""

SHORTEST_STAY = timedelta(days=2)
"""How long a stage lasts before the next one may begin, so that none is skipped."""

FRIENDS: Stage = "good_friends"
"""As far as anybody goes who is not known to be an adult; and silence takes no friendship away."""

Stepped = tuple[Relationship, tuple[RelationshipChange, ...]]
"""A relationship, and what happened to it; nothing where nothing did."""


def threshold(stage: Stage, config: RelationshipConfig) -> float:
    """Return the score from which a stage can be reached; 0 for the first."""
    return 0.0 if stage == "just_met" else float(getattr(config.thresholds, stage))


def ceiling(config: RelationshipConfig, age: AgeGroup | None) -> Stage:
    """Return the furthest stage for a person: friendship, unless they are known to be an adult."""
    return config.furthest if age == "adult" else earlier(FRIENDS, config.furthest)


def earlier(one: Stage, other: Stage) -> Stage:
    """Return the earlier of two stages."""
    return one if STAGES.index(one) <= STAGES.index(other) else other


def seen_stage(
    relationship: Relationship, config: RelationshipConfig, age: AgeGroup | None
) -> Stage:
    """Return the stage as it counts at this moment: never beyond what age allows."""
    return earlier(relationship.stage, ceiling(config, age))


def proposed(
    relationship: Relationship,
    *,
    config: RelationshipConfig,
    age: AgeGroup | None,
    now: datetime,
) -> Stage | None:
    """Return the next stage if the score has come so far; None while anything stands against it.

    Against it stand the person who holds the stage, an age that is not known, the persona's own
    limit, and a stage that has only just begun.
    """
    place = STAGES.index(relationship.stage)
    if relationship.held_at is not None or place >= STAGES.index(ceiling(config, age)):
        return None
    if now - relationship.since < SHORTEST_STAY:
        return None
    following = STAGES[place + 1]
    return following if relationship.score >= threshold(following, config) else None


def cooled(relationship: Relationship, *, config: RelationshipConfig, now: datetime) -> Stepped:
    """Return a relationship after its score fell: back by stages, but never below friendship."""
    stage = relationship.stage
    while (
        STAGES.index(stage) > STAGES.index(FRIENDS)
        and relationship.score < threshold(stage, config) - HYSTERESIS
    ):
        stage = STAGES[STAGES.index(stage) - 1]
    if relationship.held_at is not None or stage == relationship.stage:
        return relationship, ()
    return moved(relationship, stage, "cooled", by="time", because="silence", now=now)


def capped(
    relationship: Relationship,
    *,
    config: RelationshipConfig,
    age: AgeGroup | None,
    now: datetime,
) -> Stepped:
    """Return a relationship within what age allows, whatever else holds."""
    stage = seen_stage(relationship, config, age)
    if stage == relationship.stage:
        return relationship, ()
    return moved(relationship, stage, "capped", by="rule", because="age", now=now)


def moved(
    relationship: Relationship,
    stage: Stage,
    kind: RelationshipChangeKind,
    *,
    by: RelationshipMaker,
    because: RelationshipReason,
    now: datetime,
) -> Stepped:
    """Return a relationship at a stage, with a note of how it came there."""
    change = RelationshipChange(
        kind=kind,
        from_stage=relationship.stage,
        to_stage=stage,
        made_by=by,
        reason=because,
        made_at=now,
    )
    if stage == relationship.stage:
        return relationship, (change,)
    return replace(relationship, stage=stage, since=now), (change,)
