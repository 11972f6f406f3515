"""Where the local owner looks at what is remembered, in a terminal or through a pipe."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from api.commands.memory_answers import MemoryCommandError, require, whole
from api.commands.memory_numbers import MOST, MemoryNumbers
from api.commands.memory_screen import MemoryScreen, short
from api.rest.memories import MemoriesBody
from api.rest.memory_bodies import (
    change_body,
    known_people_bodies,
    memory_body,
    preference_body,
    reasoned_body,
)
from api.rest.memory_changes import CorrectedBody
from api.rest.memory_forgetting import ForgottenBody
from api.rest.memory_luggage import ImportedBody
from api.rest.memory_parameters import LONGEST_CONTENT, LONGEST_VALUE, YEARS, day_of
from api.rest.memory_profile import profile_body
from api.services import Running
from storage.records import (
    ChangePage,
    Forgotten,
    Memory,
    MemoryQuestion,
    MemoryState,
    MemoryType,
    Person,
    Wish,
)
from tools.memory.luggage import ImportRefused
from tools.text.terms import terms_of


class Desk:
    """One look at what is remembered, or one change of it."""

    def __init__(
        self, running: Running, person: Person, agent_id: str | None, *, json: bool
    ) -> None:
        self._running = running
        self._person = person
        self._agent_id = agent_id
        self._numbers = MemoryNumbers(running.remembered, person.id, agent_id)
        self._screen = MemoryScreen(json=json)

    async def list(
        self,
        *,
        kind: MemoryType | None = None,
        state: MemoryState = "current",
        text: str = "",
        as_of: str | None = None,
        today: bool = False,
    ) -> None:
        """List memories, the newest first."""
        now = self._running.keeping.today(self._person)
        begin = day_of(now, self._person)[0] if today else None
        question = MemoryQuestion(
            type=kind,
            state=state,
            as_of=self._end_of(as_of) if as_of else None,
            learned_from=begin,
            text=text,
            terms=tuple(terms_of(text)),
            limit=MOST,
        )
        page = await self._running.remembered.page(self._person.id, self._agent_id, question)
        self._listed(page.memories)

    async def show(self, memory_id: str) -> None:
        """Show one memory and why it is there."""
        found = await self._running.remembered.memory(
            self._person.id, self._agent_id, await self._numbers.memory(memory_id)
        )
        body, memory = reasoned_body(found), found.memory
        rows = [("memory", memory.content), ("type", memory.type), ("quote", memory.quote)]
        rows += [("sure", f"{body.confidence:.0%}"), ("learned", self._when(memory.learned_at))]
        rows += [("said", f"{self._when(one.said_at)} {one.content}") for one in found.sources]
        rows += [("about", one.name) for one in found.people]
        rows += [("used to", one.content) for one in found.predecessors]
        if found.successor:
            rows.append(("now", found.successor.content))
        self._screen.tell(body, ("", ""), rows)

    async def correct(self, memory_id: str, content: str) -> None:
        """Say what a memory should say."""
        require(content, LONGEST_CONTENT)
        number, change_id = await self._running.keeping.correct(
            self._person.id, self._agent_id, await self._numbers.memory(memory_id), content
        )
        found = await self._running.remembered.memory(self._person.id, self._agent_id, number)
        body = CorrectedBody(memory=memory_body(found.memory), change_id=change_id)
        undo = f"take it back: miolumi memory undo {short(change_id)}" if change_id else "as it was"
        self._screen.tell(body, ("id", "memory", ""), [(short(number), found.memory.content, undo)])

    async def pin(self, memory_id: str, *, pinned: bool) -> None:
        """Keep a memory for good, or let it go its way again."""
        number = await self._numbers.memory(memory_id)
        await self._running.keeping.pin(self._person.id, self._agent_id, number, pinned=pinned)
        await self._marked(number, "pinned" if pinned else "not pinned")

    async def share(self, memory_id: str, *, shared: bool) -> None:
        """Let every companion know a memory, or only the one again that was told."""
        number = await self._numbers.memory(memory_id)
        await self._running.keeping.share(self._person.id, self._agent_id, number, shared=shared)
        await self._marked(number, "everyone may know" if shared else "only here")

    async def shared(self) -> None:
        """List what is known here because everyone may, though another was told."""
        self._listed(await self._running.remembered.shared(self._person.id, self._agent_id))

    async def changes(self) -> None:
        """List what can be taken back."""
        page = await self._changes()
        rows = [
            (
                short(one.id),
                self._when(one.made_at),
                one.kind,
                f"{one.before or ''} → {one.after or ''}",
                "taken back" if one.undone_at else "",
            )
            for one in page.changes
        ]
        self._screen.tell(
            tuple(map(change_body, page.changes)), ("id", "made", "kind", "change", ""), rows
        )

    async def undo(self, change_id: str) -> None:
        """Take a change back."""
        page = await self._changes()
        number = whole(change_id, (one.id for one in page.changes))
        change = await self._running.keeping.undo(self._person.id, self._agent_id, number)
        row = (short(change.id), change.before or "", "holds again")
        self._screen.tell(change_body(change), ("id", "memory", ""), [row])

    async def forget(
        self, *, memory: str | None, person: str | None, preference: str | None
    ) -> None:
        """Forget something, for good."""
        wish = Wish(
            memory_id=await self._numbers.memory(memory) if memory else None,
            known_person_id=await self._numbers.known_person(person) if person else None,
            preference_id=await self._numbers.preference(preference) if preference else None,
        )
        self._gone(await self._running.keeping.forget(self._person.id, self._agent_id, wish))

    async def forget_everything(self, *, whole: bool) -> None:
        """Forget all that was said and is remembered."""
        keeping = self._running.keeping
        self._gone(await keeping.forget_everything(self._person.id, self._agent_id, whole=whole))

    async def people(self) -> None:
        """List everybody in the owner's life."""
        found = await self._running.remembered.people(self._person.id, self._agent_id)
        bodies = known_people_bodies(found)
        rows = [
            (
                short(one.id),
                ", ".join((one.name, *one.aliases)),
                one.relationship or "",
                ", ".join(f"{name}: {value}" for name, value in one.attributes.items()),
                " ".join(f"{same.name} ({short(same.id)})" for same in one.merged),
            )
            for one in bodies
        ]
        self._screen.tell(bodies, ("id", "name", "relationship", "known", "also"), rows)

    async def merge(self, one: str, other: str) -> None:
        """Note that somebody is somebody else."""
        change = await self._running.keeping.merge_people(
            self._person.id,
            self._agent_id,
            await self._numbers.known_person(one),
            into=await self._numbers.known_person(other),
        )
        self._screen.tell(
            change_body(change), ("", ""), [(change.before or "", f"is {change.after}")]
        )

    async def part(self, one: str) -> None:
        """Take back that somebody is somebody else."""
        number = await self._numbers.known_person(one)
        change = await self._running.keeping.part_people(self._person.id, self._agent_id, number)
        self._screen.tell(change_body(change), ("", ""), [(change.before or "", "is nobody else")])

    async def preferences(self) -> None:
        """List the owner's preferences."""
        found = await self._running.remembered.preferences(self._person.id, self._agent_id)
        rows = [(short(one.id), one.key, one.value, f"{one.confidence:.0%}") for one in found]
        self._screen.tell(tuple(map(preference_body, found)), ("id", "key", "value", "sure"), rows)

    async def correct_preference(self, preference_id: str, value: str) -> None:
        """Say what a preference should be."""
        require(value, LONGEST_VALUE)
        number = await self._numbers.preference(preference_id)
        new = await self._running.keeping.correct_preference(
            self._person.id, self._agent_id, number, value=value
        )
        row = (short(new.id), new.key, new.value)
        self._screen.tell(preference_body(new), ("id", "key", "value"), [row])

    async def profile(self) -> None:
        """Print MEMORY.md."""
        found = await self._running.remembered.profile(self._person.id, self._agent_id)
        body = profile_body(found, self._person)
        self._screen.page(body, body.markdown)

    async def bring(self, body: bytes) -> None:
        """Remember what a file holds."""
        try:
            done = await self._running.travel.bring(self._person, self._agent_id, body)
        except ImportRefused as error:
            raise MemoryCommandError(str(error)) from error
        reasons = ", ".join(f"{reason}: {count}" for reason, count in done.rejected.items())
        told = ImportedBody(added=done.added, known=done.known, rejected=dict(done.rejected))
        row = (str(done.added), str(done.known), reasons)
        self._screen.tell(told, ("added", "known already", "turned away"), [row])

    async def _changes(self) -> ChangePage:
        return await self._running.remembered.changes(
            self._person.id, self._agent_id, after=None, limit=MOST
        )

    async def _marked(self, number: UUID, mark: str) -> None:
        found = await self._running.remembered.memory(self._person.id, self._agent_id, number)
        row = (short(number), found.memory.content, mark)
        self._screen.tell(memory_body(found.memory), ("id", "memory", ""), [row])

    def _listed(self, memories: Sequence[Memory]) -> None:
        bodies = MemoriesBody(memories=tuple(map(memory_body, memories)), next=None)
        rows = [self._memory_row(memory) for memory in memories]
        self._screen.tell(bodies, ("id", "learned", "type", "memory", "sure"), rows)

    def _gone(self, done: Forgotten) -> None:
        body = ForgottenBody.model_validate(done, from_attributes=True)
        row = tuple(f"{count} {name}" for name, count in body.model_dump(by_alias=False).items())
        self._screen.tell(body, ("forgotten", "", "", ""), [row])

    def _memory_row(self, memory: Memory) -> tuple[str, ...]:
        body = memory_body(memory)
        marks = " (used to)" if memory.superseded_at else " (pinned)" if memory.pinned_at else ""
        marks += " (everyone may know)" if memory.shared_at and not memory.superseded_at else ""
        return (
            short(memory.id),
            self._when(memory.learned_at),
            memory.type,
            f"{memory.content}{marks}",
            f"{body.confidence:.0%}",
        )

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self._person.timezone)):%Y-%m-%d}"

    def _end_of(self, day: str) -> datetime:
        try:
            wanted = date.fromisoformat(day)
        except ValueError as error:
            raise MemoryCommandError(f"{day!r} is no date like 2026-03-02.") from error
        if wanted.year not in YEARS:
            raise MemoryCommandError(f"There is no memory of the year {wanted.year}.")
        return datetime.combine(wanted, time.max, ZoneInfo(self._person.timezone))
