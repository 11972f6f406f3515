"""The audit of the locks, against a service on this machine."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from anyio import to_thread

from tests.audit import main
from tests.servers.http import Connection, HttpServer, Request, response

LOCK = "idna==3.20 \\\n    --hash=sha256:" + "0" * 64 + "\n"

WEAKNESS = {
    "id": "PYSEC-2000-1",
    "modified": "2000-01-01T00:00:00Z",
    "published": "2000-01-01T00:00:00Z",
    "details": "It may be talked into anything.",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "idna"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


async def audited(lock: Path, service: str) -> int:
    return await to_thread.run_sync(partial(main, [str(lock), "--service", service]))


def saying(status: int, body: object) -> Callable[[Request, Connection], None]:
    return lambda _, connection: connection.write(response(status, body))


@pytest.fixture
async def server() -> AsyncIterator[HttpServer]:
    made = HttpServer(saying(200, {"vulns": [WEAKNESS]}))
    await made.start()
    yield made
    await made.stop()


async def test_a_known_weakness_fails_and_a_service_that_is_away_does_not(
    tmp_path: Path, server: HttpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    assert await audited(lock, server.url) == 1
    assert "idna 3.20: PYSEC-2000-1; fixed in: 99.0" in capsys.readouterr().out
    server.answer = saying(200, {})
    assert await audited(lock, server.url) == 0
    assert "0 of 1" in capsys.readouterr().out
    assert await audited(lock, "http://127.0.0.1:9") == 0
    said = capsys.readouterr().out
    assert "cannot be reached" in said
    assert said.count("\n") == 1


def test_a_lock_that_cannot_be_read_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("idna>=3")
    assert main([str(lock), "--service", "http://127.0.0.1:9"]) == 1
    assert "pip-audit failed" in capsys.readouterr().out
