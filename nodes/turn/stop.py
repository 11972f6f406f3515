"""The person's hand on the companion's mouth."""

from collections.abc import Iterator
from contextlib import contextmanager

from anyio import CancelScope


class Stop:
    """Ends a reply from outside: at the next word, or at once while the model is silent."""

    def __init__(self) -> None:
        self._scope: CancelScope | None = None
        self._is_set = False

    def set(self) -> None:
        """Stop the reply that is being said, or the next one before its first word."""
        self._is_set = True
        if self._scope is not None:
            self._scope.cancel()

    def is_set(self) -> bool:
        """Say whether the reply was stopped."""
        return self._is_set

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Leave the block silently at the moment the stop is set."""
        with CancelScope() as self._scope:
            if self._is_set:
                self._scope.cancel()
            yield
        self._scope = None
