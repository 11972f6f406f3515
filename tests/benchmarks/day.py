"""Measure what one person costs in a day of 30 messages: `make bench-day`.

The whole program talks: a real wire, the real graphs of the turn, of what follows it, of the night
and of a letter, and langchain-google-genai before a server that speaks Gemini's interface and
counts tokens. Some days before, lived with the offline voice, leave notes and memories behind.
What it cost is read from `token_transactions`. In the same run a plain companion has the same day
with the whole talk in its prompt.
"""

import argparse
import asyncio
import json
import logging
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from api.background.jobs import FollowUps
from api.background.personality_reading import Becomes
from api.background.reaching import reaching_of
from api.background.reflecting import reflecting_of
from api.entrance.tokens import OwnTokens, signing_secret
from api.services import Running, model_table, open_services
from api.settings import Settings
from storage.embedded import EmbeddedPostgres
from storage.ledger import Spent
from storage.migrate import migrate
from storage.records import Person
from storage.records.outreach import OutreachSettings
from tests.acceptance.serving import serving
from tests.api.factories import make_settings
from tests.benchmarks.script import SYSTEM, Language, past
from tests.clients import device_at
from tests.factories import exchange
from tests.servers.behaviour import Say, Usage
from tests.servers.gemini import GeminiRequest, GeminiServer
from tests.servers.samples import sample_of
from tools.clock import MovedClock
from tools.models.costs import cost
from tools.models.tokens import TOKENS_A_MESSAGE, estimate_tokens

SITTINGS = (8, 7, 15)
"""Messages in the morning, at noon and in the evening: 30 a day."""

HOURS = (8, 13, 20)
"""When the sittings begin; a minute lies between two messages."""

DAYS_BEFORE = 7
"""Days that were lived before the one that is measured."""

DAYS_BEFORE_LONG = 30
"""Days behind the plain companion when it is measured again."""

FIRST_DAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
PERIOD = timedelta(hours=6)
"""Between two looks whether something is to be written: four a day."""

LEAST_CACHED = 1_024
"""Tokens a prompt must share with an earlier one before Gemini's cache is of use."""

AGREED = OutreachSettings(kinds=frozenset({"check_in", "greeting", "follow_up"}), quiet=None)


@dataclass
class Costs:
    """What calls cost."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    def add(self, other: "Costs") -> None:
        """Add what others cost."""
        for name, amount in vars(other).items():
            setattr(self, name, getattr(self, name) + amount)


Bill = dict[str, Costs]
"""What a day cost, by role."""


@dataclass
class Counter:
    """Answers requests as Gemini does, and counts the tokens that Gemini would."""

    language: Language
    _before: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __call__(self, request: GeminiRequest) -> Say:
        """Say something of the usual length."""
        text = _REPLY[self.language]
        if request.schema is not None:
            text = json.dumps(sample_of(request.schema), ensure_ascii=False)
        prompt = "\n".join([request.system, *(said for _, said in request.messages)])
        usage = Usage(
            prompt=estimate_tokens(prompt) + TOKENS_A_MESSAGE * (1 + len(request.messages)),
            cached=self._cached(request.model, prompt),
            output=estimate_tokens(text),
        )
        return Say(text=text, pieces=4 if request.schema is None else 1, usage=usage)

    def _cached(self, model: str, prompt: str) -> int:
        shared = [
            prompt[: next((at for at, (one, other) in pairs if one != other), None)]
            for earlier in self._before[model]
            for pairs in [enumerate(zip(prompt, earlier, strict=False))]
        ]
        self._before[model].append(prompt)
        tokens = max((estimate_tokens(prefix) for prefix in shared), default=0)
        return tokens if tokens >= LEAST_CACHED else 0


_REPLY: dict[Language, str] = {
    "en": (
        "That sounds like a long day, and I am glad you told me. You said last week that evenings"
        " are the hardest part of it. Did it help to talk with Anna, or would a walk do more?"
    ),
    "zh": (
        "听起来这一天真不容易，谢谢你告诉我。上周你说晚上最难熬。"
        "跟安娜聊聊有帮助吗，还是出去走走更好？"
    ),
}


async def measure(language: Language) -> list[Spent]:
    """Live through the days before, then through the one that counts; return what was booked."""
    with TemporaryDirectory(prefix="miolumi-day-") as name:
        os.chmod(name, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as another user
        with EmbeddedPostgres(Path(name)) as url:
            await migrate(url)
            clock = MovedClock(FIRST_DAY)
            offline = make_settings(home=Path(name), database_url=url, timezone="UTC")
            async with open_services(offline, clock=clock) as running:
                await _days_before(running, language, clock)
            async with GeminiServer() as gemini:
                counter = Counter(language)
                gemini.replies.respond(counter)
                keyed = make_settings(
                    home=Path(name),
                    database_url=url,
                    timezone="UTC",
                    google_api_key="unused",
                    google_base_url=gemini.url,
                )
                async with open_services(keyed, clock=clock) as running:
                    return await _day(running, keyed, language, clock)


async def _days_before(running: Running, language: Language, clock: MovedClock) -> None:
    person, follow_ups = await _person(running, clock), _follow_ups(running)
    said = iter(past(DAYS_BEFORE * sum(SITTINGS), language))
    for day in range(DAYS_BEFORE):
        for hour, messages in zip(HOURS, SITTINGS, strict=True):
            _until(clock, FIRST_DAY + day * DAY + timedelta(hours=hour))
            for _ in range(messages):
                one = next(said)
                clock.move(MINUTE)
                await exchange(running.talks, person, one.said, clock=clock, answer=one.answered)
            clock.move(15 * MINUTE)
            await follow_ups.catch_up(person, None)
    await running.outreach.save_settings(person.id, None, AGREED, now=clock.now())


async def _day(
    running: Running, settings: Settings, language: Language, clock: MovedClock
) -> list[Spent]:
    """Have the day, with all that follows, its night and its looks for something to write."""
    person, follow_ups = await _person(running, clock), _follow_ups(running)
    start = FIRST_DAY + DAYS_BEFORE * DAY
    _until(clock, start)
    total = (DAYS_BEFORE + 1) * sum(SITTINGS)
    said = iter(past(total, language)[DAYS_BEFORE * sum(SITTINGS) :])
    async with serving(running) as url:
        for hour, messages in zip(HOURS, SITTINGS, strict=True):
            _until(clock, start + timedelta(hours=hour))
            token = OwnTokens(signing_secret(settings), clock=clock).session(person.subject)
            async with device_at(url, token) as device:
                await device.in_step()
                for _ in range(messages):
                    clock.move(MINUTE)
                    await device.ask(next(said).said)
                    await follow_ups.follow_up(str(person.id))
            clock.move(15 * MINUTE)
            await follow_ups.follow_up(str(person.id))
            await reaching_of(running).look(str(person.id), None, _number(hour))
    _until(clock, start + DAY + timedelta(hours=3))
    await reflecting_of(running).reflect(person, None)
    await reaching_of(running).look(str(person.id), None, _number(3))
    return await running.ledger.summary(person.id, since=start)


def billed(spent: Sequence[Spent], settings: Settings, *, caches: bool) -> Bill:
    """Return what was booked, by role; without a cache every token has its full price."""
    models, bill = model_table(settings).models, defaultdict[str, Costs](Costs)
    for one in spent:
        cached = one.cached_input_tokens if caches else 0
        usd = (
            one.cost_usd
            if caches
            else cost(
                models.get(one.model),
                input_tokens=one.input_tokens,
                cached_tokens=cached,
                output_tokens=one.output_tokens,
            )
        )
        bill[one.operation].add(
            Costs(one.calls, one.input_tokens, cached, one.output_tokens, float(usd))
        )
    return dict(bill)


async def _person(running: Running, clock: MovedClock) -> Person:
    return await running.persons.find_or_create(
        "owner", timezone="UTC", companion_name="Lumi", now=clock.now()
    )


def _follow_ups(running: Running) -> FollowUps:
    return FollowUps(
        queue=running.queue,
        services=running.services,
        persons=running.persons,
        ledger=running.ledger,
        becomes=Becomes(
            services=running.services,
            personalities=running.personalities,
            ledger=running.ledger,
        ),
        reflecting=reflecting_of(running),
        outreach=running.outreach,
    )


def _until(clock: MovedClock, moment: datetime) -> None:
    clock.move(max(timedelta(), moment - clock.now()))


def _number(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def plain(settings: Settings, language: Language, *, days_before: int, caches: bool) -> Bill:
    """Return what the same day costs a companion whose prompt is the whole talk."""
    table = model_table(settings)
    facts = table.models[table.roles["chat"].model]
    talk = past((days_before + 1) * sum(SITTINGS), language)
    length = estimate_tokens(SYSTEM)
    costs, cached = Costs(), 0
    reply = estimate_tokens(_REPLY[language])
    for number, one in enumerate(talk):
        said, answered = estimate_tokens(one.said), estimate_tokens(one.answered)
        prompt = length + said + TOKENS_A_MESSAGE * (2 * number + 2)
        if number >= days_before * sum(SITTINGS):
            hit = cached if caches and cached >= LEAST_CACHED else 0
            usd = cost(facts, input_tokens=prompt, cached_tokens=hit, output_tokens=reply)
            costs.add(Costs(1, prompt, hit, reply, float(usd)))
        length, cached = length + said + answered, prompt
    return {"chat": costs}


def show(title: str, bill: Bill, console: Console) -> None:
    """Print a bill."""
    table = Table(title=title, title_justify="left")
    for heading in ("role", "calls", "tokens in", "of them cached", "tokens out", "US dollars"):
        table.add_column(heading, justify="left" if heading == "role" else "right")
    whole = Costs()
    for role, costs in sorted(bill.items(), key=lambda one: -one[1].usd):
        whole.add(costs)
        table.add_row(role, *_cells(costs))
    table.add_section()
    table.add_row("together", *_cells(whole))
    console.print(table)


def _cells(costs: Costs) -> Sequence[str]:
    return (
        f"{costs.calls:,}",
        f"{costs.input_tokens:,}",
        f"{costs.cached_tokens:,}",
        f"{costs.output_tokens:,}",
        f"{costs.usd:.4f}",
    )


async def _all(console: Console) -> dict[str, dict[str, dict[str, float]]]:
    kept = {}
    keyed = make_settings(google_api_key="unused")
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        spent = await measure(language)
        for caches in (True, False):
            how = f"{language}, {'with' if caches else 'without'} prefix caching"
            bills = {
                f"miolumi, {how}": billed(spent, keyed, caches=caches),
                f"plain, first day, {how}": plain(keyed, language, days_before=0, caches=caches),
                f"plain, day 31, {how}": plain(
                    keyed, language, days_before=DAYS_BEFORE_LONG, caches=caches
                ),
            }
            for title, bill in bills.items():
                show(title, bill, console)
                kept[title] = {role: asdict(costs) for role, costs in bill.items()}
    return kept


def main() -> None:
    """Read the command line, measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.day")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    kept = asyncio.run(_all(Console()))
    if given.json:
        given.json.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
