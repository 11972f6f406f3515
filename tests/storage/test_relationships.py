from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from storage.companions import Companions
from storage.database import Database
from storage.errors import StorageError
from storage.ledger import Ledger
from storage.memories import Memories
from storage.persons import Persons
from storage.records import Person, Spending
from storage.records.relationship import Relationship, RelationshipChange, RelationshipConfig
from storage.relationships import Relationships
from tests.factories import make_person
from tests.remembering import make_forgetting
from tests.storage.test_memories import asking
from tools.clock import MovedClock
from tools.relationship.wishes import hold, step_back


@pytest.fixture
def relationships(database: Database) -> Relationships:
    return Relationships(database)


async def saved(
    relationships: Relationships,
    person: Person,
    relationship: Relationship,
    changes: Sequence[RelationshipChange] = (),
    **how: Any,
) -> bool:
    given: dict[str, Any] = {"spendings": (), "now": relationship.counted_to} | how
    return await relationships.save(person.id, relationship, changes, **given)


def grew(clock: MovedClock) -> RelationshipChange:
    return RelationshipChange(
        kind="grew",
        from_stage="just_met",
        to_stage="good_friends",
        made_by="judge",
        reason="earned",
        made_at=clock.now(),
    )


async def test_a_relationship_begins_once_with_somebody_just_met(
    relationships: Relationships, person: Person, clock: MovedClock
) -> None:
    first = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    clock.move(timedelta(days=1))
    again = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    assert again == first
    assert (first.stage, first.score) == ("just_met", 0)


async def test_what_is_saved_is_what_is_read_back(
    relationships: Relationships, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    grown = replace(
        begun,
        stage="good_friends",
        score=21.5,
        gained=3.25,
        gained_on=date(2026, 3, 2),
        last_turn_at=clock.now(),
        read_position=12,
    )
    assert await saved(relationships, person, grown, [grew(clock)])
    assert await relationships.get(person.id, "coco") == replace(grown, revision=1)
    assert await relationships.changes(person.id, "coco") == [grew(clock)]


async def test_a_reading_that_is_repeated_after_a_crash_changes_and_books_nothing(
    relationships: Relationships, database: Database, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    cost = Spending(operation="judge", model="test:judge", cost_usd=Decimal("0.01"))
    grown = replace(begun, score=2.0)
    results = [
        await saved(relationships, person, grown, [grew(clock)], spendings=[cost]) for _ in range(3)
    ]
    assert results == [True, False, False]
    assert len(await relationships.changes(person.id, "coco")) == 1
    [spent] = await Ledger(database).summary(person.id, since=clock.now())
    assert (spent.operation, spent.calls) == ("judge", 1)


async def test_a_reading_never_writes_over_what_the_person_wished_meanwhile(
    relationships: Relationships, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    await relationships.change(
        person.id, "coco", lambda now_is: hold(now_is, now=clock.now()), now=clock.now()
    )
    assert not await saved(relationships, person, replace(begun, stage="good_friends"))
    found = await relationships.get(person.id, "coco")
    assert found is not None
    assert (found.stage, found.held_at) == ("just_met", clock.now())


async def test_a_wish_is_done_on_what_is_there_and_noted(
    relationships: Relationships, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    await saved(relationships, person, replace(begun, stage="partners", score=90.0))
    back = await relationships.change(
        person.id,
        "coco",
        lambda there: step_back(there, config=RelationshipConfig(), now=clock.now()),
        now=clock.now(),
    )
    assert back.stage == "ambiguous"
    [change] = await relationships.changes(person.id, "coco")
    assert (change.kind, change.made_by) == ("stepped_back", "person")


async def test_a_relationship_is_nobody_elses_and_no_other_personas(
    relationships: Relationships, database: Database, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    await saved(relationships, person, replace(begun, stage="partners"), [grew(clock)])
    other = await make_person(database, clock)
    assert await relationships.get(person.id, "mentor") is None
    assert await relationships.get(other.id, "coco") is None
    assert await relationships.changes(person.id, "mentor") == []
    assert await relationships.changes(other.id, "coco") == []
    assert not await saved(relationships, other, replace(begun, revision=1, stage="just_met"))


async def test_without_a_persona_there_is_no_relationship_to_store(
    relationships: Relationships, person: Person, clock: MovedClock
) -> None:
    nobody: Any = None
    with pytest.raises(StorageError):
        await relationships.get_or_begin(person.id, nobody, now=clock.now())


@pytest.mark.parametrize("whole", [True, False])
async def test_forgetting_everything_forgets_how_close_two_were(
    relationships: Relationships,
    database: Database,
    person: Person,
    clock: MovedClock,
    whole: bool,
) -> None:
    for agent_id in ("coco", "mentor"):
        await Companions(database).find_or_create(
            person.id, agent_id, name=agent_id, now=clock.now()
        )
        await relationships.get_or_begin(person.id, agent_id, now=clock.now())
    await make_forgetting(database).forget_everything(
        person.id, "coco", whole=whole, now=clock.now()
    )
    assert await relationships.get(person.id, "coco") is None
    assert (await relationships.get(person.id, "mentor") is None) == whole


async def test_a_person_who_goes_takes_their_relationships_along(
    relationships: Relationships, database: Database, person: Person, clock: MovedClock
) -> None:
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    await saved(relationships, person, replace(begun, score=1.0), [grew(clock)])
    await Persons(database).delete(person.id)
    assert await relationships.get(person.id, "coco") is None
    assert await relationships.changes(person.id, "coco") == []


async def test_a_turn_recalls_how_far_the_two_have_come_and_with_lumi_nothing(
    relationships: Relationships, database: Database, person: Person, clock: MovedClock
) -> None:
    companions, memories = Companions(database), Memories(database)
    await companions.find_or_create(person.id, "coco", name="Coco", now=clock.now())
    begun = await relationships.get_or_begin(person.id, "coco", now=clock.now())
    assert await saved(relationships, person, replace(begun, stage="good_friends"), [grew(clock)])

    with_coco = await memories.recall(asking(person, "hello", agent_id="coco"))
    with_lumi = await memories.recall(asking(person, "hello"))

    assert (with_coco.stage, with_lumi.stage) == ("good_friends", None)
