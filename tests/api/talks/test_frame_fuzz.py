"""Fifty thousand frames that nobody would send: each is read or refused in words, and no more."""

import random
from collections import Counter

from api.talks.frames_up import BadFrame, UpFrame, read_up_frame, text_of
from tests.fuzzing import fuzzed

FRAMES = 50_000
SEED = 20_260_302

CODES = {"read", "not_json", "unknown_frame", "too_long", "bad_frame"}


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
