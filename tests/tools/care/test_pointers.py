from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from storage.records import KnownPerson
from storage.records.use import Use
from tools.care.pointers import LATELY, POINTER_REST, is_near, somebody_near

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)


def known(name: str, relationship: str | None, **more: Any) -> KnownPerson:
    moments: dict[str, Any] = {"first_mentioned_at": NOW, "last_mentioned_at": NOW} | more
    return KnownPerson(id=uuid4(), agent_id=None, name=name, relationship=relationship, **moments)


ANA = known("Ana", "sister", mention_count=5)
KIM = known("Kim", "best friend", mention_count=2)
BOB = known("Bob", "boss", mention_count=50)


def near(*people: KnownPerson, **changes: Any) -> str | None:
    asked: dict[str, Any] = {"feels": "lonely", "is_heavy": False, "use": Use(), "now": NOW}
    found = somebody_near(people, **asked | changes)
    return found.name if found else None


def test_who_sounds_lonely_is_reminded_of_whom_they_speak_of_most() -> None:
    assert near(KIM, ANA, BOB) == "Ana"


def test_neither_a_bright_talk_nor_a_sad_one_is_turned_to_others() -> None:
    assert near(ANA, feels="happy") is None
    assert near(ANA, feels="sad") is None


def test_who_was_here_for_much_of_the_day_is_reminded_too() -> None:
    assert near(ANA, feels="neutral", is_heavy=True) == "Ana"


def test_it_is_said_once_in_days() -> None:
    for ago, name in ((POINTER_REST - timedelta(hours=1), None), (POINTER_REST, "Ana")):
        assert near(ANA, use=Use(told={"pointer": NOW - ago})) == name


def test_who_has_nobody_is_not_told_to_have_somebody() -> None:
    assert near() is None
    assert near(BOB) is None


def test_who_was_not_spoken_of_for_long_is_left_alone() -> None:
    assert near(known("Lee", "friend", last_mentioned_at=NOW - LATELY)) is None


@pytest.mark.parametrize(
    "relationship", ["my mum", "Sister", "best friends", "姐姐", "大学室友", "闺蜜", "therapist"]
)
def test_friends_family_and_helpers_are_near(relationship: str) -> None:
    assert is_near(known("Ana", relationship))


@pytest.mark.parametrize(
    "relationship",
    ["boss", None, "ex-girlfriend", "late father", "former roommate", "前女友", "person", "season"],
)
def test_others_are_not(relationship: str | None) -> None:
    assert not is_near(known("Ana", relationship))


@pytest.mark.parametrize("fact", ["passed away last year", "去世了", "no contact since May"])
def test_nobody_is_pointed_to_who_is_gone(fact: str) -> None:
    assert not is_near(known("Ana", "mother", attributes={"state": fact}))
