"""The talk in a terminal, over the same WebSocket as the page."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
from prompt_toolkit.patch_stdout import patch_stdout

from api.background.following_up import following_up
from api.commands.chat_conversation import Conversation
from api.commands.chat_rooms import COMMANDS, Rooms, ask
from api.commands.terminal import Keyboard, Listener, Pipe, Screen
from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OWNER, OwnTokens
from api.services import open_services
from api.serving import bind, is_ours, new_server
from api.settings import Settings
from tools.clock import SystemClock


async def chat(settings: Settings, *, keyboard: bool, slug: str | None = None) -> None:
    """Talk until the person leaves; starts a server for as long when none is running.

    Args:
        settings: what was set.
        keyboard: whether somebody types; lines are read from a pipe otherwise.
        slug: the persona to talk with, None for Lumi.

    Raises:
        ChatError: the server that runs here does not know us, or there is no such persona.
        PortTaken: another program listens on the port.
        StorageError: the database cannot be used.
    """
    token = OwnTokens(signing_secret(settings), clock=SystemClock()).session(OWNER)
    screen = Screen()
    async with _server(settings), _asking(settings, token) as client:
        voice = await _greet(client, screen)
        rooms = Rooms(client, screen=screen)
        room = await rooms.enter(slug)
        conversation = Conversation(settings, token=token, room=room, voice=voice, screen=screen)
        connected = asyncio.create_task(conversation.stay_connected())
        try:
            with patch_stdout():
                await _talk(conversation, Keyboard() if keyboard else Pipe(sys.stdin), rooms)
        finally:
            connected.cancel()
            await asyncio.gather(connected, return_exceptions=True)


async def _talk(conversation: Conversation, listener: Listener, rooms: Rooms) -> None:
    while (line := await listener.line()) is not None:
        if room := await rooms.obey(line, conversation.room):
            conversation.room = room
        elif line.strip():
            with _interrupting(conversation):
                await conversation.say(line)


@contextmanager
def _interrupting(conversation: Conversation) -> Iterator[None]:
    """Let Ctrl-C stop the reply and not the program."""
    loop = asyncio.get_running_loop()
    tasks: list[asyncio.Task[None]] = []
    loop.add_signal_handler(
        signal.SIGINT, lambda: tasks.append(loop.create_task(conversation.interrupt()))
    )
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        for task in tasks:
            task.cancel()


def _asking(settings: Settings, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=settings.address, headers=headers, trust_env=False)


async def _greet(client: httpx.AsyncClient, screen: Screen) -> str:
    """Say which voice speaks; return the model's name."""
    voice = (await ask(client, "GET", "/api/companion"))["voice"]
    spoken = "the offline voice; set GOOGLE_API_KEY for Gemini"
    if voice["kind"] == "model":
        spoken = voice["model"]
    screen.remark(f"{spoken} · Ctrl-C stops a reply, Ctrl-D leaves")
    screen.remark(COMMANDS)
    return str(voice["model"])


@asynccontextmanager
async def _server(settings: Settings) -> AsyncIterator[None]:
    """Use the server that runs here, or run one beside the block."""
    if await asyncio.to_thread(is_ours, settings):
        yield
        return
    listening = bind(settings)
    async with open_services(settings) as running, following_up(running):
        started = asyncio.Event()
        server = new_server(running, announce=started.set)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await asyncio.wait(
            {serving, asyncio.ensure_future(started.wait())}, return_when=asyncio.FIRST_COMPLETED
        )
        try:
            yield
        finally:
            server.should_exit = True
            await serving
