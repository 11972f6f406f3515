"""One call of one model: booked, judged, and followed by the next when it fails."""

import logging
from collections.abc import Callable, Sequence
from types import TracebackType

from langchain_core.messages import BaseMessage

from storage.records import Spending
from tools.models.breaker import CircuitBreaker
from tools.models.costs import Meter
from tools.models.errors import (
    BadAnswer,
    CutShort,
    EmbeddingUnavailable,
    ModelError,
    ModelUnavailable,
    TooManyRequests,
)
from tools.models.link import LinkFacts

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 2.0
"""Seconds. A provider that asks for a longer wait is passed over: somebody waits for the reply."""


class Attempt:
    """Wraps a call. Whatever becomes of it, it is booked once; a failure is kept for the next one.

    A reply that was cut short is raised, since there is no starting over once something was said.
    """

    def __init__(
        self,
        facts: LinkFacts,
        prompt: Sequence[BaseMessage] | Sequence[str],
        *,
        breaker: CircuitBreaker,
        spent: Callable[[Spending], None],
    ) -> None:
        self.facts = facts
        self.meter = Meter(role=facts.role, model=facts.model, facts=facts.facts, prompt=prompt)
        self.failure: ModelError | None = None
        self._breaker = breaker
        self._spent = spent

    @property
    def pause(self) -> float | None:
        """Seconds to wait before asking the same model again; None where that is not worth it."""
        if isinstance(self.failure, BadAnswer):
            return 0.0
        if isinstance(self.failure, TooManyRequests):
            asked = self.failure.retry_after
            return asked if asked is not None and asked <= LONGEST_PAUSE else None
        return None

    def __enter__(self) -> Meter:
        return self.meter

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        self._spent(self.meter.spending())
        self._judge(error)
        if not isinstance(error, ModelError):
            return False
        logger.warning("%s", error)
        self.failure = error
        return not isinstance(error, CutShort)

    def _judge(self, error: BaseException | None) -> None:
        model = self.facts.model
        broke_off = isinstance(error, CutShort) and error.__cause__ is not None
        if broke_off or isinstance(error, ModelUnavailable | EmbeddingUnavailable):
            self._breaker.failed(model)
        elif error is None or isinstance(error, ModelError):
            self._breaker.worked(model)
