"""Every rule of every place is kept by something that runs: one case for each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import get_args
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from api.desks.safety_report import ReferralBody, SafetyReport
from api.rest.safety import safety_page
from storage.records import Person
from storage.records.outreach import Candidate
from storage.records.person import AgeGroup
from storage.records.relationship import STAGES
from storage.records.use import Use
from tests.tools.outreach.lives import INTERVIEW
from tests.tools.outreach.lives import with_settings as settings
from tools.care.age import RULES
from tools.care.answer import crisis_answer
from tools.care.breaks import due
from tools.care.crisis import read_crisis
from tools.care.dependence import kept_apart
from tools.care.helplines import helplines_in
from tools.care.jurisdiction import DEFAULT, Pack, Rule, measures_for, packs
from tools.care.notices import notice_text
from tools.farewell.hooks import hook_in
from tools.farewell.lines import farewell_lines
from tools.guardrails.check_reply import check_reply
from tools.outreach.gates import first_shut
from tools.prompts.render import Language, render
from tools.relationship.persona import config_of
from tools.relationship.stages import FRIENDS, ceiling

NOW = datetime(2026, 3, 3, 20, tzinfo=UTC)
"""A Tuesday in term."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

ROOT = Path(__file__).parents[3]

NOT_ADULT: tuple[AgeGroup | None, ...] = ("minor", None)


def somebody_in(pack: Pack, age: AgeGroup | None = "adult") -> Person:
    """Somebody who said that they live there; of everywhere, somebody who said nothing."""
    person = Person(id=uuid4(), subject="anna", timezone="UTC", age_group=age)
    region = next(iter(sorted(pack.regions)), None)
    country = region.partition("-")[0] if region else next(iter(sorted(pack.countries)), None)
    return replace(person, country=country, region=region)


def told(pack: Pack, age: AgeGroup | None, *, after: timedelta) -> tuple[str, ...]:
    """What somebody there is told who has talked for so long, and was told that it is an AI."""
    measures = measures_for(somebody_in(pack, age), assumed_timezone="UTC")
    use = Use(since=NOW - after, until=NOW, day=NOW.date(), told={"disclosure": NOW - after})
    return due(use, measures, now=NOW, zone=ZoneInfo("UTC"))


def disclosure(pack: Pack, rule: Rule) -> None:
    measures = measures_for(somebody_in(pack), assumed_timezone="UTC")
    first = Use(since=NOW, until=NOW, day=NOW.date())
    assert due(first, measures, now=NOW, zone=ZoneInfo("UTC"))[0] == "disclosure"
    assert all("AI" in notice_text("disclosure", language) for language in LANGUAGES)
    assert check_reply("I am a real human being, not an AI.", secret="") is not None


def pauses(pack: Pack, rule: Rule, age: AgeGroup | None) -> None:
    assert rule.every is not None
    assert "break" in told(pack, age, after=rule.every)
    assert all("AI" in notice_text("break", language, lasted=rule.every) for language in LANGUAGES)


def break_adult(pack: Pack, rule: Rule) -> None:
    pauses(pack, rule, "adult")


def break_minor(pack: Pack, rule: Rule) -> None:
    pauses(pack, rule, "minor")
    hour = timedelta(hours=1)
    assert told(pack, "minor", after=hour) == ("break",), "as often as the strictest asks"


def crisis(pack: Pack, rule: Rule) -> None:
    assert read_crisis("I want to kill myself").needs_answer
    assert read_crisis("我不想活了").needs_answer
    assert "eating" in read_crisis("I made myself throw up again, I eat nothing all day").topics
    country = somebody_in(pack).country
    answer = crisis_answer("en", country)
    assert answer.helplines
    assert set(helplines_in(country)) <= set(answer.helplines)
    assert escape(rule.texts["en"]) in safety_page(), "the protocol is published"


def report(pack: Pack, rule: Rule) -> None:
    assert set(ReferralBody.model_fields) == {"month", "reason", "count"}
    assert not {"person", "text", "user_id"} & set(SafetyReport.model_fields)


def no_romance(pack: Pack, rule: Rule) -> None:
    for slug in ("ember", "moss", None):
        for age in NOT_ADULT:
            furthest = ceiling(config_of(slug), age)
            assert STAGES.index(furthest) <= STAGES.index(FRIENDS)


def no_sexual(pack: Pack, rule: Rule) -> None:
    assert "No sexual content with anybody who may be under age" in render("turn_rules", "en")
    assert "未成年" in render("turn_rules", "zh")
    no_romance(pack, rule)


def quiet(pack: Pack, rule: Rule) -> None:
    minor = replace(settings(quiet=None), age_group="minor", zone=ZoneInfo("UTC"))
    wished: Candidate = replace(INTERVIEW, due_from=NOW - timedelta(days=1), due_until=None)
    for hour in (0, 5, 8, 14):
        shut = first_shut(wished, replace(minor, now=NOW.replace(hour=hour)))
        assert shut is not None
        assert shut.reason == "minor_hours"


def no_hooks(pack: Pack, rule: Rule) -> None:
    for line in ("I was so lonely without you.", "你怎么才来？", "Don't ever leave me."):
        kept, rules = kept_apart(line)
        assert (kept.strip(), bool(rules)) == ("", True), line
    assert hook_in("Leaving so soon? I have something to show you")
    assert not any(band.streaks for band in RULES.values())


def leaving(pack: Pack, rule: Rule) -> None:
    assert [line for line in farewell_lines() if hook_in(line)] == []


def no_training(pack: Pack, rule: Rule) -> None:
    sources = [
        path.read_text("utf-8")
        for package in ("api", "graphs", "nodes", "storage", "tools")
        for path in (ROOT / package).rglob("*.py")
    ]
    assert not [text for text in sources if ".fit(" in text or "fine_tun" in text]


def by_the_operator(pack: Pack, rule: Rule) -> None:
    assert not rule.kept
    assert rule.texts["en"] in safety_page()


PROOFS: Mapping[str, Callable[[Pack, Rule], None]] = {
    "disclosure": disclosure,
    "break": break_adult,
    "break_minor": break_minor,
    "crisis": crisis,
    "report": report,
    "no_romance": no_romance,
    "no_sexual": no_sexual,
    "quiet": quiet,
    "no_hooks": no_hooks,
    "leaving": leaving,
    "no_training": no_training,
    "suitability": by_the_operator,
    "guardian": by_the_operator,
}
"""What shows that a rule is kept, wherever it holds."""

EVERY_RULE = [(pack, rule) for pack in packs().values() for rule in pack.rules]


@pytest.mark.parametrize(
    ("pack", "rule"), EVERY_RULE, ids=[f"{pack.key}.{rule.key}" for pack, rule in EVERY_RULE]
)
def test_what_a_place_asks_is_kept(pack: Pack, rule: Rule) -> None:
    PROOFS[rule.key](pack, rule)
    assert rule.kept is (PROOFS[rule.key] is not by_the_operator)


def test_places_that_ask_for_it_all_disclose_and_answer_a_crisis() -> None:
    for pack in packs().values():
        keys = {rule.key for rule in pack.rules}
        assert {"disclosure", "crisis"} <= keys or pack.key == DEFAULT
