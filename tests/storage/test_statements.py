from pathlib import Path

import pytest

import storage
from storage.statements import split, statements


def test_a_file_is_split_at_its_names() -> None:
    text = "-- one: says one\nSELECT 1\n\n-- two: says two\n-- a remark\nSELECT 2\n"
    assert split(text) == [("one", "SELECT 1"), ("two", "-- a remark\nSELECT 2")]


def test_sql_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="SELECT 1"):
        split("SELECT 1\n-- one: says one\nSELECT 1\n")


def test_no_statement_is_left_over() -> None:
    folder = Path(storage.__path__[0])
    code = "\n".join(path.read_text() for path in folder.glob("*.py"))
    searches = "\n".join(path.read_text() for path in folder.glob("queries/*.sql"))
    unused = {name for name in statements() if f'"{name}"' not in code}
    assert {name for name in unused if f"-- with {name}\n" not in searches} == set()


def test_a_statement_has_its_parts_in_it() -> None:
    assert b"-- with" not in b"".join(statements().values())
    assert statements()["worded"] in statements()["find_messages"]


def test_what_every_turn_reads_finds_the_stream_in_an_index() -> None:
    # Row-level security keeps `stream = coalesce(...)` from one wherever a plan is kept for all.
    for name in ("state_of", "find_messages"):
        assert b"stream = coalesce(" not in statements()[name]
