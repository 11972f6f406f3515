"""Who Lumi has become, as the person may see and change it: for REST and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.services import Running
from storage.errors import NotFound
from storage.records import MemorySource, Person
from storage.records.personality import Becoming, Snapshot
from tools.personality.change import edited, parts_changed, restored
from tools.relationship.words import language_of_person


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One state of Lumi, and what was different from the one before."""

    snapshot: Snapshot
    parts_changed: tuple[str, ...]
    sources: tuple[MemorySource, ...]
    """What the person said that led to it, as far as it is kept."""


@dataclass(frozen=True, kw_only=True)
class PersonalityDesk:
    """One person's Lumi. A persona has a personality of its own and none of these."""

    running: Running
    person: Person

    async def now(self) -> Becoming:
        """Return who Lumi is now."""
        return await self.running.personalities.becoming(self.person.id, None)

    async def history(self) -> list[Shown]:
        """Return every state that is kept, the latest first."""
        snapshots = await self.running.personalities.history(self.person.id, None)
        wanted = {number for one in snapshots for number in one.source_message_ids}
        found = await self.running.personalities.sources(self.person.id, None, sorted(wanted))
        said = {source.message_id: source for source in found}
        return [
            Shown(
                snapshot=one,
                parts_changed=tuple(parts_changed(one, before)),
                sources=tuple(said[it] for it in one.source_message_ids if it in said),
            )
            for one, before in zip(snapshots, [*snapshots[1:], None], strict=False)
        ]

    async def edit(self, changes: Mapping[str, str]) -> Becoming:
        """Let Lumi be as the person writes it.

        Raises:
            PersonalityRefused: something in it cannot be; nothing was changed.
        """
        language, now = language_of_person(self.person.language), self.running.clock.now()
        return await self.running.personalities.change(
            self.person.id,
            None,
            lambda before: edited(before, changes, language=language, now=now),
        )

    async def restore(self, number: int) -> Becoming:
        """Bring back an earlier state, the name and the voice of that time included.

        Raises:
            NotFound: there is no such state.
        """
        now = self.running.clock.now()
        history = await self.running.personalities.history(self.person.id, None)
        earlier = next((one for one in history if one.number == number), None)
        if earlier is None:
            raise NotFound(f"There is no state with the number {number}.")
        return await self.running.personalities.change(
            self.person.id, None, lambda before: restored(before, earlier, now=now)
        )
