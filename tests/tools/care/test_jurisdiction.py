from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from storage.records import Person
from tools.care.breaks import HEAVY_DAY
from tools.care.jurisdiction import measures_for, packs, packs_for, shortest

HOUR = timedelta(hours=1)
PERSON = Person(id=uuid4(), subject="anna", timezone="Europe/London")


def keys(**where: str | None) -> set[str]:
    unsaid = dict.fromkeys(("country", "region", "timezone"))
    found = packs_for(**unsaid | where)
    assert found[0].key == "default"
    return {pack.key for pack in found[1:]}


@pytest.mark.parametrize(
    ("region", "pack"),
    [("US-NY", "new_york"), ("US-CA", "california"), ("US-WA", "washington"), ("US-OR", "oregon")],
)
def test_a_stated_region_decides(region: str, pack: str) -> None:
    assert keys(country="US", region=region, timezone="Asia/Shanghai") == {pack}
    assert keys(region=region) == {pack}


def test_a_region_without_a_pack_has_the_rules_of_everywhere() -> None:
    assert keys(country="US", region="US-TX", timezone="America/New_York") == set()


def test_a_region_of_another_country_is_passed_over() -> None:
    assert keys(country="CN", region="US-NY", timezone="America/New_York") == {"china"}


def test_a_stated_country_is_narrowed_by_the_time_zone() -> None:
    assert keys(country="US", timezone="America/New_York") == {"new_york"}
    assert keys(country="US", timezone="America/Los_Angeles") == {
        "california", "washington", "oregon"
    }  # fmt: skip
    assert keys(country="GB", timezone="America/New_York") == set()
    assert keys(country="CN", region="CN-SH") == {"china"}


def test_where_the_time_zone_says_nothing_of_the_country_all_its_packs_count() -> None:
    assert keys(country="US", timezone="Europe/Berlin") == {
        "new_york", "california", "washington", "oregon"
    }  # fmt: skip


def test_of_somebody_who_stated_nothing_the_time_zone_speaks() -> None:
    assert keys(timezone="America/Boise") == {"oregon"}
    assert keys(timezone="Asia/Shanghai") == {"china"}
    assert keys(timezone="Europe/London") == set()
    assert keys() == set()


def test_the_strictest_wins() -> None:
    both = (packs()["california"], packs()["washington"])
    assert shortest("break_minor", both) == HOUR
    with pytest.raises(ValueError, match="empty"):
        shortest("quiet", both)


def test_everywhere_is_at_least_as_strict_as_any_state() -> None:
    for pack in packs().values():
        if "US" in pack.countries:
            for rule in pack.rules:
                own = packs()["default"].rule(rule.key)
                assert own is not None or not rule.kept
                assert rule.every is None or shortest(rule.key, [packs()["default"]]) <= rule.every


def test_every_rule_has_its_words_and_its_source() -> None:
    for pack in packs().values():
        assert pack.names["en"]
        assert pack.names["zh"]
        for rule in pack.rules:
            assert rule.source
            assert rule.texts["en"]
            assert rule.texts["zh"]


@pytest.mark.parametrize(
    ("changes", "every"),
    [
        ({}, 3 * HOUR),
        ({"age_group": "adult"}, 3 * HOUR),
        ({"age_group": "minor"}, HOUR),
        ({"country": "CN"}, 2 * HOUR),
        ({"timezone": "Asia/Shanghai"}, 2 * HOUR),
        ({"country": "CN", "age_group": "minor"}, HOUR),
        ({"country": "US", "region": "US-CA", "age_group": "minor"}, HOUR),
        ({"country": "US", "region": "US-NY"}, 3 * HOUR),
    ],
)
def test_breaks_come_as_often_as_place_and_age_ask(
    changes: dict[str, Any], every: timedelta
) -> None:
    person = replace(PERSON, **changes)
    assert measures_for(person, assumed_timezone=None).break_every == every


def test_a_time_zone_that_was_only_assumed_says_nothing() -> None:
    person = replace(PERSON, timezone="Asia/Shanghai")
    measures = measures_for(person, assumed_timezone="Asia/Shanghai")
    assert measures.break_every == 3 * HOUR


def test_the_gentle_word_comes_when_the_person_wants_it() -> None:
    wishes = {None: HEAVY_DAY, 2: 2 * HOUR, 0: None}
    for hours, expected in wishes.items():
        person = replace(PERSON, heavy_use_hours=hours)
        assert measures_for(person, assumed_timezone=None).heavy_day == expected
