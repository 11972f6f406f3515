"""Serve one rival as ours is served: litestar on uvicorn, one process, a WebSocket a device."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from tests.benchmarks.rivals.speaker import Speaker


@websocket("/ws")
async def talk_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """Answer every message of a talk in turn; the talk is named in the query."""
    await socket.accept()
    speaker: Speaker = socket.app.state.speaker
    talk = socket.query_params["talk"]
    try:
        while True:
            await _obey(socket, speaker, talk, msgspec.json.decode(await socket.receive_text()))
    except WebSocketDisconnect:
        return


async def _obey(socket: WebSocket[Any, Any, Any], speaker: Speaker, talk: str, frame: Any) -> None:
    if frame["type"] == "remember":
        await speaker.remember(talk, frame["turns"], frame["language"])
    else:
        async for piece in speaker.reply(talk, frame["text"]):
            await _send(socket, {"type": "token", "text": piece})
    await _send(socket, {"type": "done"})


async def _send(socket: WebSocket[Any, Any, Any], frame: dict[str, str]) -> None:
    await socket.send_data(msgspec.json.encode(frame).decode(), mode="text")


def build(speaker: Speaker) -> Litestar:
    """Return the app of a rival."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        app.state.speaker = speaker
        await speaker.open()
        yield
        await speaker.close()

    return Litestar([talk_socket], lifespan=[lifespan], logging_config=None)


def _speaker(arguments: argparse.Namespace) -> Speaker:
    provider, url = arguments.provider, arguments.model_url
    if arguments.kind == "relay":
        from tests.benchmarks.rivals.relay import Relay

        return Relay(url)
    if arguments.kind == "bare":
        from tests.benchmarks.rivals.bare import Bare

        return Bare(provider, url)
    from tests.benchmarks.rivals.plain import PlainInMemory, PlainWithPostgres

    if arguments.durability is None:
        return PlainInMemory(provider, url)
    return PlainWithPostgres(
        provider, url, database_url=arguments.database_url, durability=arguments.durability
    )


def main() -> None:
    """Serve the rival that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("relay", "bare", "plain"))
    parser.add_argument("--provider", choices=("openai", "gemini"), default="openai")
    parser.add_argument("--durability", choices=("exit", "async", "sync"))
    parser.add_argument("--database-url")
    parser.add_argument("--model-url", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    uvicorn.run(
        build(_speaker(arguments)),
        port=arguments.port,
        access_log=False,
        http="httptools",
        log_level="warning",
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
