"""The door of the WebSocket: who may connect, and why others are turned away."""

from typing import Any

from litestar import WebSocket, websocket

from api.entrance.doors import doors_of
from api.entrance.sign_in import Visit, allowed_origin
from api.talks.conversation import Conversation
from api.talks.device import Device
from api.talks.frames_down import NoticeDown
from api.talks.introduction import send_frame, who_speaks
from api.talks.live import Live
from api.talks.refusals import (
    CLOSE_GOING,
    CLOSE_ORIGIN,
    CLOSE_SIGNED_OUT,
    TurnedAway,
    database_away,
    too_many_connections,
)
from storage.errors import StorageError


@websocket("/ws")
async def talk_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """Connect a device of a person to their talk."""
    if not allowed_origin(socket) or not doors_of(socket).knows(socket.headers.get("host", "")):
        await socket.close(code=CLOSE_ORIGIN, reason="This page may not connect here.")
        return
    await socket.accept()
    live: Live = socket.app.state.live
    try:
        visit, device = await _let_in(socket, live)
    except TurnedAway as away:
        if away.frame is not None:
            await send_frame(socket, away.frame)
        await socket.close(code=away.code, reason=str(away))
        return
    welcome = {"seq": device.sent_seq, "kind": "welcome", "voice": socket.app.state.voice}
    device.tell(NoticeDown.model_validate(welcome))
    try:
        await Conversation(socket, live, visit, device, socket.app.state.limits).run()
    finally:
        await live.leave(device)


async def _let_in(socket: WebSocket[Any, Any, Any], live: Live) -> tuple[Visit, Device]:
    """Return who speaks and their connected device.

    Raises:
        TurnedAway: they may not connect, or not just now.
    """
    doors = doors_of(socket)
    if wait := doors.opening_wait(socket.client.host if socket.client else None):
        raise too_many_connections(wait)
    try:
        visit = await who_speaks(socket)
        if visit is None:
            raise TurnedAway("Not signed in.", code=CLOSE_SIGNED_OUT)
        person_id = visit.person.id
        connected = live.audience.devices_of(person_id)
        if wait := doors.device_wait(person_id, connected=connected):
            raise too_many_connections(wait)
        device, _ = await live.enter(visit.person)
    except StorageError as error:
        reason = "Try again in a moment."
        raise TurnedAway(reason, code=CLOSE_GOING, frame=database_away()) from error
    device.session_id, device.begun_at = visit.identity.session_id, visit.identity.begun_at
    return visit, device
