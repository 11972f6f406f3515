"""How relationships with a persona of the cast grow, as the persona itself says."""

from collections.abc import Mapping

from storage.cast import cast
from storage.records.persona import Evolution, RelationshipStage
from storage.records.relationship import (
    RelationshipConfig,
    SignalWeights,
    Stage,
    StageThresholds,
)

STAGE_OF: Mapping[RelationshipStage, Stage] = {
    "just_met": "just_met",
    "good_friends": "good_friends",
    "flirting": "ambiguous",
    "partners": "partners",
}
"""The stage that a card means: 暧昧 has two names in English."""


def config_of(agent_id: str | None) -> RelationshipConfig:
    """Return how relationships with a persona grow; as usual for one that is not of the cast."""
    persona = cast().get(agent_id or "")
    return config_from(persona.evolution) if persona else RelationshipConfig()


def config_from(evolution: Evolution) -> RelationshipConfig:
    """Return what a card says of how its relationships grow and cool."""
    steps, weights = evolution.thresholds, evolution.weights
    return RelationshipConfig(
        thresholds=StageThresholds(
            good_friends=steps.good_friends, ambiguous=steps.flirting, partners=steps.partners
        ),
        weights=SignalWeights(
            depth=weights.depth,
            vulnerability=weights.vulnerability,
            humour=weights.humour,
            consistency=weights.consistency,
        ),
        idle_days=evolution.idle_days,
        decay=evolution.decay,
        furthest=STAGE_OF[evolution.furthest],
    )
