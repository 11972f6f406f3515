"""Where the local owner sees and changes what is written first, in a terminal or through a pipe."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from api.commands.memory_screen import MemoryScreen, short
from api.desks.outreach import Agreed, OutreachDesk
from api.errors import ApiError
from api.rest.outreach import snooze_end
from api.rest.outreach_ahead import ForeseenBody, preview_body
from api.rest.outreach_bodies import OutreachBody, SnoozeBody, outreach_body
from api.rest.outreach_why import why_body, withheld_body
from api.services import Running
from storage.records import Person
from storage.records.outreach import OutreachKind, OutreachSettings, QuietHours
from tools.outreach.words import KINDS, outreach_words
from tools.relationship.words import language_of_person

QUIET = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")

USUAL_KINDS: Sequence[OutreachKind] = KINDS
"""What is allowed where no kind is named and none was before."""


class OutreachCommandError(ApiError):
    """That could not be done; the message says why."""


class OutreachScreen:
    """One look at what is written first, or one change of it."""

    def __init__(
        self, running: Running, person: Person, agent_id: str | None, *, json: bool
    ) -> None:
        self._running = running
        self._person = person
        self._agent_id = agent_id
        self._desk = OutreachDesk(running=running, person=person, agent_id=agent_id)
        self._screen = MemoryScreen(json=json)
        self._zone = ZoneInfo(person.timezone)
        self._words = outreach_words(language_of_person(person.language))

    async def show(self) -> None:
        """Show what is allowed."""
        self._shown(await self._desk.now())

    async def allow(
        self,
        kinds: Sequence[str],
        *,
        quiet: str | None,
        daily_ceiling: int | None,
        touches_sensitive: bool | None,
        checks_in_after_crisis: bool | None,
    ) -> None:
        """Allow some kinds, or all; what is None stays, and an empty `quiet` is no quiet hours."""
        now = await self._desk.now()
        wanted = frozenset(cast("Sequence[OutreachKind]", kinds)) or now.kinds
        agreed = Agreed(
            kinds=wanted or frozenset(USUAL_KINDS),
            quiet=now.quiet if quiet is None else _quiet(quiet),
            daily_ceiling=now.daily_ceiling if daily_ceiling is None else daily_ceiling,
            touches_sensitive=_or(touches_sensitive, now.touches_sensitive),
            checks_in_after_crisis=_or(checks_in_after_crisis, now.checks_in_after_crisis),
        )
        self._shown(await self._desk.agree(agreed))

    async def stop(self) -> None:
        """Allow nothing any more."""
        now = await self._desk.now()
        agreed = Agreed(
            kinds=frozenset(),
            quiet=now.quiet,
            daily_ceiling=now.daily_ceiling,
            touches_sensitive=now.touches_sensitive,
            checks_in_after_crisis=False,
        )
        self._shown(await self._desk.agree(agreed))

    async def snooze(self, length: str | None, until: datetime | None) -> None:
        """Put everything off, or let it come again where neither is given."""
        end = None
        if length is not None or until is not None:
            wish = SnoozeBody.model_validate({"length": length, "until": until})
            end = snooze_end(wish, self._person, self._running.clock.now())
            if end is None:
                raise OutreachCommandError("Say a moment within the year ahead.")
        self._shown(await self._desk.snooze(end))

    async def less(self, message_id: str | None) -> None:
        """Have less like a message."""
        self._shown(await self._desk.less(await self._message_id(message_id)))

    async def as_often(self) -> None:
        """Let every kind come as often as by itself."""
        self._shown(await self._desk.as_often(None))

    async def never(self, topic: str | None, message_id: str | None) -> None:
        """Never bring up some words, or what a message was about."""
        if topic is not None:
            self._shown(await self._desk.never(topic))
            return
        self._shown(await self._desk.never_like(await self._message_id(message_id)))

    async def again(self, topic: str) -> None:
        """Let words come up again."""
        self._shown(await self._desk.again(topic))

    async def preview(self, days: int) -> None:
        """Show the days ahead, each thing in a line."""
        ahead = await self._desk.preview(days=days)
        body = preview_body(ahead, self._person, self._agent_id, days=days)
        rows = [
            (self._times(one), one.kind_name, one.about or one.trigger_words, one.words)
            for one in body.foreseen
        ]
        if not rows:
            self._screen.tell(body, ("",), [(body.words,)])
            return
        rest = [("", "", "", body.words)] if body.words else []
        self._screen.tell(body, ("at", "kind", "about", ""), rows + rest)

    async def why(self, message_id: str | None) -> None:
        """Show why a message came first."""
        why = await self._desk.why(await self._message_id(message_id))
        body = why_body(why, self._person)
        message = await self._running.messages.by_id(self._person.id, body.message_id)
        rows = [(short(body.message_id), f"{self._when(body.sent_at)} {message.content}")]
        rows += [(body.kind_name, body.words)]
        rows += [("", one.content) for one in body.memories]
        rows += [("✓", one.words) for one in body.gates]
        self._screen.tell(body, ("", ""), rows)

    async def withheld(self, days: int) -> None:
        """Show how often what was kept back."""
        counts = await self._desk.withheld(days=days)
        body = withheld_body(counts, self._person, self._agent_id, days=days)
        rows = [(str(one.count), one.trigger_words, one.words) for one in body.withheld]
        nothing = [("", self._words["said"]["nothing_withheld"], "")]
        self._screen.tell(body, ("times", "because of", "kept back:"), rows or nothing)

    def _shown(self, settings: OutreachSettings) -> None:
        body = outreach_body(settings, self._person, self._agent_id)
        self._screen.tell(body, ("",), [(line,) for line in self._lines(body)])

    def _lines(self, body: OutreachBody) -> Iterator[str]:
        """Yield what is allowed, a sentence a line."""
        said = self._words["said"]
        allowed = [one.name for one in body.kinds if one.agreed]
        yield said["on"].format(kinds=said["between"].join(allowed)) if allowed else said["off"]
        if body.on:
            yield self._quiet_line(body)
        if body.snoozed_until and body.snoozed_until > self._running.clock.now():
            yield said["snoozed"].format(until=self._when(body.snoozed_until))
        yield from self._limits(body)

    def _quiet_line(self, body: OutreachBody) -> str:
        said, quiet = self._words["said"], body.quiet_hours
        if quiet is None:
            return said["no_quiet"]
        return said["quiet"].format(start=quiet.start, end=quiet.end, timezone=body.timezone)

    def _limits(self, body: OutreachBody) -> Iterator[str]:
        said = self._words["said"]
        if body.daily_ceiling is not None:
            yield said["ceiling"].format(most=body.daily_ceiling)
        if slower := [one.name for one in body.kinds if one.slower > 1]:
            yield said["slower"].format(kinds=said["between"].join(slower))
        if body.forbidden:
            yield said["forbidden"].format(topics=said["between"].join(body.forbidden))
        if body.checks_in_after_crisis:
            yield said["check_in_after_crisis"]
        if not body.touches_sensitive:
            yield said["not_tender"]

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def _times(self, one: ForeseenBody) -> str:
        """Return when something would be written, and how often more."""
        more = self._words["said"]["and_more"].format(count=len(one.again)) if one.again else ""
        return f"{self._when(one.at)} {more}".rstrip()

    async def _message_id(self, start: str | None) -> UUID:
        notes = await self._running.outreach.notes(self._person.id, self._agent_id)
        begin = (start or "").strip().lower()
        found = [one.message_id for one in notes if str(one.message_id).startswith(begin)]
        if not found:
            which = f"No message that came first has an id like {start!r}" if start else ""
            raise OutreachCommandError(f"{which or 'No message has come first yet'}.")
        if start and len(found) > 1:
            raise OutreachCommandError(f"More than one message has an id like {start!r}.")
        return found[0]


def _quiet(told: str) -> QuietHours | None:
    if not told:
        return None
    found = QUIET.fullmatch(told.strip())
    if found is None:
        raise OutreachCommandError(f"{told!r} are no hours; write them like 22:30-08:00.")
    hour, minute, to_hour, to_minute = map(int, found.groups())
    try:
        return QuietHours(start=time(hour, minute), end=time(to_hour, to_minute))
    except ValueError as error:
        raise OutreachCommandError(str(error)) from error


def _or(wish: bool | None, now: bool) -> bool:
    return now if wish is None else wish
