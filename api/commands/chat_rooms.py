"""With whom one talks in a terminal: Lumi, one of the cast, or somebody who was brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from api.commands.terminal import Screen
from api.errors import ChatError
from tools.length.parts import parts_of

LATELY = 6
"""Messages of the last talk that are shown when a new one begins."""

COMMANDS = "/cast shows everybody · /with SLUG talks with somebody · /lumi goes home"

ROOM_FRAMES = frozenset({"ack", "token", "done", "emotion", "proactive", "voice"})
"""Frames that belong to the talk with one companion."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A talk with one companion."""

    agent_id: str | None
    name: str

    def hears(self, frame: Mapping[str, Any]) -> bool:
        """Tell whether a frame belongs here; what is not about one companion belongs everywhere."""
        return frame["type"] not in ROOM_FRAMES or frame.get("agentId") == self.agent_id


class Rooms:
    """The ways from one talk to another."""

    def __init__(self, client: httpx.AsyncClient, *, screen: Screen) -> None:
        self._client = client
        self._screen = screen

    async def enter(self, slug: str | None) -> Room:
        """Go to somebody, who says the first words where nothing was said yet; None is Lumi.

        Raises:
            ChatError: there is nobody of this name.
        """
        if slug is None:
            home = await ask(self._client, "GET", "/api/companion")
            room = Room(agent_id=None, name=home["name"])
        else:
            met = await ask(self._client, "POST", f"/api/personas/{quote(slug, safe='')}/meet")
            room = Room(agent_id=met["slug"], name=met["name"])
        self._screen.remark(f"You are with {room.name}.", style="bold")
        params = {"limit": str(LATELY)} | ({"agentId": slug} if slug else {})
        page = await ask(self._client, "GET", "/api/messages", params)
        for message in page["messages"]:
            who = "you" if message["role"] == "user" else room.name.lower()
            said = [message["content"]] if who == "you" else parts_of(message["content"])
            if message["kind"] == "proactive":
                who = f"{who} wrote first"
            for part in said:
                self._screen.remark(f"{who}: {part}")
        return room

    async def obey(self, line: str, room: Room) -> Room | None:
        """Do what a line asks that is a command; returns where one is then, None for mere words."""
        word, _, rest = line.strip().partition(" ")
        try:
            if word == "/cast":
                await self._show_everybody()
                return room
            if word == "/lumi":
                return await self._moved(None)
            if word == "/with" and rest.strip():
                return await self._moved(rest.strip())
        except ChatError as error:
            self._screen.remark(f"{error} {COMMANDS}", style="yellow")
            return room
        if word == "/with":
            self._screen.remark(COMMANDS)
            return room
        return None

    async def _moved(self, slug: str | None) -> Room:
        self._screen.end_reply()
        return await self.enter(slug)

    async def _show_everybody(self) -> None:
        everybody = (await ask(self._client, "GET", "/api/personas"))["personas"]
        width = max(len(one["slug"]) for one in everybody)
        for one in everybody:
            met = " (met)" if one["metAt"] else ""
            told = "no longer here" if one["origin"] == "gone" else one["tagline"]
            self._screen.remark(f"{one['slug']:<{width}}  {one['name']}: {told}{met}")
        self._screen.remark(COMMANDS)


async def ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    params: Mapping[str, str] | None = None,
) -> Any:
    """Return what the server answers.

    Raises:
        ChatError: it does not know us, or says no; the message is its own.
    """
    answer = await client.request(method, path, params=params)
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise ChatError(
            f"The server at {client.base_url} keeps its data elsewhere and does not know you. "
            "Set MIOLUMI_HOME to its folder, or MIOLUMI_PORT to another port."
        )
    if answer.is_error:
        raise ChatError(str(answer.json().get("detail", answer.reason_phrase)))
    return answer.json()
