"""How relationships with a persona of the cast grow, as the persona itself says."""

from storage.cast import cast
from storage.records.persona import Evolution
from storage.records.relationship import (
    RelationshipConfig,
    SignalWeights,
    StageThresholds,
)


def config_of(agent_id: str | None) -> RelationshipConfig:
    """Return how relationships with a persona grow; as usual for one that is not of the cast."""
    persona = cast().get(agent_id or "")
    return config_from(persona.evolution) if persona else RelationshipConfig()


def config_from(evolution: Evolution) -> RelationshipConfig:
    """Return what a card says of how its relationships grow and cool."""
    steps, weights = evolution.thresholds, evolution.weights
    return RelationshipConfig(
        thresholds=StageThresholds(
            good_friends=steps.good_friends, ambiguous=steps.ambiguous, partners=steps.partners
        ),
        weights=SignalWeights(
            depth=weights.depth,
            vulnerability=weights.vulnerability,
            humour=weights.humour,
            consistency=weights.consistency,
        ),
        idle_days=evolution.idle_days,
        decay=evolution.decay,
        furthest=evolution.furthest,
    )
