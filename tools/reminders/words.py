"""What a person and a prompt are told of reminders, in words."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from storage.records.outreach import QuietHours
from storage.records.reminder import NewReminder
from tools.guardrails.fence import fenced_line
from tools.outreach.hours import is_within
from tools.prompts.render import Language
from tools.prompts.words import spoken_time


def when_words(reminder: NewReminder, zone: ZoneInfo, language: Language) -> str:
    """Return when a reminder comes, such as "Tuesday, 3 March 2026, 09:00"."""
    return _when(reminder, zone, language, _words(language))


def reminder_lines(
    reminder: NewReminder, zone: ZoneInfo, language: Language, *, quiet: QuietHours | None
) -> Iterator[str]:
    """Yield what is kept, when and what, and that it comes in the quiet hours where it does."""
    words = _words(language)
    line = words["line"].format(when=when_words(reminder, zone, language), what=reminder.what)
    yield f"- {fenced_line(line)}"
    if quiet is not None and is_within(quiet, reminder.first_at, zone):
        yield words["quiet"]


def noted_words(reminder: NewReminder, zone: ZoneInfo, language: Language) -> str:
    """Return what a person is told when a reminder was stored."""
    when = when_words(reminder, zone, language)
    return str(_words(language)["noted"].format(when=when, what=reminder.what))


def kept_line(reminder: NewReminder, zone: ZoneInfo, language: Language) -> str:
    """Return a stored reminder as a line; its `first_at` is when it comes next."""
    words = _words(language)
    when = _when(reminder, zone, language, words["next"])
    return f"- {fenced_line(words['line'].format(when=when, what=reminder.what))}"


def taken_back_words(reminder: NewReminder, zone: ZoneInfo, language: Language) -> str:
    """Return what a person is told when a reminder was taken back."""
    words = _words(language)
    when = _when(reminder, zone, language, words["next"])
    return str(words["off"].format(when=when, what=reminder.what))


def nothing_kept(language: Language) -> str:
    """Return what stands in a prompt in the place of reminders where there are none."""
    return str(_words(language)["nothing"])


def _when(
    reminder: NewReminder, zone: ZoneInfo, language: Language, words: Mapping[str, Any]
) -> str:
    local = reminder.first_at.astimezone(zone)
    moment = spoken_time(local, language)
    return str(words[reminder.every or "once"].format(moment=moment, time=f"{local:%H:%M}"))


@cache
def _words(language: Language) -> Mapping[str, Any]:
    text = files("tools.reminders").joinpath(f"words_{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
