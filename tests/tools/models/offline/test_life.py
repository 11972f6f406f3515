from datetime import date

import pytest

from tests.tools.models.offline import life_en, life_zh
from tools.models.offline.fact import Fact
from tools.models.offline.facts import fact_of, facts_in

TOLD = [*life_en.TOLD, *life_zh.TOLD]
IDLE = [*life_en.IDLE, *life_zh.IDLE]


def found(said: str, kind: str) -> list[Fact]:
    return [one for one in facts_in(said) if f"{one.type}/{one.subtype}" == kind]


@pytest.mark.parametrize(("said", "kind", "words", "people", "when"), TOLD)
def test_a_life_is_heard(said: str, kind: str, words: str, people: str, when: str | None) -> None:
    facts = [one for one in found(said, kind) if words.lower() in one.content.lower()]
    assert facts, [(one.type, one.subtype, one.content) for one in facts_in(said)]
    assert ",".join(facts[0].people) == people
    assert facts[0].said_when == when
    assert facts[0].quote in said


@pytest.mark.parametrize("said", IDLE)
def test_what_is_no_news_of_a_life_is_not_kept(said: str) -> None:
    assert [one.content for one in facts_in(said)] == []


@pytest.mark.parametrize("said", [*life_en.THEIRS, *life_zh.THEIRS])
def test_what_is_told_of_others_is_never_their_own(said: str) -> None:
    facts = facts_in(said)
    assert facts
    for one in facts:
        assert one.about is not None
        assert one.type in {"relationship", "life_event"}


@pytest.mark.parametrize("said", [row[0] for row in TOLD])
def test_a_written_out_date_changes_nothing_else(said: str) -> None:
    plain, dated = facts_in(said), facts_in(said, date(2026, 3, 4))
    assert [one.said_when for one in plain] == [one.said_when for one in dated]
    assert [(one.type, one.subtype) for one in plain] == [(one.type, one.subtype) for one in dated]


def test_tables_are_long_enough() -> None:
    for table in (life_en, life_zh):
        assert len(table.TOLD) >= 80
        assert len(table.IDLE) >= 60


def test_a_third_person_sentence_gives_its_fact_back() -> None:
    fact = fact_of("They live in Lisbon.")
    assert fact is not None
    assert fact.content == "They live in Lisbon."
