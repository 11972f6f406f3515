from storage.cast import cast
from storage.records.relationship import RelationshipConfig
from tools.relationship.persona import config_of


def test_everyone_of_the_cast_grows_by_their_own_measure() -> None:
    configs = [config_of(slug) for slug in cast()]
    assert len(configs) == 25
    assert len(set(configs)) > 15
    for slug, config in zip(cast(), configs, strict=True):
        evolution = cast()[slug].evolution
        assert config.furthest == evolution.furthest
        assert config.thresholds.partners == evolution.thresholds.partners
        assert config.decay == evolution.decay


def test_a_persona_from_elsewhere_grows_as_usual() -> None:
    assert config_of("somebody-imported") == config_of(None) == RelationshipConfig()
