from datetime import date

import pytest

from storage.records import MemoryType
from tools.memory.foreign import foreign_lines, foreign_memories


@pytest.mark.parametrize(
    ("heading", "line", "kind"),
    [
        ("About", "Robin, 34", "identity"),
        ("Basic info", "Lives in Oslo", "identity"),
        ("Interests and preferences", "Climbing", "preference"),
        ("Our relationship", "We joke a lot", "shared"),
        ("Important moments", "Finished the marathon", "milestone"),
        ("Daily routines", "Coffee at eight", "routine"),
        ("家人", "姐姐叫小红", "relationship"),
        ("近况", "换了工作", "life_event"),
        ("", "Loves spicy food", "preference"),
        ("Notes", "Their sister is a nurse", "relationship"),
        ("Notes", "每天跑步", "routine"),
        ("Notes", "Bought a bike", "life_event"),
    ],
)
def test_headings_come_before_words(heading: str, line: str, kind: MemoryType) -> None:
    [memory], _ = foreign_memories(foreign_lines(f"## {heading}\n\n- {line}\n"))
    assert (memory.type, memory.content) == (kind, line)
    assert 0.3 <= memory.importance <= 1


def test_marks_of_markdown_are_no_part_of_a_memory() -> None:
    text = "* **Name**: [Robin](http://x.y) `R`\n  - [x] Likes _old_ maps\n3) snake_case stays"
    assert [line.text for line in foreign_lines(text)] == [
        "Name: Robin R",
        "Likes old maps",
        "snake_case stays",
    ]


def test_comments_code_and_prose_are_left_out() -> None:
    text = "Prose.\n<!--\n- hidden\n-->\n```\n- code\n```\n- Likes rain\n<!-- - open"
    assert [line.text for line in foreign_lines(text)] == ["Likes rain"]


def test_a_date_in_front_is_when_it_was_noted() -> None:
    text = "- [2025-05-01] - Moved\n- 2025-13-01: Odd\n- 1066-10-14 Hastings"
    assert [(line.noted_on, line.text) for line in foreign_lines(text)] == [
        (date(2025, 5, 1), "Moved"),
        (None, "2025-13-01: Odd"),
        (None, "1066-10-14 Hastings"),
    ]


def test_junk_is_turned_away_and_counted() -> None:
    lines = ["John Doe", "[user name]", "As an AI language model I cannot", "x" * 401, "…!"]
    text = "\n".join(f"- {line}" for line in lines)
    accepted, rejected = foreign_memories(foreign_lines(text))
    assert accepted == ()
    assert rejected == {"placeholder": 2, "refusal": 1, "too_long": 1, "no_words": 1}
