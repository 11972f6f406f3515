"""The numbered lines of a talk, as the background readers are given them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from langchain_core.messages import BaseMessage, HumanMessage

from tools.models.offline.text import readable

_LINE = re.compile(
    r"^(?P<number>\d{1,9})\. \[(?P<day>[\d-]{10})?[^\]\n]{0,50}\] "
    r"(?P<speaker>they|you|对方|你) ?[:：] ?(?P<text>.*)$",
    re.MULTILINE,
)
_THEIRS = frozenset({"they", "对方"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message of the talk."""

    number: int
    text: str
    theirs: bool
    """The person said it; the companion otherwise."""
    said_on: date | None

    def as_written(self, words: str) -> str:
        """Return words of the readable text as they stand in the line, curly marks and all."""
        start = readable(self.text).find(words)
        return self.text[start : start + len(words)] if start >= 0 else words


def lines_of(messages: Sequence[BaseMessage]) -> list[Line]:
    """Return the numbered lines in the last human message."""
    return [
        Line(
            number=int(match["number"]),
            text=match["text"].strip(),
            theirs=match["speaker"] in _THEIRS,
            said_on=_day(match["day"]),
        )
        for match in _LINE.finditer(last_human(messages))
    ]


def last_human(messages: Sequence[BaseMessage]) -> str:
    """Return the text of the last human message, or nothing."""
    texts = (message.text for message in reversed(messages) if isinstance(message, HumanMessage))
    return next(texts, "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
