"""What is shown of the last talk when a new one begins in a terminal."""

import io

import httpx

from api.commands.chat_rooms import Rooms
from api.commands.terminal import Screen

LAST = [
    {"role": "user", "content": "My interview is on Friday.", "kind": "talk"},
    {"role": "assistant", "content": "I hope it goes well.", "kind": "talk"},
    {"role": "assistant", "content": "How did it go?", "kind": "proactive"},
]


def answer(request: httpx.Request) -> httpx.Response:
    """Answer like a server where somebody talked with a Lumi called Ash."""
    if request.url.path == "/api/companion":
        return httpx.Response(200, json={"name": "Ash"})
    return httpx.Response(200, json={"messages": LAST})


async def test_the_last_words_are_shown_with_who_said_them_and_which_came_first() -> None:
    words, remarks = io.StringIO(), io.StringIO()
    transport = httpx.MockTransport(answer)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        room = await Rooms(client, screen=Screen(words=words, remarks=remarks)).enter(None)
    assert room.name == "Ash"
    assert remarks.getvalue().splitlines() == [
        "You are with Ash.",
        "you: My interview is on Friday.",
        "ash: I hope it goes well.",
        "ash wrote first: How did it go?",
    ]
