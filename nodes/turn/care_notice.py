"""Pin the lines of an answer in front of the person."""

import re

from nodes.turn.state import Outlet
from tools.care.answer import CareAnswer
from tools.care.helplines import Helpline

_NUMBER = re.compile(r"\d[\d -]+\d|\d{2,}")
_ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


def pin(outlet: Outlet, answer: CareAnswer) -> None:
    """Send `notice{kind: crisis}` with the lines of an answer, if it has any."""
    if answer.helplines:
        pinned = [_pinned(line) for line in answer.helplines]
        outlet.notice("crisis", answer.condition, {"helplines": pinned})


def _pinned(line: Helpline) -> dict[str, str]:
    """Return a line as a client pins it; `number` only where there is a single one to dial."""
    shown = {"name": line.name, "reach": line.reach, "hours": line.hours}
    numbers = _NUMBER.findall(line.reach)
    if len(numbers) == 1 and not line.reach.startswith("text "):
        shown["number"] = numbers[0]
    if _ADDRESS.fullmatch(line.reach):
        shown["url"] = f"https://{line.reach}"
    return shown
