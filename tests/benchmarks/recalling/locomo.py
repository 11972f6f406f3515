"""LoCoMo: two people talk over months, and every question names the turns that answer it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CATEGORIES: Mapping[int, str] = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop"}
"""The fifth, questions about what was never said, has no turns to find."""

BETWEEN_TURNS = timedelta(seconds=30)
"""The data set dates its sessions only; their turns follow each other at this pace."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One turn."""

    key: str
    speaker: str
    text: str
    said_at: datetime
    session: int


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, and the keys of the turns that answer it."""

    text: str
    category: str
    gold: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A fact that somebody read out of a talk, and the keys of its turns."""

    about: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One talk of two people."""

    name: str
    speakers: tuple[str, str]
    lines: tuple[Line, ...]
    questions: tuple[Question, ...]
    observations: tuple[Observation, ...]


def read_locomo(path: Path) -> list[Conversation]:
    """Return the conversations of a file of the data set."""
    return [_conversation(one) for one in json.loads(path.read_text("utf-8"))]


def _conversation(sample: Mapping[str, Any]) -> Conversation:
    talk = sample["conversation"]
    lines = tuple(_lines(talk))
    known = {line.key for line in lines}
    return Conversation(
        name=sample["sample_id"],
        speakers=(talk["speaker_a"], talk["speaker_b"]),
        lines=lines,
        questions=tuple(_questions(sample["qa"], known)),
        observations=tuple(_observations(sample.get("observation") or {}, known)),
    )


def _lines(talk: Mapping[str, Any]) -> Iterator[Line]:
    names = (re.fullmatch(r"session_(\d+)", key) for key in talk)
    for session in sorted(int(found[1]) for found in names if found):
        begun = _moment(talk[f"session_{session}_date_time"])
        for at, turn in enumerate(talk[f"session_{session}"]):
            caption = turn.get("blip_caption")
            yield Line(
                key=turn["dia_id"],
                speaker=turn["speaker"],
                text=(turn.get("text") or "") + (f" [shares photo: {caption}]" if caption else ""),
                said_at=begun + at * BETWEEN_TURNS,
                session=session,
            )


def _moment(text: str) -> datetime:
    return datetime.strptime(text.strip(), "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)


def _questions(asked: Sequence[Mapping[str, Any]], known: set[str]) -> Iterator[Question]:
    for one in asked:
        gold = frozenset(keys_of(one.get("evidence") or (), known))
        if one["category"] in CATEGORIES and gold:
            yield Question(text=one["question"], category=CATEGORIES[one["category"]], gold=gold)


def _observations(sessions: Mapping[str, Any], known: set[str]) -> Iterator[Observation]:
    for people in sessions.values():
        for about, facts in people.items():
            for text, source, *_ in facts:
                keys = keys_of(source if isinstance(source, list) else [source], known)
                if keys:
                    yield Observation(about=about, text=text, sources=tuple(keys))


def keys_of(written: Sequence[Any], known: set[str]) -> list[str]:
    """Return the turns that are meant; some are written "D8:6; D9:17", "D:11:26" or "D30:05"."""
    text = " ".join(re.sub(r"D:(\d+:\d+)", r"D\1", str(one)) for one in written)
    keys = (f"D{int(session)}:{int(turn)}" for session, turn in re.findall(r"D(\d+):(\d+)", text))
    return [key for key in dict.fromkeys(keys) if key in known]
