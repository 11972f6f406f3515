from datetime import timedelta

from tests.tools.memory.records import NOW
from tools.memory.window import EXTRACT_EVERY, QUIET_AFTER, is_due


def test_twelve_rounds_are_due_at_once() -> None:
    assert is_due(unread=EXTRACT_EVERY, last_said=NOW, now=NOW)
    assert not is_due(unread=EXTRACT_EVERY - 1, last_said=NOW, now=NOW)


def test_a_quiet_talk_is_due_however_short() -> None:
    assert is_due(unread=1, last_said=NOW - QUIET_AFTER, now=NOW)
    assert not is_due(unread=1, last_said=NOW - QUIET_AFTER + timedelta(seconds=1), now=NOW)


def test_how_long_quiet_is_can_be_said() -> None:
    assert is_due(unread=1, last_said=NOW, now=NOW, quiet_after=timedelta())


def test_nothing_unread_is_never_due() -> None:
    assert not is_due(unread=0, last_said=NOW - timedelta(days=9), now=NOW)
