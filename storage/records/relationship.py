"""How far a relationship with a persona has grown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Stage = Literal["just_met", "good_friends", "ambiguous", "partners"]

STAGES: tuple[Stage, ...] = ("just_met", "good_friends", "ambiguous", "partners")
"""刚认识, 好朋友, 暧昧, 情侣, in order."""

LARGEST_SCORE = 100.0
"""A score is a number of points from 0 to this; nobody is ever shown it."""

WEIGHTS_TOLERANCE = 1e-6
"""How far a sum of four decimal numbers may be from 1."""

RelationshipChangeKind = Literal[
    "grew", "refused", "cooled", "capped", "stepped_back", "held", "released"
]
"""What happened; `refused` is a step that was not taken, `capped` one back because of age."""

RelationshipMaker = Literal["judge", "time", "rule", "person"]

RelationshipReason = Literal[
    "earned", "too_soon", "farming", "one_sided", "unclear", "silence", "age", "wish"
]
"""Why; never in a model's own words, which would keep what a person may want forgotten."""


@dataclass(frozen=True, kw_only=True)
class StageThresholds:
    """The score from which each stage can be reached."""

    good_friends: float = 20.0
    ambiguous: float = 50.0
    partners: float = 80.0


@dataclass(frozen=True, kw_only=True)
class SignalWeights:
    """What brings somebody closer; the four are shares from 0 to 1 that add up to 1."""

    depth: float = 0.3
    vulnerability: float = 0.3
    humour: float = 0.2
    consistency: float = 0.2


@dataclass(frozen=True, kw_only=True)
class RelationshipConfig:
    """How a relationship grows and cools; a persona brings its own.

    Raises:
        ValueError: thresholds that do not rise within 0 to 100, weights that do not add up to 1, or
            a negative time or decay.
    """

    thresholds: StageThresholds = field(default_factory=StageThresholds)
    weights: SignalWeights = field(default_factory=SignalWeights)
    idle_days: float = 2.0
    """Days without talk before the score falls."""
    decay: float = 1.0
    """Points a day that it falls then."""
    furthest: Stage = "partners"
    """The stage beyond which this persona does not go."""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        steps, weights = self.thresholds, self.weights
        rising = 0 < steps.good_friends < steps.ambiguous < steps.partners <= LARGEST_SCORE
        if not rising:
            raise ValueError("each stage needs a higher score than the one before, 100 at most")
        shares = (weights.depth, weights.vulnerability, weights.humour, weights.consistency)
        if min(shares) < 0 or abs(sum(shares) - 1) > WEIGHTS_TOLERANCE:
            raise ValueError("weights are shares that add up to 1")
        if self.idle_days < 0 or self.decay < 0:
            raise ValueError("idle days and decay are not negative")


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """One person's relationship with one persona."""

    agent_id: str
    since: datetime
    """When this stage began."""
    counted_to: datetime
    """The moment that the score is of: silence up to here is counted."""
    stage: Stage = "just_met"
    score: float = 0.0
    """From 0 to `LARGEST_SCORE`."""
    held_at: datetime | None = None
    """When the person asked to stay at this stage; None when they did not."""
    last_turn_at: datetime | None = None
    gained: float = 0.0
    """Points of the day `gained_on`."""
    gained_on: date | None = None
    """The latest day of the person's own that points were counted on."""
    read_position: int = 0
    """How far the talk was read."""
    revision: int = 0
    """Counts what was written, so that nobody writes over what they have not seen."""


@dataclass(frozen=True, kw_only=True)
class RelationshipChange:
    """Something that happened to a relationship."""

    kind: RelationshipChangeKind
    from_stage: Stage
    to_stage: Stage
    made_by: RelationshipMaker
    reason: RelationshipReason
    made_at: datetime
