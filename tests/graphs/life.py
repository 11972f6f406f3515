"""One life with the companion: real graphs, a real database, no key, and a clock that is moved."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool

from nodes.services import SpendingSink
from storage.database import Database
from storage.records import Kept, Person
from tests.factories import exchange
from tests.graphs.background import Background
from tests.graphs.conversation import Conversation
from tools.clock import MovedClock
from tools.models.calls import RoleModels
from tools.models.table import NO_OPTIONS, Role, choose_table


class OverheardModels(RoleModels):
    """The offline voice, with every prompt of a talk kept to be looked at."""

    prompts: list[Sequence[BaseMessage]]

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncGenerator[AIMessageChunk, None]:
        """Speak, and keep what was asked."""
        self.prompts.append(messages)
        async for chunk in super().stream(
            role, messages, spent=spent, tools=tools, options=options
        ):
            yield chunk


@dataclass
class Life:
    """A person who comes back again and again."""

    database: Database
    person: Person
    clock: MovedClock
    models: OverheardModels = field(init=False)

    def __post_init__(self) -> None:
        self.models = OverheardModels(choose_table("offline"), access={}, clock=self.clock)
        self.models.prompts = []
        self.background = Background(self.database, self.person, self.clock)
        services = replace(self.background.services, models=self.models)
        self.background.services = services
        self.conversation = Conversation(self.database, self.person, self.clock)
        self.conversation.services = services

    async def tell(self, *texts: str) -> str:
        """Say something, have it answered, and let the talk go quiet; returns the last answer."""
        answers = [(await self.conversation.say(text)).heard for text in texts]
        await self.go_quiet()
        return answers[-1]

    async def mumble(self, *texts: str) -> None:
        """Say a lot, quickly: answered without a model, and read as it comes."""
        for number, text in enumerate(texts, 1):
            self.clock.move(timedelta(minutes=1))
            await exchange(self.background.talks, self.person, text, clock=self.clock)
            if number % 12 == 0:
                await self._read()
        await self.go_quiet()

    async def ask(self, question: str) -> str:
        """Ask, and return the answer."""
        return (await self.conversation.say(question)).heard

    async def prompt_of(self, question: str) -> str:
        """Ask, and return what stood in the prompt before the last messages."""
        await self.ask(question)
        return self.models.prompts[-1][0].text

    async def pass_days(self, days: float) -> None:
        """Let time go by."""
        self.clock.move(timedelta(days=days))

    async def go_quiet(self) -> None:
        """Let ten minutes pass, and have what was said read."""
        self.clock.move(timedelta(minutes=10))
        await self._read()

    async def kept(self) -> Kept:
        """Return what is remembered and holds."""
        return await self.background.memories.kept(self.person.id, None)

    async def contents(self) -> set[str]:
        """Return the sentences that hold."""
        return {memory.content for memory in (await self.kept()).memories}

    async def _read(self) -> None:
        while (await self.background.run())["more"]:
            pass
