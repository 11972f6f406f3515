"""What one turn says of the reminders that are stored: those taken back, and those asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.records.reminder import Reminder
from tools.prompts.render import Language, render
from tools.reminders.occurrence import due_of, next_after
from tools.reminders.which import NOTHING_MEANT, Meant
from tools.reminders.words import kept_line, nothing_kept, taken_back_words

UTC = ZoneInfo("UTC")

MOST_LISTED = 12
"""Reminders that a prompt lists; somebody with more sees all of them in the list."""


@dataclass(frozen=True, kw_only=True)
class SpokenReminders:
    """The stored reminders that a turn speaks of; none, mostly."""

    language: Language = "en"
    stored: Sequence[Reminder] = ()
    """Everything that is still to come."""
    meant: Meant = NOTHING_MEANT
    """What the person takes back."""
    asked: bool = False
    """Whether they ask what is stored."""
    now: datetime | None = None
    zone: ZoneInfo = UTC

    @property
    def speaks(self) -> bool:
        """Whether there is anything to say of them."""
        return self.asked or self.meant != NOTHING_MEANT

    @property
    def told(self) -> Sequence[Reminder]:
        """Those that the reply names."""
        meant = self.meant
        if meant.taken_back or meant.asks:
            return meant.taken_back or meant.asks
        return self.stored if self.speaks else ()

    def notes(self) -> Iterator[str]:
        """Yield the paragraphs for the prompt."""
        if self.speaks:
            coming = sorted(map(self._next, self.told), key=lambda one: one.first_at)
            lines = [kept_line(one, self.zone, self.language) for one in coming[:MOST_LISTED]]
            shown = "\n".join(lines) or nothing_kept(self.language)
            yield render(self._note, self.language, list=shown)

    def notices(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield what the person is told of what was deleted."""
        for one in self.meant.taken_back:
            words = taken_back_words(self._next(one), self.zone, self.language)
            yield "reminder", words, {"reminderId": str(one.id), "what": one.what, "off": True}

    @property
    def _note(self) -> str:
        """The prompt that says what is to be said of them."""
        meant = self.meant
        if meant.taken_back:
            return "turn_remind_off"
        if meant.asks:
            return "turn_remind_sure" if len(meant.asks) == 1 else "turn_remind_which"
        return "turn_remind_missing" if meant.missing else "turn_remind_kept"

    def _next(self, one: Reminder) -> Reminder:
        """Return a reminder as it comes next."""
        if self.now is None:
            return one
        due = due_of(one, self.zone, sent_at=one.sent_at, now=self.now)
        if one.every is not None and due <= self.now:
            due = next_after(due, one.every, self.zone, after=self.now)
        return replace(one, first_at=due)


NOTHING_SPOKEN = SpokenReminders()
