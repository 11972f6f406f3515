import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage
from psycopg.conninfo import make_conninfo
from pydantic import BaseModel
from rich.console import Console, RenderableType

from api.doctor.examine import examine, shown
from api.logs import start_logging
from api.services import open_services
from tests.api.factories import make_settings
from tests.page.house import free_port
from tools.clock import MovedClock
from tools.models.errors import ModelError


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
    logging.getLogger("api.talks.live").info("news")
    assert "chatter" not in written.getvalue()
    assert "trouble" in written.getvalue()
    assert "news" in written.getvalue()


async def test_no_secret_is_logged_whatever_goes_wrong(
    written: io.StringIO, tmp_path: Path, database_url: str, clock: MovedClock
) -> None:
    start_logging("debug", stream=written)
    closed = f"http://127.0.0.1:{free_port()}"
    settings = make_settings(
        home=tmp_path,
        database_url=make_conninfo(database_url, application_name="planted-in-the-address"),
        session_secret="planted-session-secret-of-32-bytes",
        jwt_secret="planted-sign-in-secret-of-32-bytes!",
        google_api_key="planted-google-key",
        google_base_url=closed,
        openai_api_key="planted-openai-key",
        openai_base_url=closed,
    )
    async with open_services(settings, clock=clock) as running:
        with pytest.raises(ModelError):
            await running.models.answer(
                "judge", [HumanMessage("Hello?")], Wanted, spent=lambda _: None
            )
    findings = await examine(settings, ask_models=True)

    said = written.getvalue() + console_text(shown(findings)) + repr(settings) + str(running)
    assert "planted" not in said
    assert len(written.getvalue()) > 100, "something was logged at all"


class Wanted(BaseModel):
    """Cannot be left empty, so the offline voice cannot fill it."""

    word: str


def console_text(shape: RenderableType) -> str:
    """Return what a terminal would show."""
    console = Console(file=io.StringIO(), width=200)
    console.print(shape)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]
