"""Words that look like times and are none."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.dates.find import find_dates

LINES = tomllib.loads(Path(__file__).with_name("everyday.toml").read_text("utf-8"))


@pytest.mark.parametrize("line", LINES["en"] + LINES["zh"])
def test_everyday_talk_names_no_time(line: str) -> None:
    assert find_dates(line, said_at=datetime(2026, 3, 2, 10, tzinfo=UTC), zone=UTC) == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_are_sixty_lines_of_each_language(language: str) -> None:
    assert len(set(LINES[language])) >= 60
