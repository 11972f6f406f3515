"""How much one person may send."""

from collections.abc import Callable


class Allowance:
    """A bucket of tokens: a burst at once, then so many a second."""

    def __init__(self, *, burst: int, per_second: float, time: Callable[[], float]) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._time = time
        self._left = float(burst)
        self._at = time()

    def take(self) -> float:
        """Take one; returns 0, or the seconds after which there will be one again."""
        now = self._time()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._per_second
