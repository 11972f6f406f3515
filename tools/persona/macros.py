"""The macros of character cards, filled in by one walk over the text."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

DEEPEST = 8
"""Levels of macros inside macros; what lies deeper stays as it is written."""

MOST_SIDES = 1_000_000
"""The largest die that is rolled."""

LEGACY = {"<user>": "{{user}}", "<bot>": "{{char}}", "<char>": "{{char}}"}
"""What the first cards write in place of the two names."""

_SILENT = ("//", "comment:", "hidden_key:")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What macros stand for."""

    char: str
    user: str
    chance: Random
    """Decides `random` and `roll`; handed in, so that a test can say what comes."""
    seed: str
    """Decides `pick`, which stays the same for one talk."""


def fill_macros(text: str, cast: Cast) -> str:
    """Return a text with every macro that is known replaced, the innermost first.

    Unknown ones stay as they are; so does a brace that is never closed. The work is linear in the
    length of the text and of what it becomes.
    """
    frames: list[list[str]] = [[]]
    rest = _modern(text)
    at = 0
    while at < len(rest):
        if rest.startswith("{{", at) and len(frames) <= DEEPEST:
            frames.append([])
            at += 2
        elif rest.startswith("}}", at) and len(frames) > 1:
            body = "".join(frames.pop())
            frames[-1].append(_value(body, cast))
            at += 2
        else:
            end = _next_brace(rest, at + 1)
            frames[-1].append(rest[at:end])
            at = end
    while len(frames) > 1:
        unclosed = "".join(frames.pop())
        frames[-1].append("{{" + unclosed)
    return "".join(frames[0])


def _next_brace(text: str, at: int) -> int:
    places = [place for sign in ("{{", "}}") if (place := text.find(sign, at, at + 4_096)) >= 0]
    return min(places, default=min(len(text), at + 4_095))


def _modern(text: str) -> str:
    """Return a text with the old names of the two written in the new way."""
    small = text.lower()
    if len(small) != len(text) or not any(old in small for old in LEGACY):
        return text
    parts, at = list[str](), 0
    while (begin := text.find("<", at)) >= 0:
        old = next((old for old in LEGACY if small.startswith(old, begin)), None)
        parts.append(text[at:begin] + (LEGACY[old] if old else "<"))
        at = begin + len(old or "<")
    return "".join([*parts, text[at:]])


def _value(body: str, cast: Cast) -> str:
    small = body.strip().lower()
    if small in {"char", "user"}:
        return cast.char if small == "char" else cast.user
    if small.startswith(_SILENT):
        return ""
    name, colon, rest = body.strip().partition(":")
    ways: dict[str, Callable[[str, Cast], str]] = {
        "random": lambda rest, cast: _choice(rest, cast.chance.randrange),
        "pick": lambda rest, cast: _choice(rest, _steady(cast.seed + rest)),
        "roll": _roll,
        "reverse": lambda rest, _: rest[::-1],
    }
    way = ways.get(name.strip().lower())
    return way(rest, cast) if way and colon else "{{" + body + "}}"


def _choice(rest: str, number_below: Callable[[int], int]) -> str:
    options = _options(rest)
    return options[number_below(len(options))].strip()


def _options(rest: str) -> Sequence[str]:
    if rest.startswith(":"):
        return rest[1:].split("::")
    parts = rest.replace("\\,", "\0").split(",")
    return [part.replace("\0", ",") for part in parts]


def _steady(seed: str) -> Callable[[int], int]:
    number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:8])
    return lambda most: number % most


def _roll(rest: str, cast: Cast) -> str:
    sides = rest.strip().lower().removeprefix("d")
    if not (sides.isascii() and sides.isdecimal()) or len(sides) > len(str(MOST_SIDES)):
        return ""
    return str(cast.chance.randint(1, int(sides))) if int(sides) else ""
