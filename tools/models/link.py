"""One model in the chain of one role, built when it is first needed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from tools.models.build import OFFLINE, close
from tools.models.table import Limits, ModelFacts, Role

Built = TypeVar("Built", bound=BaseChatModel | Embeddings)
Bound: TypeAlias = Runnable[LanguageModelInput, Any]

KEPT_BINDINGS = 32
"""So many sets of tools or answer forms are kept bound; a program has a handful."""


@dataclass(frozen=True, kw_only=True)
class LinkFacts:
    """What is known of a model before it is built."""

    role: Role
    model: str
    """`provider:model`."""
    limits: Limits
    facts: ModelFacts | None


class Link(Generic[Built]):
    """A model and what is known of it."""

    def __init__(self, facts: LinkFacts, build: Callable[[], Built]) -> None:
        self.facts = facts
        self._build = build
        self._model: Built | None = None
        self._building = asyncio.Lock()

    async def model(self) -> Built:
        """Return the model, built in a thread: importing a provider takes up to two seconds.

        Raises:
            ModelUnavailable: the model cannot be built.
        """
        if self._model is not None:
            return self._model
        async with self._building:
            if self._model is None:
                self._model = await asyncio.to_thread(self._build)
            return self._model

    async def aclose(self) -> None:
        """Close the connections of the model."""
        model, self._model = self._model, None
        if model is not None:
            await close(model)


class ChatLink(Link[BaseChatModel]):
    """A chat model, and the forms in which it was asked before."""

    def __init__(self, facts: LinkFacts, build: Callable[[], BaseChatModel]) -> None:
        super().__init__(facts, build)
        self._bound: dict[tuple[int, ...], tuple[Sequence[object], Bound]] = {}

    async def with_tools(self, tools: Sequence[BaseTool]) -> Bound:
        """Return the model with tools to call; a model that cannot call any goes without."""
        model = await self.model()
        if not tools:
            return model
        try:
            return self._kept(tools, lambda: model.bind_tools(tools))
        except NotImplementedError:
            return model

    async def with_schema(self, schema: type[BaseModel]) -> Bound:
        """Return the model bound to answer in a form, with its raw message beside the answer."""
        model = await self.model()
        ours = self.facts.model == OFFLINE
        # given the class, OpenAI's client raises for a wrong form and drops the numbers of the call
        form = schema if ours else schema.model_json_schema()
        return self._kept((schema,), lambda: model.with_structured_output(form, include_raw=True))

    async def aclose(self) -> None:
        """Close the connections of the model."""
        self._bound.clear()
        await super().aclose()

    def _kept(self, things: Sequence[object], bind: Callable[[], Bound]) -> Bound:
        key = tuple(map(id, things))
        if key not in self._bound:
            if len(self._bound) >= KEPT_BINDINGS:
                self._bound.clear()
            self._bound[key] = (
                tuple(things),
                bind(),
            )  # keeps the things, so that no id is used again
        return self._bound[key][1]
