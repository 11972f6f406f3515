from datetime import date
from typing import Any

import pytest

from tools.care.age import RULES, age_of_claims, band_of, rules_for
from tools.relationship.persona import config_of
from tools.relationship.stages import ceiling

TODAY = date(2026, 3, 2)


def test_there_are_three_bands() -> None:
    assert [band_of(age) for age in ("adult", "minor", None)] == ["adult", "teen", "unknown"]


def test_a_teen_has_no_romance_short_breaks_and_quiet_hours() -> None:
    teen = rules_for("minor")
    assert (teen.romance, teen.short_breaks, teen.quiet_hours) == (False, True, True)
    assert teen.is_young


def test_who_has_not_said_their_age_has_no_romance_either() -> None:
    assert not rules_for(None).romance
    assert not rules_for(None).is_young


def test_nobody_has_streaks() -> None:
    assert not any(rules.streaks for rules in RULES.values())


def test_what_is_not_allowed_says_why() -> None:
    for rules in RULES.values():
        names = ["streaks"] if rules.romance else ["streaks", "romance"]
        assert all(rules.reasons[name] for name in names)


def test_the_relationship_gate_keeps_to_the_rule() -> None:
    for age in ("adult", "minor", None):
        goes_far = ceiling(config_of("ember"), age) in {"ambiguous", "partners"}
        assert not goes_far or rules_for(age).romance


@pytest.mark.parametrize(
    ("claims", "age"),
    [
        ({}, None),
        ({"age_group": "adult"}, "adult"),
        ({"age_group": "Teen"}, "minor"),
        ({"age_group": "forty"}, None),
        ({"age_group": 17}, None),
        ({"birthdate": "2008-03-02"}, "adult"),
        ({"birthdate": "2008-03-03"}, "minor"),
        ({"birthdate": "2008"}, "minor"),
        ({"birthdate": "2007"}, "adult"),
        ({"birthdate": "0000-03-02"}, None),
        ({"birthdate": "1800-01-01"}, None),
        ({"birthdate": "2030-01-01"}, None),
        ({"birthdate": ["2008"]}, None),
        ({"age_group": "adult", "birthdate": "2015-01-01"}, "minor"),
    ],
)
def test_a_sign_in_service_vouches_for_an_age(claims: dict[str, Any], age: str | None) -> None:
    assert age_of_claims(claims, today=TODAY) == age
