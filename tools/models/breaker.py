"""Leave a model alone for a while when it keeps failing."""

from datetime import datetime, timedelta

from tools.clock import Clock

FAILURES_IN_A_ROW = 3
"""So many, and the model rests; one or two are an ordinary bad minute of a provider."""

REST = timedelta(seconds=30)
"""How long a model rests before one call tries it again; short, for the real voice is better."""


class CircuitBreaker:
    """Remembers which models are not worth waiting for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, int] = {}
        self._rests_until: dict[str, datetime] = {}

    def allows(self, model: str) -> bool:
        """Say whether to call a model. After its rest, one call may try it."""
        until = self._rests_until.get(model)
        if until is None:
            return True
        now = self._clock.now()
        if now < until:
            return False
        self._rests_until[model] = now + REST
        return True

    def worked(self, model: str) -> None:
        """Forget the failures of a model."""
        if model in self._failures:
            del self._failures[model]
            self._rests_until.pop(model, None)

    def failed(self, model: str) -> None:
        """Count one failure of a model."""
        failures = self._failures[model] = self._failures.get(model, 0) + 1
        if failures >= FAILURES_IN_A_ROW:
            self._rests_until[model] = self._clock.now() + REST
