"""Carry a relationship over what was said since it was last looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from storage.records.person import AgeGroup
from storage.records.relationship import (
    Relationship,
    RelationshipChange,
    RelationshipConfig,
    RelationshipReason,
    Stage,
)
from tools.relationship.score import (
    MOST_A_DAY,
    added,
    after_silence,
    consistency,
    delta,
    freshness,
)
from tools.relationship.signals import Reading, read_signals
from tools.relationship.stages import Stepped, capped, cooled, moved, threshold
from tools.relationship.turns import Turn

REMEMBERED_TURNS = 30
"""Turns back in which the same words are known again."""

SETBACK = 5.0
"""Points below a threshold at which a refused step leaves a score: a full day of talk."""

FARMING_SETBACK = 15.0
"""The same for a score that was farmed."""


@dataclass(frozen=True, kw_only=True)
class Grown:
    """What a reading of some turns came to."""

    relationship: Relationship
    changes: tuple[RelationshipChange, ...] = ()


def grow(
    relationship: Relationship,
    turns: Sequence[Turn],
    *,
    before: Sequence[Turn],
    config: RelationshipConfig,
    age: AgeGroup | None,
    zone: tzinfo,
    now: datetime,
) -> Grown:
    """Return a relationship after some turns; upwards its stage never moves here.

    Args:
        relationship: as it was.
        turns: what the person said since, oldest first.
        before: what they said lately before that, in which repetitions are looked for.
        config: how this persona's relationships grow.
        age: the person's, as far as it is known.
        zone: the person's time zone, by which days are counted.
        now: when this happens.
    """
    relationship, changes = capped(relationship, config=config, age=age, now=now)
    if relationship.held_at is not None:
        return Grown(relationship=_passed(relationship, turns), changes=changes)
    said = [read_signals(turn.text).terms for turn in before[-REMEMBERED_TURNS:]]
    for turn in turns:
        reading = read_signals(turn.text)
        known = frozenset[str]().union(*said[-REMEMBERED_TURNS:])
        relationship, cooling = silent(relationship, turn.said_at, config=config)
        relationship = _scored(relationship, turn, reading, known, config, zone)
        said.append(reading.terms)
        changes += cooling
    return Grown(relationship=relationship, changes=changes)


def silent(relationship: Relationship, now: datetime, *, config: RelationshipConfig) -> Stepped:
    """Return a relationship after the silence up to a moment; one that is held stays as it is."""
    if relationship.held_at is not None:
        return relationship, ()
    score = after_silence(
        relationship.score,
        last_turn_at=relationship.last_turn_at,
        counted_to=relationship.counted_to,
        now=now,
        config=config,
    )
    counted_to = max(relationship.counted_to, now)
    return cooled(replace(relationship, score=score, counted_to=counted_to), config=config, now=now)


def confirmed(relationship: Relationship, stage: Stage, *, now: datetime) -> Stepped:
    """Return a relationship that has come to its next stage."""
    return moved(relationship, stage, "grew", by="judge", because="earned", now=now)


def refused(
    relationship: Relationship,
    stage: Stage,
    reason: RelationshipReason,
    *,
    config: RelationshipConfig,
    now: datetime,
) -> Stepped:
    """Return a relationship that did not come to its next stage, its score set back from there.

    It stays where it is: the score falls no lower than the present stage's own threshold.
    """
    setback = FARMING_SETBACK if reason == "farming" else SETBACK
    floor = min(relationship.score, threshold(relationship.stage, config))
    score = max(floor, min(relationship.score, threshold(stage, config) - setback))
    change = RelationshipChange(
        kind="refused",
        from_stage=relationship.stage,
        to_stage=stage,
        made_by="judge",
        reason=reason,
        made_at=now,
    )
    return replace(relationship, score=score), (change,)


def _passed(relationship: Relationship, turns: Sequence[Turn]) -> Relationship:
    """Return a held relationship after some turns: it has seen them, and nothing more."""
    if not turns:
        return relationship
    last = turns[-1].said_at
    return replace(relationship, last_turn_at=last, counted_to=last)


def _scored(
    relationship: Relationship,
    turn: Turn,
    reading: Reading,
    known: frozenset[str],
    config: RelationshipConfig,
    zone: tzinfo,
) -> Relationship:
    steady = consistency(relationship.last_turn_at, turn.said_at, zone=zone)
    signals = replace(reading.signals, consistency=steady)
    points = delta(signals, freshness(reading, known), weights=config.weights)
    today = turn.said_at.astimezone(zone).date()
    # A day that lies before the last one is a journey westwards, and brings no second allowance.
    begins = relationship.gained_on is None or today > relationship.gained_on
    gained = 0.0 if begins else relationship.gained
    points = min(points, max(0.0, MOST_A_DAY - gained))
    return replace(
        relationship,
        score=added(relationship.score, points),
        gained=gained + points,
        gained_on=today if begins else relationship.gained_on,
        last_turn_at=turn.said_at,
    )
