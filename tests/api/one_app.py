"""An application that is built once and opened often."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from litestar import Litestar

from api.app import Opened, create_app
from api.services import Running


@dataclass
class OneApp:
    """An application that opens what it is told to, and keeps nothing from one time to the next."""

    opened: Opened | None = None
    app: Litestar = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(self._open)

    def _open(self) -> AbstractAsyncContextManager[Running]:
        assert self.opened is not None
        return self.opened()
