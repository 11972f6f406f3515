"""Record a first talk with Lumi, and the same person after thirty days.

`make transcripts` writes docs/first-talk.md; a test compares it with what the program does today.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from api.background.personality_reading import Becomes
from storage.database import Database
from storage.ledger import Ledger
from storage.personalities import Personalities
from storage.persons import Persons
from storage.records import Message, Person
from storage.records.personality import PARTS, Snapshot
from tests.factories import exchange
from tests.graphs.background import Background
from tests.graphs.conversation import Conversation
from tests.servers.gemini import GeminiServer
from tests.transcripts.lives import STORIES, LifeStory, Speaker
from tests.transcripts.writing import write_anew
from tools.clock import MovedClock
from tools.models.build import Access
from tools.models.calls import RoleModels
from tools.models.table import choose_table
from tools.personality.voices import voices
from tools.personality.words import personality_text, personality_words

DOCUMENT = Path(__file__).parents[2] / "docs" / "first-talk.md"

EVENING = datetime(2026, 3, 2, 21, tzinfo=UTC)
LATER = timedelta(days=30)
PAUSE = timedelta(days=5)

HEAD = """# A first talk, and thirty days later

Recorded by `make transcripts`: the program itself on a real database, with a clock that is moved.
There is no form and no setting up. Lumi says that it is an AI, asks little, and after four messages
with something in them the talk is read once for who it has become; after that every hundred
messages, or after a fortnight with some talk. Each state is kept with what changed, why, and the
person's own words behind it, and any of them can be brought back.
"""


@dataclass
class Recording:
    """One person's thirty days."""

    story: LifeStory
    person: Person
    conversation: Conversation
    background: Background
    personalities: Personalities
    clock: MovedClock

    async def run(self) -> str:
        """Live them, and return them as Markdown."""
        first = await self._talk(self.story.first)
        told = len(self.story.between)
        rounds = 2 * [*self.story.between]
        for number in range(4):
            self.clock.move(PAUSE)
            part = rounds[number * told // 2 : (number + 1) * told // 2]
            for text in (*part, self.story.filler):
                self.clock.move(timedelta(minutes=2))
                await exchange(
                    self.background.talks, self.person, text, clock=self.clock, answer="I hear you."
                )
            await self._read()
        self.clock.move(EVENING + LATER - self.clock.now())
        later = await self._talk(self.story.later)
        return self._written(first, later, await self._states())

    async def _talk(self, texts: Sequence[str]) -> list[Message]:
        start = len(await self.conversation.stored())
        for text in texts:
            await self.conversation.say(text)
        said = (await self.conversation.stored())[start:]
        await self._read()
        return list(said)

    async def _read(self) -> None:
        self.clock.move(timedelta(minutes=11))
        while (await self.background.run())["more"]:
            pass
        becomes = Becomes(
            services=self.background.services,
            personalities=self.personalities,
            ledger=Ledger(self.background.database),
        )
        await becomes.catch_up(self.person, None)

    async def _states(self) -> list[tuple[Snapshot, list[str]]]:
        history = await self.personalities.history(self.person.id, None)
        return [
            (
                one,
                [
                    source.content
                    for source in await self.personalities.sources(
                        self.person.id, None, one.source_message_ids
                    )
                ],
            )
            for one in reversed(history)
        ]

    def _written(
        self,
        first: Sequence[Message],
        later: Sequence[Message],
        states: Sequence[tuple[Snapshot, list[str]]],
    ) -> str:
        names = [one for one, _ in states]
        return "\n".join(
            [
                f"## {self.story.title}",
                "",
                self.story.about,
                "",
                f"### The first talk, {_day(EVENING)} {EVENING.year}",
                "",
                *_lines(first, names),
                f"### Thirty days later, {_day(EVENING + LATER)} {(EVENING + LATER).year}",
                "",
                *_lines(later, names),
                "### Who Lumi became, and when",
                "",
                *(line for state, said in states for line in _state(state, said)),
            ]
        )


def _lines(messages: Sequence[Message], states: Sequence[Snapshot]) -> list[str]:
    lines = []
    for message in messages:
        who = "They" if message.role == "user" else _called(message, states)
        lines += [f"**{who}:** {message.content}", ""]
    return lines


def _called(message: Message, states: Sequence[Snapshot]) -> str:
    """Return what the companion was called when it said this."""
    before = [state for state in states if state.created_at <= message.created_at]
    return before[-1].name if before else "Lumi"


def _state(state: Snapshot, said: Sequence[str]) -> list[str]:
    words = personality_words(state.personality.language)
    reason = words["reasons"][state.reason].format(number=state.restored_from)
    told = " ".join(filter(None, (reason, state.changed, state.why)))
    voice = voices()[state.voice_id].names[state.personality.language] if state.voice_id else ""
    name = f"{state.name}, {voice}" if voice else state.name
    parts = [
        f"  - {words['fields'][part]}: {text}"
        for part in PARTS
        if (text := getattr(state.personality, part))
    ]
    quoted = [f"  - > {text}" for text in said]
    heading = f"- **{state.number}. {_day(state.created_at)}, {name}.** {told}"
    return [heading, *parts, *quoted, ""]


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


@asynccontextmanager
async def _models(story: LifeStory, clock: MovedClock) -> AsyncIterator[RoleModels]:
    if not story.replies:
        yield RoleModels(choose_table("offline"), access={}, clock=clock)
        return
    async with GeminiServer() as gemini:
        gemini.replies.respond(Speaker(story))
        access = {"google_genai": Access(api_key=SecretStr("a key"), base_url=gemini.url)}
        models = RoleModels(choose_table("gemini"), access=access, clock=clock)
        try:
            yield models
        finally:
            await models.aclose()


async def record(database: Database, story: LifeStory) -> str:
    """Return thirty days of a story as Markdown."""
    clock = MovedClock(EVENING)
    person = await Persons(database).find_or_create(
        story.title, timezone="Europe/London", companion_name="Lumi", now=clock.now()
    )
    async with _models(story, clock) as models:
        background = Background(database, person, clock)
        background.services = replace(background.services, models=models)
        conversation = Conversation(database, person, clock)
        conversation.services = background.services
        recording = Recording(
            story=story,
            person=person,
            conversation=conversation,
            background=background,
            personalities=Personalities(database, text_of=personality_text),
            clock=clock,
        )
        return await recording.run()


async def document(database: Database) -> str:
    """Return the whole document."""
    return "\n".join([HEAD, *[await record(database, story) for story in STORIES]])


if __name__ == "__main__":
    write_anew(DOCUMENT, document)
