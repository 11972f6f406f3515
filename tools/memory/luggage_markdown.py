"""The same file as Markdown: readable lines, each with the rest in a comment behind it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from storage.records import MemoryType
from tools.memory.foreign import ForeignLine, foreign_lines
from tools.memory.luggage import FORMAT, VERSION, File, ImportRefused, read_json

HEADINGS: Mapping[str, str] = {
    "identity": "Who they are",
    "preference": "What they like",
    "life_event": "What happened",
    "emotion": "How they felt",
    "relationship": "People around them",
    "shared": "What was shared",
    "milestone": "Milestones",
    "routine": "Routines",
}
"""Of the memories of each type that hold."""

PAST = "What used to be"
END = f"<!-- end of {FORMAT} -->"

_HEADER = re.compile(rf"<!-- {FORMAT} (\S+) (\{{.*\}}) -->")
_ENTRY = re.compile(r"^[-*] (.*?) <!-- (\{.*\}) -->\s*$")
_SHOWN: Mapping[str, str] = {
    "memories": "content",
    "preferences": "value",
    "people": "name",
    "episodes": "title",
    "profile": "text",
}
"""What of an entry stands in front of its comment; there a person may mend it."""


def as_markdown(file: File) -> str:
    """Return a file as Markdown that can be read, mended and imported again."""
    values = file.model_dump(mode="json", by_alias=True)
    header = {key: value for key, value in values.items() if key not in _SHOWN}
    del header["format"], header["version"]
    lines = [f"# Memories\n\n<!-- {FORMAT} {VERSION} {_hidden(header)} -->"]
    for heading, part, entries in _sections(values):
        told = [_line(part, entry) for entry in entries]
        if told:
            lines.append("\n".join([f"## {heading}", "", *told]))
    return "\n\n".join([*lines, END]) + "\n"


def is_ours(text: str) -> bool:
    """Return whether a Markdown file was exported here, in whatever version."""
    return f"<!-- {FORMAT} " in text[:2_000]


def read_markdown(text: str) -> tuple[File, tuple[ForeignLine, ...]]:
    """Return a file that is Markdown, and the lines that somebody added to it.

    Raises:
        ImportRefused: it is not whole, of another version, or has a value that cannot be.
    """
    header = _HEADER.search(text)
    if header is None or END not in text:
        raise ImportRefused("This file is not whole: it ends too early. Export it again.")
    values: dict[str, Any] = _read(header[2]) | {"format": FORMAT, "version": _number(header[1])}
    own: list[str] = []
    for line in text.replace(END, "").split("\n"):
        entry = _ENTRY.match(line)
        if entry is None:
            own.append(line)
            continue
        hidden = _read(entry[2])
        part = hidden.pop("part", None)
        if part in _SHOWN and _is_list(values.setdefault(part, [])):
            values[part].append(hidden | {_SHOWN[part]: _plain(entry[1], part, hidden)})
    added = foreign_lines(_HEADER.sub("", "\n".join(own)))
    return read_json(json.dumps(values).encode()), added


def _sections(values: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    memories = values["memories"]
    holding = [one for one in memories if one["supersededAt"] is None]
    for kind in get_args(MemoryType):
        yield HEADINGS[kind], "memories", [one for one in holding if one["type"] == kind]
    yield PAST, "memories", [one for one in memories if one["supersededAt"] is not None]
    yield "Preferences", "preferences", values["preferences"]
    yield "People", "people", values["people"]
    yield "Episodes", "episodes", values["episodes"]
    yield "Standing profile", "profile", values["profile"]


def _line(part: str, entry: Mapping[str, Any]) -> str:
    shown = " ".join(str(entry[_SHOWN[part]]).split()).replace("<!--", "< !--")
    hidden = {"part": part} | {key: value for key, value in entry.items() if key != _SHOWN[part]}
    if part == "preferences":
        shown = f"{entry['key']}: {shown}"
    return f"- {shown or '…'} <!-- {_hidden(hidden)} -->"


def _plain(shown: str, part: str, hidden: Mapping[str, Any]) -> str:
    if part == "preferences":
        return shown.removeprefix(f"{hidden.get('key')}: ")
    return "" if part == "episodes" and shown == "…" else shown


def _hidden(values: Mapping[str, Any]) -> str:
    """Return values as JSON that cannot end a comment."""
    return json.dumps(values, ensure_ascii=False).replace(">", "\\u003e")


def _read(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("This file was damaged: a comment in it cannot be read.") from error
    return values if isinstance(values, dict) else {}


def _number(text: str) -> object:
    return int(text) if text.isdecimal() and len(text) < len("1000000") else text


def _is_list(value: object) -> bool:
    return isinstance(value, list)
