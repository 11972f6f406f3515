"""Hear the mark with which the model that speaks says that somebody may be in danger.

It reads every message with all that was said before, and so notices what no rule knows. Told to
(tools/prompts/*/turn_rules.md), it answers such a message with a mark alone, and words written by
people are said in its place. A mark can only raise what the rules see; none is ever let out.
"""

import re

from tools.care.crisis import CrisisLevel, CrisisReading

HEARD = {
    "hint": CrisisReading(CrisisLevel.IDEATION, is_hint=True),
    "wish": CrisisReading(CrisisLevel.IDEATION),
    "way": CrisisReading(CrisisLevel.INTENT),
}
"""What each mark says: not wanting to live is hinted at, said, or a way or a time is named."""

LONGEST = 24
"""Characters of a mark, spaces included; what is longer is none."""

_MARK = re.compile(
    r"[\[【\uff3b]\s*care\s*[:：]?\s*(?P<name>hint|wish|way)?\s*[\]】\uff3d]", re.IGNORECASE
)
_BEGUN = "care"
_OPENING = re.compile(r"[\[【\uff3b][^\[【\uff3b]*\Z")


class AlarmListener:
    """Takes a reply in pieces and gives it back without marks.

    Held back is only what may still become a mark.
    """

    def __init__(self) -> None:
        self.heard: CrisisReading | None = None
        """What the first mark says; None while there was none."""
        self._tail = ""

    def push(self, text: str) -> str:
        """Take the next piece and return what is no part of a mark."""
        self._tail = _MARK.sub(self._hear, self._tail + text)
        opening = _OPENING.search(self._tail)
        end = opening.start() if opening and _may_become(opening[0]) else len(self._tail)
        let_out, self._tail = self._tail[:end], self._tail[end:]
        return let_out

    def finish(self) -> str:
        """Take the end of the reply and return the rest; a mark that was cut off is one, too."""
        rest, self._tail = self._tail, ""
        begun = _signs(rest)
        if not begun.startswith(_BEGUN):
            return rest
        name = begun.removeprefix(_BEGUN)
        self.heard = self.heard or next(
            (heard for known, heard in HEARD.items() if name and known.startswith(name)),
            HEARD["hint"],
        )
        return ""

    def _hear(self, mark: re.Match[str]) -> str:
        if self.heard is None:
            self.heard = HEARD[(mark["name"] or "hint").lower()]
        return ""


def is_marked(text: str) -> bool:
    """Say whether a text that is whole has a mark in it."""
    return _MARK.search(text) is not None


def _may_become(opened: str) -> bool:
    """Say whether what begins with a bracket may still become a mark."""
    if len(opened) > LONGEST:
        return False
    return any(f"{_BEGUN}{name}".startswith(_signs(opened)) for name in HEARD)


def _signs(opened: str) -> str:
    """Return the letters after a bracket, as they are compared."""
    return re.sub(r"[\s:：]", "", opened[1:]).lower()
