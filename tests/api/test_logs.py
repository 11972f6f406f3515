import io
import logging
from collections.abc import Iterator

import pytest

from api.logs import start_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Where the log goes, until it goes again where it went before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield io.StringIO()
    root.handlers, root.level = handlers, level


def test_no_token_that_stands_in_an_address_is_logged(written: io.StringIO) -> None:
    start_logging("debug", stream=written)
    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s HTTP/%s" %d', "me", "GET", "/ws?token=secret", "1.1", 200)
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" [accepted]', "me", "/ws?t=secret")
    assert "/ws" in written.getvalue()
    assert "secret" not in written.getvalue()


def test_libraries_say_only_what_is_wrong(written: io.StringIO) -> None:
    start_logging("info", stream=written)
    logging.getLogger("procrastinate").info("chatter")
    logging.getLogger("procrastinate").warning("trouble")
    logging.getLogger("api.live").info("news")
    assert "chatter" not in written.getvalue()
    assert "trouble" in written.getvalue()
    assert "news" in written.getvalue()
