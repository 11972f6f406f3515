"""Processes: the server, the worker, or both in one."""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from threading import Thread
from typing import Any

import httpx
import uvicorn
from litestar import Litestar

from api.app import create_app
from api.background.following_up import following_up
from api.errors import PortTaken
from api.services import Running, open_services
from api.settings import Settings
from tools.dates.grammar import prepare
from tools.mood.read import prepare as prepare_moods

LARGEST_FRAME = 2 * 1024 * 1024
"""Bytes in a WebSocket frame above which a connection is closed; smaller ones get a kind error."""

GRACE_SECONDS = 10
"""How long open connections may take to end when the server stops."""

ASKING_SECONDS = 1.0
"""How long whoever listens on our port may take to say who they are."""

COLLECT_AFTER = (50_000, 20, 100)
"""New objects before the youngest are looked through, and rounds before the older ones are."""


class Server(uvicorn.Server):
    """A server that says when it listens, and leaves signals to `on_signals`."""

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        if self.started:
            _settle_memory()
            self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: uvicorn repeats signals, which would end us before the database is closed."""
        yield


def _settle_memory() -> None:
    """Spare the garbage collector what was loaded to stay, and let it come less often.

    A turn leaves little garbage behind, and looking for it took a twelfth of a turn's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def serve_forever(
    settings: Settings, *, announce: Callable[[Running], None], with_worker: bool
) -> None:
    """Serve until a signal ends it, with a worker in the same process or without.

    Raises:
        PortTaken: the port is not free.
        StorageError: the database cannot be used.
    """
    _run(_serve(settings, announce=announce, with_worker=with_worker))


def work_forever(settings: Settings, *, announce: Callable[[], None]) -> None:
    """Do the jobs of the queue until a signal ends it.

    Raises:
        StorageError: the database cannot be used.
    """
    _run(_work(settings, announce=announce))


async def _serve(
    settings: Settings, *, announce: Callable[[Running], None], with_worker: bool
) -> None:
    listening = bind(settings)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(open_services(settings))
        if with_worker:
            await stack.enter_async_context(following_up(running))
        server = new_server(running, announce=lambda: announce(running))
        with on_signals(lambda: server.handle_exit(signal.SIGTERM, None)):
            await server.serve(sockets=[listening])


async def _work(settings: Settings, *, announce: Callable[[], None]) -> None:
    stopped = asyncio.Event()
    async with (
        open_services(settings) as running,
        running.live.speaking(),
        following_up(running),
    ):
        with on_signals(stopped.set):
            announce()
            await stopped.wait()


def new_server(
    running: Running, *, announce: Callable[[], None], app: Litestar | None = None
) -> Server:
    """Return a server of open services; `app` is one that was built for them already."""
    config = uvicorn.Config(
        app or create_app(running),
        access_log=running.settings.log_level == "debug",
        forwarded_allow_ips=running.settings.trusted_proxies,
        http="httptools",
        lifespan="on",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
    )
    return Server(config, announce=announce)


def bind(settings: Settings) -> socket.socket:
    """Take the port before anything slow starts.

    Raises:
        PortTaken: somebody else has it.
        OSError: the host is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(_who_has_it(settings)) from error
        raise
    return listening


def _who_has_it(settings: Settings) -> str:
    if is_ours(settings):
        return f"miolumi already runs at {settings.address}; `make link` signs you in there."
    return (
        f"Port {settings.port} is taken by another program. Stop that one, "
        "or choose another port with MIOLUMI_PORT."
    )


def is_ours(settings: Settings) -> bool:
    """Tell whether it is this program that listens on the port."""
    try:
        answer = httpx.get(f"{settings.address}/health", timeout=ASKING_SECONDS, trust_env=False)
        return bool(answer.json().get("program") == "miolumi")
    except (httpx.HTTPError, ValueError, AttributeError):
        return False


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the block in good order."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _run(work: Coroutine[Any, Any, None]) -> None:
    # A second or two of work that the first message would wait for; the database starts meanwhile.
    Thread(target=prepare, name="date patterns", daemon=True).start()
    Thread(target=prepare_moods, name="mood weights", daemon=True).start()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
