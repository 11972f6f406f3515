from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Memory, MemoryType, Preference, ProfileLine
from tests.tools.memory.records import NOW, memory
from tools.memory.profile import as_markdown, profile_lines
from tools.memory.profile_candidates import LONGEST_LINE
from tools.memory.profile_choice import MOST_LINES, SHARES
from tools.memory.profile_sections import section_of

DAY = timedelta(days=1)
TYPES: tuple[MemoryType, ...] = get_args(MemoryType)


def preference(key: str, value: str, **fields: Any) -> Preference:
    return Preference(
        **{
            "id": uuid4(),
            "agent_id": None,
            "key": key,
            "value": value,
            "confidence": 0.9,
            "quote": value,
            "source_message_id": None,
            "learned_at": NOW,
            **fields,
        }
    )


def written(
    *known: Memory | Preference, previous: Sequence[ProfileLine] = (), days: int = 0
) -> tuple[ProfileLine, ...]:
    return profile_lines(
        [one for one in known if isinstance(one, Memory)],
        [one for one in known if isinstance(one, Preference)],
        previous=previous,
        language="en",
        now=NOW + days * DAY,
    )


def texts(lines: Sequence[ProfileLine]) -> list[str]:
    return [line.text for line in lines]


def test_each_kind_of_memory_has_its_section() -> None:
    lines = written(
        memory("They run every morning", type="routine"),
        memory("They graduated", type="milestone"),
        memory("Their companion and they trust each other", type="relationship"),
        memory("Their sister is called Anna", type="relationship", people=("Anna",)),
        memory("They have an interview on Friday", type="life_event"),
        memory("They like hiking", type="preference"),
        memory("They want to learn Spanish", type="preference", subtype="goal"),
        memory("They are allergic to nuts", type="preference", subtype="allergy"),
        memory("Their name is Alex"),
    )

    sections = {line.text: line.section for line in lines}
    assert list(dict.fromkeys(line.section for line in lines)) == list(SHARES)
    assert sections["Their name is Alex"] == "basic"
    assert sections["Their sister is called Anna"] == "basic"
    assert sections["They are allergic to nuts"] == "basic"
    assert sections["They want to learn Spanish"] == "recent"
    assert sections["Their companion and they trust each other"] == "relationship"


def test_a_preference_stands_under_its_label_in_both_languages() -> None:
    nuts = preference("health.allergy", "花生")

    (line,) = profile_lines([], [nuts], previous=(), language="zh", now=NOW)

    assert line == ProfileLine(section="basic", text="过敏：花生", preference_id=nuts.id)
    assert texts(written(preference("personal.name", "Alex"))) == ["Name: Alex"]


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("Their name is Alex.", ("personal.name", "Alex")),
        ("They live in Berlin.", ("location.home", "Berlin")),
        ("对方住在上海。", ("location.home", "上海")),
    ],
)
def test_the_same_fact_stands_there_once(told: str, known: tuple[str, str]) -> None:
    assert len(written(memory(told), preference(*known))) == 1


def test_a_taste_stands_there_once_whichever_way_it_is_kept() -> None:
    jazz = memory("They like jazz.", type="preference", subtype="like")

    assert len(written(jazz, preference("preferences.music", "jazz"))) == 1
    assert len(written(jazz, preference("preferences.music", "techno"))) == 2
    assert len(written(jazz, memory("They like jazz!", type="preference"))) == 1


def test_of_two_homes_the_latest_stands_there() -> None:
    old = memory("They live in Seattle.", age=9 * DAY)
    new = preference("location.home", "Berlin")

    assert texts(written(old, new)) == ["Lives in: Berlin"]


def test_what_is_outdated_goes_and_what_is_new_comes_at_the_end() -> None:
    name, home = memory("Their name is Alex"), memory("They live in Seattle")
    before = written(name, home)
    moved = memory("They live in Berlin", importance=0.9)

    after = written(
        name,
        memory("They live in Seattle", id=home.id, superseded_at=NOW),
        moved,
        previous=before,
    )

    assert texts(after) == ["Their name is Alex", "They live in Berlin"]


def test_a_line_keeps_its_wording_while_it_says_the_same() -> None:
    known = memory("The user lives in Seattle")
    before = written(known)

    reworded = memory("Lives in Seattle", id=known.id, importance=0.9)
    changed = memory("Owns a red boat in Boston", id=known.id)

    assert texts(written(reworded, previous=before)) == ["The user lives in Seattle"]
    assert texts(written(changed, previous=before)) == ["Owns a red boat in Boston"]


def test_a_preference_that_says_what_stands_there_moves_nothing() -> None:
    known = memory("Their name is Alex.", age=DAY)
    before = written(known)

    assert written(known, preference("personal.name", "Alex"), previous=before) == before


def test_events_leave_when_they_are_over_and_old() -> None:
    interview = memory(
        "They have an interview", type="life_event", valid_from=NOW + 9 * DAY, importance=0.6
    )

    assert section_of(interview, now=NOW) == "recent"
    assert section_of(interview, now=NOW + 35 * DAY) == "recent"
    assert section_of(interview, now=NOW + 45 * DAY) is None


def test_a_loss_becomes_a_moment_of_a_life() -> None:
    loss = memory("Their grandmother died", type="life_event", importance=0.9)

    assert section_of(loss, now=NOW + DAY) == "recent"
    assert section_of(loss, now=NOW + 60 * DAY) == "moments"


def test_a_feeling_is_recent_for_two_weeks() -> None:
    worry = memory("They worry about work", type="emotion")

    assert section_of(worry, now=NOW + 13 * DAY) == "recent"
    assert section_of(worry, now=NOW + 15 * DAY) is None


def test_what_is_pinned_stands_there_however_little_it_matters() -> None:
    pinned = memory("They once saw a comet", type="shared", importance=0.3, pinned_at=NOW)
    crowd = [memory(f"Fact {word}", importance=0.9) for word in WORDS]

    lines = written(*crowd, pinned)

    assert len(lines) == MOST_LINES
    assert "They once saw a comet" in texts(lines)


WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnpr"]


def test_each_section_keeps_its_share_when_all_are_full() -> None:
    crowd = [
        memory(f"{kind} {word}", type=kind, importance=0.9 if kind == "identity" else 0.5)
        for kind in TYPES
        for word in WORDS[:30]
    ]

    sections = Counter(line.section for line in written(*crowd))

    assert sections == SHARES
    assert sum(SHARES.values()) == MOST_LINES


def test_a_long_memory_is_one_short_line() -> None:
    (line,) = written(memory("very long\n" * 100))

    assert len(line.text) == LONGEST_LINE
    assert "\n" not in line.text


def test_the_profile_is_markdown_with_headings_in_both_languages() -> None:
    lines = written(memory("Their name is Alex"), memory("They run", type="routine"))

    assert as_markdown(lines, "en") == (
        "## Basic information\n\n- Their name is Alex\n\n## Daily routines\n\n- They run"
    )
    assert as_markdown(lines, "zh").startswith("## 基本信息\n\n- ")
    assert as_markdown((), "en") == ""


def life(chance: Random, size: int) -> list[Memory]:
    return [
        memory(
            f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}",
            id=UUID(int=chance.getrandbits(128)),
            type=chance.choice(TYPES),
            importance=chance.choice([0.3, 0.6, 0.9]),
            age=chance.randint(0, 100) * DAY,
            pinned_at=NOW if chance.random() < 0.05 else None,
        )
        for number in range(size)
    ]


lives = st.builds(life, st.randoms(use_true_random=True), st.integers(0, 120))


@given(lives)
def test_writing_again_changes_nothing(known: list[Memory]) -> None:
    before = written(*known)

    assert len(before) <= MOST_LINES
    assert written(*known[::-1], previous=before) == before
    assert len({line.memory_id for line in before}) == len(before)


@given(lives, st.randoms(use_true_random=True))
def test_a_new_memory_never_moves_an_old_line(known: list[Memory], chance: Random) -> None:
    before = written(*known)
    after = written(*known, *life(chance, 1), previous=before)

    for section in SHARES:
        old = [line for line in before if line.section == section]
        kept = [line for line in after if line in old]
        assert kept == [line for line in old if line in kept]
    assert len(set(before) - set(after)) <= 1


@given(lives)
def test_everything_pinned_stands_there(known: list[Memory]) -> None:
    pinned = {one.id for one in known if one.pinned_at}

    assert pinned <= {line.memory_id for line in written(*known)}
