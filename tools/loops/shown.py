"""Loops as a model is shown them."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from storage.records.loops import OpenLoop
from tools.guardrails.fence import fenced_line
from tools.prompts.render import Language

MOST_SHOWN = 20
"""Loops that one reading of a talk is shown, those due first."""

SHOWN_FOR = timedelta(days=14)
"""How long after it was let go the end of something is still listened for."""


def shown_loops(loops: Sequence[OpenLoop], now: datetime) -> list[OpenLoop]:
    """Return the loops whose end may be told in a talk, and those not to be asked about."""
    waiting = [
        one
        for one in loops
        if one.event
        and (one.do_not_ask or one.status != "closed")
        and now < one.due_until + SHOWN_FOR
    ]
    return waiting[:MOST_SHOWN]


def named_loops(loops: Sequence[OpenLoop], language: Language) -> str:
    """Return what loops are about, in one line of a prompt."""
    return ("；" if language == "zh" else "; ").join(fenced_line(one.event) for one in loops)


def loop_lines(loops: Sequence[OpenLoop], zone: tzinfo) -> str:
    """Return loops as numbered lines, from 1, each with its day."""
    return "\n".join(f"{number}. {_line(one, zone)}" for number, one in enumerate(loops, 1))


def _line(loop: OpenLoop, zone: tzinfo) -> str:
    day = f" ({loop.happens_from.astimezone(zone):%Y-%m-%d})" if loop.happens_from else ""
    return f"{loop.event}{day}"
