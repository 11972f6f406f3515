"""Who connects: by cookie or header of the handshake, or by a first frame."""

import asyncio
from typing import Any

from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from api.entrance.sign_in import COOKIE, Visit, signed_in, signed_in_by
from api.errors import SignInError
from api.talks.frames_down import ErrorDown
from api.talks.frames_up import AuthUp, BadFrame, read_up_frame, text_of

SIGN_IN_PATIENCE = 10.0
"""Seconds within which a device without cookie or header has to say who is speaking."""


async def who_speaks(socket: WebSocket[Any, Any, Any]) -> Visit | None:
    """Return who connects, by what came with the handshake or by an `auth` frame."""
    try:
        return await signed_in(socket)
    except SignInError as error:
        if "authorization" in socket.headers or COOKIE in socket.cookies:
            await send_frame(socket, ErrorDown(seq=0, code="not_signed_in", message=str(error)))
    return await _introduced(socket)


async def _introduced(socket: WebSocket[Any, Any, Any]) -> Visit | None:
    """Wait for an `auth` frame; None when it does not come or is not believed."""
    try:
        message = await asyncio.wait_for(socket.receive(), SIGN_IN_PATIENCE)
        frame = read_up_frame(text_of(message)) if message["type"] == "websocket.receive" else None
        if isinstance(frame, AuthUp):
            return await signed_in_by(socket.app, frame.token)
        text = "Please sign in first: send an auth frame, a cookie or a bearer token."
    except (SignInError, BadFrame) as error:
        text = str(error)
    except (TimeoutError, WebSocketDisconnect):
        return None
    await send_frame(socket, ErrorDown(seq=0, code="not_signed_in", message=text))
    return None


async def send_frame(socket: WebSocket[Any, Any, Any], frame: ErrorDown) -> None:
    """Send a frame outside of any stream."""
    await socket.send_json(frame.body())
