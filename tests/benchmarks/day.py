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
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from api.background.jobs import FollowUps
from api.background.personality_reading import Becomes
from api.background.reaching import reaching_of
from api.background.reflecting import reflecting_of
from api.entrance.kept_secrets import signing_secret
from api.entrance.tokens import OwnTokens
from api.models import model_table
from api.services import Running, open_services
from api.settings import Settings
from storage.embedded import EmbeddedPostgres
from storage.ledger import Spent
from storage.migrate import migrate
from storage.records import Person
from storage.records.outreach import OutreachSettings
from tests.acceptance.serving import serving
from tests.api.factories import make_settings
from tests.benchmarks.answering import LEAST_CACHED, REPLY, Counter
from tests.benchmarks.bills import Bill, Costs, Kept, show, show_asked
from tests.benchmarks.script import LIFE, SYSTEM, Exchange, Language, past
from tests.clients import device_at
from tests.factories import exchange
from tests.servers.gemini import GeminiServer
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

AGREED = OutreachSettings(kinds=frozenset({"check_in", "greeting", "follow_up"}), quiet=None)


async def measure(language: Language, *, life: bool) -> tuple[list[Spent], Counter]:
    """Live through the days before, then through the one that counts.

    Args:
        language: of the talk.
        life: whether the person told of their life in the days before, or small things alone.

    Returns:
        What was booked, and what was asked of the model.
    """
    with TemporaryDirectory(prefix="miolumi-day-") as name:
        os.chmod(name, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as another user
        with EmbeddedPostgres(Path(name)) as url:
            await migrate(url)
            clock = MovedClock(FIRST_DAY)
            offline = make_settings(home=Path(name), database_url=url, timezone="UTC")
            async with open_services(offline, clock=clock) as running:
                await _days_before(running, language, clock, life=life)
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
                    return await _day(running, keyed, language, clock), counter


async def _days_before(
    running: Running, language: Language, clock: MovedClock, *, life: bool
) -> None:
    person, follow_ups = await _person(running, clock), _follow_ups(running)
    said = iter(_talk(DAYS_BEFORE * sum(SITTINGS), language, life=life))
    for day in range(DAYS_BEFORE):
        for hour, messages in zip(HOURS, SITTINGS, strict=True):
            _until(clock, FIRST_DAY + day * DAY + timedelta(hours=hour))
            for _ in range(messages):
                one = next(said)
                clock.move(MINUTE)
                await exchange(running.talks, person, one.said, clock=clock, answer=one.answered)
            clock.move(15 * MINUTE)
            await follow_ups.follow_up(str(person.id))
        _until(clock, FIRST_DAY + (day + 1) * DAY + timedelta(hours=3))
        await reflecting_of(running).reflect(person, None)
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
    return await running.ledger.summary(person.id, since=start + timedelta(hours=HOURS[0]))


def _talk(turns: int, language: Language, *, life: bool) -> list[Exchange]:
    """Return a talk; with a life, every third message tells of it, as long as there is any."""
    talk = past(turns, language)
    told = LIFE[language] if life else ()
    for number, said in enumerate(told):
        talk[3 * number] = talk[3 * number]._replace(said=said)
    return talk


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
    reply = estimate_tokens(REPLY[language])
    for number, one in enumerate(talk):
        said, answered = estimate_tokens(one.said), estimate_tokens(one.answered)
        prompt = length + said + TOKENS_A_MESSAGE * (2 * number + 2)
        if number >= days_before * sum(SITTINGS):
            hit = cached if caches and cached >= LEAST_CACHED else 0
            usd = cost(facts, input_tokens=prompt, cached_tokens=hit, output_tokens=reply)
            costs.add(Costs(1, prompt, hit, reply, float(usd)))
        length, cached = length + said + answered, prompt
    return {"chat": costs}


async def _all(console: Console) -> dict[str, Kept]:
    """Measure both languages, with a life told before and with small things alone."""
    kept: dict[str, Kept] = {}
    keyed = make_settings(google_api_key="unused")
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        for life in (True, False):
            who = f"{language}, {'a life' if life else 'small things'} told before"
            spent, counter = await measure(language, life=life)
            show_asked(who, counter, console)
            for caches in (True, False):
                title = f"miolumi, {who}, {_how(caches)}"
                _keep(title, billed(spent, keyed, caches=caches), kept, console)
        for caches in (True, False):
            for title, days in (("first day", 0), ("day 31", DAYS_BEFORE_LONG)):
                bill = plain(keyed, language, days_before=days, caches=caches)
                _keep(f"plain, {title}, {language}, {_how(caches)}", bill, kept, console)
    return kept


def _how(caches: bool) -> str:
    return f"{'with' if caches else 'without'} prefix caching"


def _keep(title: str, bill: Bill, kept: dict[str, Kept], console: Console) -> None:
    show(title, bill, console)
    kept[title] = {role: asdict(costs) for role, costs in bill.items()}


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
