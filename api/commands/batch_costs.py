"""Models that remember what they cost, for the summary of a batch."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from nodes.services import Models, SpendingSink
from storage.records import Spending, Vector
from tools.models.table import NO_OPTIONS, Role

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What all calls of one role have cost."""

    role: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal


class Counted:
    """Models, and the sum of what their calls cost by role."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._spendings: list[Spending] = []

    def costs(self) -> list[Cost]:
        """Return what was spent since the beginning, the dearest role first."""
        roles = sorted({one.operation for one in self._spendings})
        return sorted(map(self._cost, roles), key=lambda cost: cost.cost_usd, reverse=True)

    def _cost(self, role: str) -> Cost:
        mine = [one for one in self._spendings if one.operation == role]
        return Cost(
            role=role,
            calls=len(mine),
            input_tokens=sum(one.input_tokens for one in mine),
            output_tokens=sum(one.output_tokens for one in mine),
            cost_usd=sum((one.cost_usd for one in mine), Decimal(0)),
        )

    def _telling(self, spent: SpendingSink) -> Callable[[Spending], None]:
        def told(spending: Spending) -> None:
            self._spendings.append(spending)
            spent(spending)

        return told

    def stream(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        *,
        spent: SpendingSink,
        tools: Sequence[BaseTool] = (),
        options: Mapping[str, float] = NO_OPTIONS,
    ) -> AsyncIterator[AIMessageChunk]:
        """Stream a reply."""
        return self._models.stream(
            role, messages, spent=self._telling(spent), tools=tools, options=options
        )

    async def answer(
        self,
        role: Role,
        messages: Sequence[BaseMessage],
        schema: type[Answer],
        *,
        spent: SpendingSink,
    ) -> Answer:
        """Return one structured answer."""
        return await self._models.answer(role, messages, schema, spent=self._telling(spent))

    async def embed(self, texts: Sequence[str], *, spent: SpendingSink) -> list[Vector]:
        """Return one vector a text."""
        return await self._models.embed(texts, spent=self._telling(spent))

    @property
    def embedder(self) -> str:
        """The name of the vector space."""
        return self._models.embedder
