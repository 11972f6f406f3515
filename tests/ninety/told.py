"""Tell what ninety days came to: `make ninety` writes docs/ninety-days.md.

A test lives some of the ten again and compares; `make ninety` lives all of them.
"""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.database import Database
from tests.ninety.days import Living
from tests.ninety.keeping import broken_by
from tests.ninety.life import DAYS, FIRST_DAY, Life
from tests.ninety.lived import Lived, Sent
from tests.ninety.lives import TEN
from tests.ninety.world import directly
from tests.transcripts.writing import write_anew

DOCUMENT = Path(__file__).parents[2] / "docs" / "ninety-days.md"

HEAD = f"""# Ninety days of ten lives

Written by `make ninety`: ten invented people live {DAYS} days from {FIRST_DAY:%-d %B %Y} on a moved
clock, through the graph that writes first and a real database. Each table has every message that
was sent, by the clock on the person's wall, with its reason; below it stands how often something
was thought of and kept back, by the first gate that was shut. Nobody is written to in their quiet
hours, after three messages without an answer, about what is settled or what they do not want to
hear of, nor more than they agreed to: every life is held against these rules, said in plain words
in `tests/ninety/keeping.py`, before it is written down here.
"""


def chapter(lived: Lived) -> str:
    """Return one life as Markdown."""
    life = lived.life
    lines = [f"## {life.name}", "", life.about, "", _figures(lived), ""]
    if lived.sent:
        lines += ["| when | from | kind | because of | about |", "|---|---|---|---|---|"]
        lines += [_row(one) for one in lived.sent]
        lines += [""]
    reasons: dict[str, dict[str, int]] = {}
    for (trigger, reason), number in lived.withheld.items():
        reasons.setdefault(reason, {})[trigger] = number
    if reasons:
        lines += ["| kept back by | times | what |", "|---|---:|---|"]
        ranked = sorted(reasons.items(), key=lambda one: (-sum(one[1].values()), one[0]))
        lines += [f"| `{reason}` | {sum(by.values())} | {_shares(by)} |" for reason, by in ranked]
        lines += [""]
    return "\n".join(lines)


def summary(ten: Sequence[Lived]) -> str:
    """Return all of them in one table."""
    lines = [
        "| who | lives in | looks | calls of a model | sent | kept back |",
        "|---|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.life.name} | {one.life.zone} | {one.looks} | {one.calls} | {len(one.sent)} |"
        f" {one.withheld.total()} |"
        for one in ten
    ]
    return "\n".join([*lines, ""])


async def live(database: Database, lives: Sequence[Life]) -> list[Lived]:
    """Live some of them, one after the other."""
    async with directly(database) as direct:
        return [await Living(database, direct, life).through() for life in lives]


async def document(database: Database) -> str:
    """Return the whole document."""
    ten = await live(database, TEN)
    broken = [rule for one in ten for rule in broken_by(one)]
    assert not broken, "\n".join(broken)
    return "\n".join([HEAD, summary(ten), *map(chapter, ten)])


def _figures(lived: Lived) -> str:
    return (
        f"Thought of {lived.looks} times, written to {len(lived.sent)} times; "
        f"{len(lived.said)} messages of their own."
    )


def _row(one: Sent) -> str:
    shown = one.at.astimezone(ZoneInfo(one.zone))
    who = "Lumi" if one.agent is None else one.agent.title()
    return f"| {shown:%a %-d %b %H:%M} | {who} | {one.kind} | {one.trigger} | {one.about} |"


def _shares(by: dict[str, int]) -> str:
    ranked = sorted(by.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{trigger} {number}" for trigger, number in ranked)


if __name__ == "__main__":
    write_anew(DOCUMENT, document)
