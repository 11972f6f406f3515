"""Frames that nobody would send: good ones put out of joint, damaged, or mere signs."""

import json
import random
from typing import Any

GOOD: list[dict[str, Any]] = [
    {"type": "message", "text": "hello", "clientId": "a1", "agentId": "fern", "mediaIds": ["m"]},
    {"type": "message", "text": "你好，世界"},
    {"type": "typing", "agentId": "fern"},
    {"type": "interrupt"},
    {"type": "resume", "after": 0},
    {"type": "ping"},
    {"type": "auth", "token": "a.b.c"},
]

STRANGE: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**53, 2**64, 10**400, -0.0, "", " ", "\0", "\ud800", "‮"),
    *([], {}, [[]], [None] * 20, {"": {}}, {"$ne": 1}, {"__class__": "x"}, ["message"]),
    *("message", "token", "x" * 9_000, "é" * 200, "🙂" * 50, "../../etc", "'; DROP TABLE users"),
]

SIGNS = '{}[]:,"\\ \n\t\0' + "aé你🙂‮\ud800" + "0123456789eE+-." + "truefalsn"


def changed(chance: random.Random, frame: dict[str, Any]) -> dict[str, Any]:
    """Return a frame with a value, a name or its kind put out of joint."""
    frame = dict(frame)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([*frame, "text", "clientId", "after", "type", "extra", "\0"])
        frame[name] = chance.choice(STRANGE)
        if chance.random() < 0.2:
            frame.pop(chance.choice(list(frame)))
    return frame


def damaged(chance: random.Random, text: str) -> str:
    """Return a text with some of its letters left out, doubled or replaced."""
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 3)] = chance.choices(SIGNS, k=chance.randint(0, 4))
    return "".join(letters)


def fuzzed(chance: random.Random) -> str:
    """Return one such frame, the same for the same state of chance."""
    frame = chance.choice(GOOD)
    kind = chance.random()
    if kind < 0.5:
        return json.dumps(changed(chance, frame), ensure_ascii=chance.random() < 0.5)
    if kind < 0.9:
        return damaged(chance, json.dumps(frame, ensure_ascii=False))
    return "".join(chance.choices(SIGNS, k=chance.randint(0, 60)))
