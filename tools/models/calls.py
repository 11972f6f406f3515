"""Call models by role: the first that answers along the role's chain, every call booked."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import TypeVar

from langchain_core.embeddings import Embeddings
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from storage.records import Spending, Vector
from tools.clock import Clock
from tools.models import lexical
from tools.models.answers import ask, ask_again
from tools.models.attempt import Attempt
from tools.models.breaker import CircuitBreaker
from tools.models.build import LEXICAL, Access, build_chat, build_embeddings
from tools.models.embedding import VectorMemory, embed_texts, embeddable
from tools.models.errors import (
    BadAnswer,
    EmbeddingUnavailable,
    ModelError,
    ModelUnavailable,
    UnknownModel,
)
from tools.models.link import Bound, ChatLink, Link, LinkFacts
from tools.models.probe import Health, check, health
from tools.models.streaming import stream_reply
from tools.models.table import NO_OPTIONS, VECTOR_LENGTH, Choice, ModelTable, Role

Answer = TypeVar("Answer", bound=BaseModel)
SpendingSink = Callable[[Spending], None]

SMALL_WINDOW = 512
"""Tokens that any embedder takes; used for one without a row in the table."""


class RoleModels:
    """The models of a table. Close it with `aclose` on the event loop that used it."""

    def __init__(self, table: ModelTable, *, access: Mapping[str, Access], clock: Clock) -> None:
        """Build nothing yet.

        Args:
            table: Which model plays which role.
            access: Key and host by provider.
            clock: Times the waits that providers ask for, and how long a failing model rests.
        """
        self._table = table
        self._access = access
        self._clock = clock
        self._breaker = CircuitBreaker(clock)
        self._vectors = VectorMemory()
        self._chains = {
            role: tuple(self._chat_link(role, choice) for choice in row.chain)
            for role, row in table.roles.items()
            if role != "embed"
        }
        self._embed_link = self._embedding_link(table.roles["embed"])

    @property
    def embedder(self) -> str:
        """The name of the vector space; vectors of two names do not compare."""
        choice = self._table.roles["embed"]
        return choice.space(lexical.VERSION if choice.model == LEXICAL else VECTOR_LENGTH)

    async def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncGenerator[AIMessageChunk]:
        """Stream a reply of the first model that has one; read a chunk's words from `chunk.text`.

        Args:
            role: whose models are asked.
            messages: the prompt.
            spent: is told what each call cost.
            tools: what the model may ask for.
            options: `temperature` and `top_p` in the place of the table's.

        Raises:
            CutShort: the model stopped after something was yielded.
            ModelError: no model of the role said anything.
        """
        failure: ModelError | None = None
        for link, prompt, attempt in self._attempts(role, messages, spent):
            with attempt as meter:
                model = _with_options(await link.with_tools(tools), options)
                reply = stream_reply(model, prompt, limits=link.facts.limits, meter=meter)
                async with aclosing(reply) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            failure = await self._settle(attempt)
        raise failure or _nobody(role)

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Return one answer in the form of a schema; one of another form is asked for once more.

        Raises:
            ModelError: no model of the role gave one.
        """
        failure: ModelError | None = None
        for link, prompt, attempt in self._attempts(role, messages, spent):
            with attempt as meter:
                model = await link.with_schema(schema)
                seconds = link.facts.limits.answer_seconds
                return await ask(model, prompt, schema, seconds=seconds, meter=meter)
            failure = await self._settle(attempt)
        raise failure or _nobody(role)

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        """Return one vector a text, of length one; texts that were seen lately cost nothing.

        Raises:
            EmbeddingUnavailable: there are no vectors now.
        """
        facts = self._embed_link.facts.facts
        window = facts.context_window if facts else SMALL_WINDOW
        wanted = [embeddable(text, window=window) for text in texts]
        vectors = self._vectors.known(wanted)
        missing = [text for text in dict.fromkeys(wanted) if text not in vectors]
        if missing:
            fresh = await self._embed(missing, spent)
            self._vectors.keep(fresh)
            vectors |= fresh
        return [vectors[text] for text in wanted]

    async def probe(self, role: Role) -> Health:
        """Find out whether the first model of a role would answer, within ten seconds."""
        link = self._embed_link if role == "embed" else self._chain(role)[0]
        try:
            await check(await link.model(), link.facts.model)
        except ModelError as error:
            return health(link.facts.model, error)
        return health(link.facts.model, None)

    async def warm_up(self) -> None:
        """Build what a turn needs first, so that no person waits for imports.

        A model that cannot be built is left for its first call to report.
        """
        building = [link.model() for link in self._chain("chat")[:1]]
        await asyncio.gather(*building, self._embed_link.model(), return_exceptions=True)

    async def aclose(self) -> None:
        """Close all connections."""
        for chain in self._chains.values():
            for link in chain:
                await link.aclose()
        await self._embed_link.aclose()

    def _attempts(
        self, role: Role, messages: Sequence[BaseMessage], spent: SpendingSink
    ) -> Iterator[tuple[ChatLink, Sequence[BaseMessage], Attempt]]:
        for link in self._chain(role):
            if not self._breaker.allows(link.facts.model):
                continue
            attempt = Attempt(link.facts, messages, breaker=self._breaker, spent=spent)
            yield link, messages, attempt
            if attempt.pause is not None:
                again = attempt.failure
                prompt = ask_again(messages, again) if isinstance(again, BadAnswer) else messages
                yield link, prompt, Attempt(link.facts, prompt, breaker=self._breaker, spent=spent)

    async def _settle(self, attempt: Attempt) -> ModelError | None:
        if attempt.pause:
            await self._clock.sleep(attempt.pause)
        return attempt.failure

    async def _embed(self, texts: Sequence[str], spent: SpendingSink) -> dict[str, Vector]:
        link = self._embed_link
        name = link.facts.model
        if not self._breaker.allows(name):
            raise EmbeddingUnavailable(f"{name} rests after failing several times")
        attempt = Attempt(link.facts, texts, breaker=self._breaker, spent=spent)
        with attempt as meter:
            try:
                model = await link.model()
            except ModelError as error:
                raise EmbeddingUnavailable(str(error)) from error
            return await embed_texts(
                model, texts, seconds=link.facts.limits.answer_seconds, meter=meter
            )
        raise attempt.failure or EmbeddingUnavailable

    def _chain(self, role: Role) -> tuple[ChatLink, ...]:
        if role not in self._chains:
            raise UnknownModel(f"no model plays the role {role}")
        return self._chains[role]

    def _chat_link(self, role: Role, choice: Choice) -> ChatLink:
        facts = self._facts(role, choice)
        seconds = max(facts.limits.answer_seconds, facts.limits.first_token_seconds)
        access = self._access.get(choice.provider, Access())
        return ChatLink(facts, partial(build_chat, choice, access=access, seconds=seconds))

    def _embedding_link(self, choice: Choice) -> Link[Embeddings]:
        access = self._access.get(choice.provider, Access())
        build = partial(build_embeddings, choice, access=access)
        return Link(self._facts("embed", choice), build)

    def _facts(self, role: Role, choice: Choice) -> LinkFacts:
        return LinkFacts(
            role=role,
            model=choice.model,
            limits=self._table.roles[role].limits,
            facts=self._table.models.get(choice.model),
        )


def _with_options(model: Bound, options: Mapping[str, float]) -> Bound:
    return model.bind(**options) if options else model


def _nobody(role: Role) -> ModelError:
    return ModelUnavailable(f"every model of the role {role} rests after failing several times")
