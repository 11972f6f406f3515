"""Fifty thousand frames that nobody would send: each is read or refused in words, and no more."""

import json
import random
from collections import Counter
from typing import Any

from api.talks.frames import BadFrame, UpFrame, read_up_frame, text_of

FRAMES = 50_000
SEED = 20_260_302

GOOD: list[dict[str, Any]] = [
    {"type": "message", "text": "hello", "clientId": "a1", "agentId": "fern", "mediaIds": ["m"]},
    {"type": "message", "text": "你好，世界"},
    {"type": "typing", "agentId": "fern"},
    {"type": "interrupt"},
    {"type": "resume", "after": 7},
    {"type": "ping"},
    {"type": "auth", "token": "a.b.c"},
]

STRANGE: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**53, 2**64, 10**400, -0.0, "", " ", "\0", "\ud800", "‮"),
    *([], {}, [[]], [None] * 20, {"": {}}, {"$ne": 1}, {"__class__": "x"}, ["message"]),
    *("message", "token", "x" * 9_000, "é" * 200, "🙂" * 50, "../../etc", "'; DROP TABLE users"),
]

SIGNS = '{}[]:,"\\ \n\t\0' + "aé你🙂‮\ud800" + "0123456789eE+-." + "truefalsn"

CODES = {"read", "not_json", "unknown_frame", "too_long", "bad_frame"}


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
    frame = chance.choice(GOOD)
    kind = chance.random()
    if kind < 0.5:
        return json.dumps(changed(chance, frame), ensure_ascii=chance.random() < 0.5)
    if kind < 0.9:
        return damaged(chance, json.dumps(frame, ensure_ascii=False))
    return "".join(chance.choices(SIGNS, k=chance.randint(0, 60)))


def outcome(raw: str) -> str:
    """Return as what a frame was refused, or that it was read; anything else fails."""
    try:
        frame = read_up_frame(text_of({"text": raw}))
    except BadFrame as error:
        return error.code if str(error) else "without a word"
    return "read" if isinstance(frame, UpFrame) else "something else"


def test_fifty_thousand_strange_frames_are_read_or_refused_in_words() -> None:
    chance, met = random.Random(SEED), Counter[str]()  # noqa: S311 - the same frames each time
    for _ in range(FRAMES):
        met[outcome(fuzzed(chance))] += 1
    print(f"{FRAMES} frames: {dict(met)}")  # noqa: T201 - how many cases there were
    assert set(met) - {"too_large"} == CODES
