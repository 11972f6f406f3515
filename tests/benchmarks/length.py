"""Measure how long replies are beside what was said: `python -m tests.benchmarks.length`.

A server that speaks Gemini's language plays a talkative model. What it says is scripted: sentences
until it has said 5 times as many characters as the person, 6.6 times for pings, which is what was
measured of companions without a control of length. Everything behind it is the product: the real
client, graph, prompt and wire. Three columns:

before: what the model says, as it would arrive without a control of length;
deaf: what arrives when the model heeds no prompt at all, so that only the soft stops work;
heeding: what arrives when it half heeds the line in the prompt, and says as many words as the
geometric mean of its own length and the most it was asked for, but no more than its own. How well
a real model heeds it is not measured here.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import get_args

import httpx
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from storage.records.person import ReplyMode
from tests.acceptance.serving import House, open_house
from tests.api.factories import make_settings
from tests.benchmarks.lengths.talkative import Said, messages
from tests.servers.behaviour import Say
from tests.servers.gemini import GeminiServer
from tests.servers.gemini_request import GeminiRequest
from tools.clock import MovedClock
from tools.prompts.render import Language

START = datetime(2026, 3, 2, 20, tzinfo=UTC)

OPENING = {"en": "We baked bread today.", "zh": "我们今天烤了面包。"}
"""Said first, so that a ping stands in the middle of a talk."""

EVERYTHING = "all"

EVERYDAY = "everyday"
"""Pings, statements, letters and farewells: knowledge and comfort have to be longer."""

EVERYDAY_SORTS = frozenset(("ping", "statement", "letter", "farewell"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """Lengths of replies as multiples of the messages', in characters."""

    language: Language
    sort: str
    messages: int
    before: float
    deaf: float
    heeding: float
    whole: float
    """As `heeding`, of all characters together: short messages weigh less."""
    characters: float
    """Of a reply that arrives, on average, when the model half heeds."""


@dataclass(frozen=True)
class Heard:
    """One message and the reply that arrived."""

    said: Said
    reply: str

    @property
    def times(self) -> float:
        """How many times longer the reply is than the message."""
        return len(self.reply) / len(self.said.text)


Answer = Callable[[Said, str], str]
"""What a model says to a message under a prompt."""


async def measure(mode: ReplyMode) -> list[Row]:
    """Return the figures of every sort and language at a mode."""
    home = Path(tempfile.mkdtemp(prefix="miolumi-length-"))
    try:
        async with GeminiServer() as gemini:
            settings = make_settings(
                home=home, google_api_key=SecretStr("a-key"), google_base_url=gemini.url
            )
            clock = MovedClock(START)
            async with open_house(settings, clock=clock) as house:
                stage = Stage(house=house, gemini=gemini, clock=clock, mode=mode)
                deaf = await stage.talk("deaf", lambda said, _: said.deaf)
                heeding = await stage.talk("heeding", lambda said, prompt: said.heeding(prompt))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return _rows(deaf, heeding)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The product, with a model that is played."""

    house: House
    gemini: GeminiServer
    clock: MovedClock
    mode: ReplyMode

    async def talk(self, who: str, answer: Answer) -> list[Heard]:
        """Have every message answered, each language in a talk of its own."""
        heard: list[Heard] = []
        for language in get_args(Language):
            self.gemini.replies.respond(_played(language, answer))
            async with self.house.device(f"{who}-{language}") as device:
                await self._choose_mode(f"{who}-{language}")
                await device.ask(OPENING[language])
                for said in messages().values():
                    if said.language == language:
                        self.clock.move(timedelta(minutes=1))
                        heard.append(Heard(said, await device.ask(said.text)))
        return heard

    async def _choose_mode(self, subject: str) -> None:
        headers = {"Authorization": f"Bearer {self.house.token(subject)}"}
        async with httpx.AsyncClient(base_url=self.house.url, headers=headers) as client:
            changed = await client.patch("/api/companion", json={"replyMode": self.mode})
            changed.raise_for_status()


def _played(language: Language, answer: Answer) -> Callable[[GeminiRequest], Say]:
    def say(request: GeminiRequest) -> Say:
        said = messages().get(f"{language}:{request.last_text}")
        text = answer(said, request.system) if said else OPENING[language]
        return Say(text=text, pieces=max(4, len(text) // 12))

    return say


def _rows(deaf: Sequence[Heard], heeding: Sequence[Heard]) -> list[Row]:
    groups = defaultdict[tuple[Language, str], list[tuple[Heard, Heard]]](list)
    for one, other in zip(deaf, heeding, strict=True):
        groups[one.said.language, one.said.sort].append((one, other))
        groups[one.said.language, EVERYTHING].append((one, other))
        if one.said.sort in EVERYDAY_SORTS:
            groups[one.said.language, EVERYDAY].append((one, other))
    return [_row(*key, pairs) for key, pairs in sorted(groups.items())]


def _row(language: Language, sort: str, pairs: Sequence[tuple[Heard, Heard]]) -> Row:
    return Row(
        language=language,
        sort=sort,
        messages=len(pairs),
        before=fmean(len(one.said.deaf) / len(one.said.text) for one, _ in pairs),
        deaf=fmean(one.times for one, _ in pairs),
        heeding=fmean(other.times for _, other in pairs),
        whole=sum(len(other.reply) for _, other in pairs)
        / sum(len(other.said.text) for _, other in pairs),
        characters=fmean(len(other.reply) for _, other in pairs),
    )


def show(rows: Sequence[Row], mode: ReplyMode, console: Console) -> None:
    """Print a table."""
    table = Table(
        title=f"Characters of a reply to one of the person's, {mode}; a played model, see --help",
        title_justify="left",
    )
    for heading in ("", "sort", "messages", "before", "deaf", "heeding", "together", "characters"):
        table.add_column(heading, justify="left" if heading in {"", "sort"} else "right")
    for row in rows:
        table.add_row(
            row.language, row.sort, str(row.messages),
            *(f"{times:.1f}" for times in (row.before, row.deaf, row.heeding, row.whole)),
            f"{row.characters:.0f}",
        )  # fmt: skip
    console.print(table)


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.length",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--mode", choices=get_args(ReplyMode), default="natural")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    rows = asyncio.run(measure(given.mode))
    show(rows, given.mode, Console(width=100))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
