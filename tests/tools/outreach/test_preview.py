from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from storage.records import Person
from storage.records.outreach import LeftInMind, OutreachSettings, Recollection, Standing
from tools.outreach.preview import Foreseen, preview

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""

ROBIN = Person(
    id=uuid4(), subject="robin", timezone="Europe/London", name="Robin", age_group="adult"
)
RUN = Recollection(
    id=uuid4(),
    type="routine",
    subtype=None,
    content="Robin runs every Tuesday morning",
    importance=0.9,
    last_mentioned_at=NOW,
    valid_from=None,
    valid_precision=None,
)
STANDING = Standing(
    settings=OutreachSettings(kinds=frozenset({"follow_up", "check_in", "greeting"}), quiet=None),
    stage=None,
    messages=1_900,
    last_message_at=NOW - timedelta(days=1),
    in_turn=False,
    notes=(),
    unanswered=0,
    crisis_at=None,
    hours_a_day=0.2,
    said_by_hour=(1,) * 24,
    mood=None,
    recollections=(RUN,),
    spent_today=Decimal(0),
)


def ahead(standing: Standing, **changes: object) -> list[Foreseen]:
    return preview(standing, ROBIN, agent_id=None, now=NOW, **changes)  # type: ignore[arg-type]


def written(foreseen: list[Foreseen]) -> list[Foreseen]:
    return [one for one in foreseen if one.reason is None]


def test_after_three_without_an_answer_nothing_more_is_foreseen() -> None:
    only_care = replace(STANDING.settings, kinds=frozenset({"check_in"}))
    found = ahead(replace(STANDING, settings=only_care), lasts=timedelta(days=30))
    assert 1 <= len(written(found)) <= 3
    assert found[-1].reason in {"unanswered", "below_bar", "no_consent"}


def test_a_routine_is_foreseen_on_its_own_day() -> None:
    only_routines = replace(STANDING.settings, kinds=frozenset({"follow_up"}))
    [run] = written(ahead(replace(STANDING, settings=only_routines)))
    assert run.candidate.memory_ids == (RUN.id,)
    assert run.at.date() == (NOW + timedelta(days=1)).date(), "Tuesday"


def test_what_is_forbidden_snoozed_or_never_agreed_to_is_foreseen_with_its_reason() -> None:
    settings = STANDING.settings
    for changed, reason in (
        (replace(settings, forbidden=("runs",)), "forbidden"),
        (replace(settings, snoozed_until=NOW + timedelta(days=30)), "snoozed"),
        (replace(settings, kinds=frozenset({"greeting"})), "no_consent"),
    ):
        found = ahead(replace(STANDING, settings=changed), lasts=timedelta(days=3))
        of_run = {one.reason for one in found if one.candidate.memory_ids == (RUN.id,)}
        assert of_run == {reason}


def test_a_thought_is_foreseen_to_be_written_once() -> None:
    only_thoughts = replace(STANDING.settings, kinds=frozenset({"follow_up"}))
    thought = LeftInMind(
        id=uuid4(),
        text="How the new job is.",
        memory_ids=(),
        made_at=NOW - timedelta(hours=6),
        good_until=NOW + timedelta(days=4),
    )
    known = replace(STANDING, settings=only_thoughts, recollections=(), thoughts=(thought,))
    [once] = written(ahead(known))
    assert once.candidate.thought_id == thought.id


def test_a_budget_that_is_used_up_is_new_the_next_day() -> None:
    spent = replace(STANDING, spent_today=Decimal(1))
    first = written(ahead(spent, daily_budget=Decimal(1)))[0]
    assert first.at.date() == (NOW + timedelta(days=1)).date()
    assert written(ahead(spent, daily_budget=Decimal(0))) == []
