"""What one turn holds of writing first: for its prompt, for the person, and to be stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from storage.records.outreach import OutreachWish, QuietHours
from storage.records.reminder import NewReminder
from tools.outreach.words import agreed_words, hours_words, noted_words
from tools.prompts.render import Language, render
from tools.reminders.spoken import MOST_LISTED, NOTHING_SPOKEN, SpokenReminders
from tools.reminders.words import noted_words as reminder_noted
from tools.reminders.words import reminder_lines

UTC = ZoneInfo("UTC")

NOTED_SIZE: Mapping[Language, int] = {"en": 16, "zh": 32}
"""Words, or Chinese characters, in which a reminder is said with its day and time, or a wish."""

Notice = tuple[str, str, Mapping[str, Any]]
"""A kind, words to show, and what a client can work with."""


@dataclass(frozen=True, kw_only=True)
class WritingFirst:
    """What a turn heard and says of writing first; nothing, mostly."""

    language: Language = "en"
    wish: OutreachWish | None = None
    """What the person allows or refuses."""
    offers: bool = False
    """Whether the companion may ask, in this turn, if it may write first."""
    reminders: tuple[NewReminder, ...] = ()
    """What the person asked to be reminded of."""
    unclear: bool = False
    """Whether they asked for a reminder without saying when, or of what."""
    zone: ZoneInfo = UTC
    """Where they live."""
    quiet: QuietHours | None = None
    """Their quiet hours, as far as they are known."""
    spoken: SpokenReminders = NOTHING_SPOKEN
    """What they take back of what is stored, or ask about it."""

    def notes(self) -> Iterator[str]:
        """Yield the paragraphs for the prompt."""
        if self.wish is not None:
            yield from _of_wish(self.wish, self.language)
        elif self.offers:
            yield render("turn_outreach_offer", self.language)
        if self.reminders:
            yield render("turn_remind_set", self.language, list="\n".join(self._lines()))
        elif self.unclear:
            yield render("turn_remind_unclear", self.language)
        yield from self.spoken.notes()

    def notices(self) -> Iterator[Notice]:
        """Yield what the person is told of what was stored."""
        if self.wish is not None:
            yield "outreach", noted_words(self.wish, self.language), _details(self.wish)
        for one in self.reminders:
            details = {"reminderId": str(one.id), "what": one.what, "every": one.every}
            details["at"] = one.first_at.isoformat()
            yield "reminder", reminder_noted(one, self.zone, self.language), details
        yield from self.spoken.notices()

    @property
    def room(self) -> int:
        """The words, or Chinese characters, that it takes to say what was noted, to its end."""
        named = min(len(self.reminders) + len(self.spoken.told), MOST_LISTED)
        return (named + bool(self.wish)) * NOTED_SIZE[self.language]

    def _lines(self) -> Iterator[str]:
        for one in self.reminders:
            yield from reminder_lines(one, self.zone, self.language, quiet=self.quiet)

    def stored(self, *, answered: bool) -> OutreachWish | None:
        """Return what is kept with the turn.

        Args:
            answered: whether anything of the reply was seen; an offer that was not is made again.
        """
        if self.wish is None and self.offers and answered:
            return OutreachWish()
        return self.wish


NOT_SPOKEN_OF = WritingFirst()


def _details(wish: OutreachWish) -> dict[str, Any]:
    return {
        "allows": sorted(wish.allows),
        "refuses": sorted(wish.refuses),
        "notBefore": f"{wish.not_before:%H:%M}" if wish.not_before else None,
        "notAfter": f"{wish.not_after:%H:%M}" if wish.not_after else None,
    }


def _of_wish(wish: OutreachWish, language: Language) -> Iterator[str]:
    hours = hours_words(wish, language)
    if wish.allows:
        kinds = agreed_words(wish.allows, language)
        yield render("turn_outreach_agreed", language, kinds=kinds, hours=hours)
    elif wish.refuses:
        yield render("turn_outreach_refused", language)
    else:
        yield render("turn_outreach_hours", language, hours=hours)
