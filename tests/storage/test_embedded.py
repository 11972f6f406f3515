import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from storage.embedded import EmbeddedPostgres
from storage.errors import DatabaseUnavailable
from tests.places import quick_folder

USER = """
import sys, pathlib
from storage.embedded import EmbeddedPostgres
server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="miolumi-tests-", dir=quick_folder()) as name:
        yield Path(name)


def use(folder: Path) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    user = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-W", "error", "-c", USER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert user.stdout is not None
    assert user.stdout.readline().startswith("postgresql://")
    return user


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def leave(user: "subprocess.Popen[str]") -> None:
    user.communicate("\n", timeout=20)
    assert user.returncode == 0


def test_it_starts_listens_on_no_port_and_stops(folder: Path) -> None:
    with EmbeddedPostgres(folder) as url:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
            assert row == ("",)
        assert answers(url)
    assert not answers(url)


def test_it_runs_while_any_process_uses_it(folder: Path) -> None:
    here = EmbeddedPostgres(folder)
    url = here.start()
    other = use(folder)
    here.stop()
    assert answers(url)
    leave(other)
    assert not answers(url)


def test_a_killed_user_leaves_it_running_and_the_next_one_stops_it(folder: Path) -> None:
    killed = use(folder)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    with EmbeddedPostgres(folder) as url:
        assert answers(url)
    assert not answers(url)


def test_what_was_stored_is_there_after_a_restart_beside_a_strangers_pid(folder: Path) -> None:
    with EmbeddedPostgres(folder) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    stale = f"{os.getpid()}\n{folder}/postgres\n1\n5432\n{folder}/postgres\n\n  1 1\nready\n"
    (folder / "postgres" / "postmaster.pid").write_text(stale)
    with EmbeddedPostgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_long_path_still_finds_a_place_for_its_socket(folder: Path) -> None:
    with EmbeddedPostgres(folder / ("long" * 30)) as url:
        assert answers(url)


@pytest.mark.parametrize("name", ["Application Support", "Tom's (new) data", "小林的数据"])
def test_a_folder_may_have_any_name(folder: Path, name: str) -> None:
    with EmbeddedPostgres(folder / name) as url:
        other = use(folder / name)
        leave(other)
        assert answers(url)
    assert not answers(url)
    with EmbeddedPostgres(folder / name) as url:
        assert answers(url)


def test_processes_that_come_at_once_share_one_server(folder: Path) -> None:
    with ThreadPoolExecutor() as pool:
        users = list(pool.map(use, [folder] * 3))
    for user in users:
        leave(user)
    with EmbeddedPostgres(folder) as url:
        assert answers(url)


def test_a_cluster_that_cannot_start_says_where_to_look(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("7\n")
    with pytest.raises(DatabaseUnavailable, match="log"):
        EmbeddedPostgres(folder).start()
