"""What a person can see and change of messages that come first: for REST and the terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from api.services import Running
from storage.outreach import Ground
from storage.records import Person
from storage.records.outreach import (
    OutreachKind,
    OutreachNote,
    OutreachReason,
    OutreachSettings,
    OutreachTrigger,
    QuietHours,
)
from tools.outreach.preview import Ahead, preview
from tools.outreach.topic import topics_of
from tools.outreach.wish import again_about, as_often, less_like, never_about, put_off


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a person writes of what they agree to; the rest of the settings stays."""

    kinds: frozenset[OutreachKind]
    quiet: QuietHours | None
    daily_ceiling: int | None
    touches_sensitive: bool
    checks_in_after_crisis: bool


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a message was written."""

    note: OutreachNote
    grounds: Sequence[Ground]
    """What it rests on, as far as it is kept: memories, or the reminder that it was."""


@dataclass(frozen=True, kw_only=True)
class OutreachDesk:
    """What one person agreed to with one companion.

    Every method raises NotFound when the person has no such companion.
    """

    running: Running
    person: Person
    agent_id: str | None

    async def now(self) -> OutreachSettings:
        """Return what is agreed to; nothing, at first."""
        await self._require_companion()
        return await self.running.outreach.settings(self.person.id, self.agent_id)

    async def agree(self, agreed: Agreed) -> OutreachSettings:
        """Agree to some kinds of messages, within some hours; to none, it is over at once."""
        return await self._change(lambda settings: replace(settings, **vars(agreed)))

    async def snooze(self, until: datetime | None) -> OutreachSettings:
        """Put every message off until a moment; without one, let them come again."""
        return await self._change(lambda settings: put_off(settings, until))

    async def less(self, message_id: UUID) -> OutreachSettings:
        """Let what is like a message come half as often.

        Raises:
            NotFound: there is no such message that came first.
            WishRefused: it was a reminder.
        """
        note = await self._note(message_id)
        return await self._change(lambda settings: less_like(settings, note))

    async def as_often(self, kind: OutreachKind | None) -> OutreachSettings:
        """Let a kind, or every kind, come as often as by itself."""
        return await self._change(lambda settings: as_often(settings, kind))

    async def never(self, topic: str) -> OutreachSettings:
        """Never bring something up.

        Raises:
            WishRefused: there is too much of it already, or there are no words in it.
        """
        return await self._change(lambda settings: never_about(settings, (topic,)))

    async def never_like(self, message_id: UUID) -> OutreachSettings:
        """Never bring up what a message was about.

        Raises:
            NotFound: there is no such message that came first.
            NoTopic: it was about nothing that was told.
            WishRefused: there is too much of it already.
        """
        why = await self.why(message_id)
        message = await self.running.messages.by_id(self.person.id, message_id)
        grounds = [ground.content for ground in why.grounds]
        topics = topics_of(message.content, grounds, own_name=self.person.name)
        return await self._change(lambda settings: never_about(settings, topics))

    async def again(self, topic: str) -> OutreachSettings:
        """Allow something again that was never to be brought up.

        Raises:
            WishRefused: it was not forbidden.
        """
        return await self._change(lambda settings: again_about(settings, topic))

    async def why(self, message_id: UUID) -> Why:
        """Return why a message was written.

        Raises:
            NotFound: there is no such message that came first.
        """
        note = await self._note(message_id)
        grounds = await self.running.outreach.grounds(self.person.id, self.agent_id, note)
        return Why(note=note, grounds=grounds)

    async def preview(self, *, days: int) -> Ahead:
        """Return what would be considered in the days ahead: nothing is stored, no model asked."""
        await self._require_companion()
        now = self.running.clock.now()
        standing = await self.running.outreach.standing(self.person, self.agent_id, now=now)
        return preview(
            standing,
            self.person,
            agent_id=self.agent_id,
            now=now,
            lasts=timedelta(days=days),
            daily_budget=self.running.settings.daily_budget,
        )

    async def withheld(self, *, days: int) -> list[tuple[OutreachTrigger, OutreachReason, int]]:
        """Return how often what was kept back in the last days, the most frequent first."""
        await self._require_companion()
        since = self.running.clock.now() - timedelta(days=days)
        return await self.running.outreach.withheld(self.person.id, self.agent_id, since=since)

    async def _note(self, message_id: UUID) -> OutreachNote:
        return await self.running.outreach.why(self.person.id, self.agent_id, message_id)

    async def _change(
        self, wish: Callable[[OutreachSettings], OutreachSettings]
    ) -> OutreachSettings:
        return await self.running.outreach.change(
            self.person.id, self.agent_id, wish, now=self.running.clock.now()
        )

    async def _require_companion(self) -> None:
        await self.running.companions.get(self.person.id, self.agent_id)
