"""What is missing or broken, and how to mend it."""

import asyncio
import os
import platform
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from psycopg import AsyncConnection
from psycopg.errors import UndefinedTable
from psycopg.rows import DictRow
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.markup import escape
from rich.table import Table

from api.background.reembedding import PEOPLE_AT_ONCE
from api.errors import PortTaken
from api.services import access_of, model_table, open_database, voice_of
from api.serving import bind, is_ours
from api.settings import Settings
from storage.database import Database
from storage.errors import DatabaseUnavailable, DatabaseUnsuitable, StorageError
from storage.migrate import ours
from storage.queue import Queue
from storage.spaces import Spaces
from storage.statements import statements
from storage.suitability import connect, require_suitable
from tools.care.helplines import VERIFY_EVERY, outdated
from tools.care.own_lines import BadLines, use_own_lines
from tools.clock import SystemClock
from tools.models.calls import RoleModels
from tools.models.errors import BadTable
from tools.models.local import INSTALL, is_installed
from tools.models.local import PROVIDER as LOCAL
from tools.models.probe import ADVICE, Health
from tools.models.table import ModelTable, Role

State = Literal["fine", "remark", "broken"]

NEEDED_ROLES = frozenset({"chat", "background", "embed"})
"""Without these no talk works as it should; what the others are for can wait."""

KEYS = {"google_genai": "GOOGLE_API_KEY", "openai": "OPENAI_API_KEY"}
"""The setting that holds the key of a provider."""

MARKS: dict[State, str] = {
    "fine": "[green]✓[/]",
    "remark": "[yellow]•[/]",
    "broken": "[red]✗[/]",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    says: str
    mend: str = ""
    """What to do; empty when all is well."""


async def examine(settings: Settings, *, ask_models: bool) -> list[Finding]:
    """Look at everything the program needs; `ask_models` asks the providers, too."""
    findings = [_python(), _folder(settings), _port(settings), _helplines(settings)]
    findings += [finding async for finding in _database(settings)]
    findings += [finding async for finding in _models(settings, ask=ask_models)]
    if settings.redis_url is not None:
        findings.append(await _redis(settings.redis_url.get_secret_value()))
    return findings


def shown(findings: list[Finding]) -> Table:
    """Return the findings as a table for a terminal."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        mend = f"\n[dim]→ {escape(finding.mend)}[/]" if finding.mend else ""
        table.add_row(MARKS[finding.state], finding.name, f"{escape(finding.says)}{mend}")
    return table


def _python() -> Finding:
    return Finding(name="Python", state="fine", says=platform.python_version())


def _folder(settings: Settings) -> Finding:
    place = settings.home
    while not place.exists():
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Finding(name="Data folder", state="fine", says=str(settings.home))
    return Finding(
        name="Data folder",
        state="broken",
        says=f"{settings.home} cannot be written",
        mend="Give yourself the right to, or choose another folder with MIOLUMI_HOME.",
    )


def _port(settings: Settings) -> Finding:
    try:
        bind(settings).close()
    except PortTaken as error:
        if is_ours(settings):
            return Finding(name="Port", state="fine", says=str(error))
        return Finding(
            name="Port",
            state="broken",
            says=f"{settings.port} is taken by another program",
            mend="Stop that one, or choose another port with MIOLUMI_PORT.",
        )
    except OSError as error:
        return Finding(
            name="Port",
            state="broken",
            says=f"cannot listen on {settings.host}:{settings.port} ({error.strerror})",
            mend="Set MIOLUMI_HOST to an address of this machine, like 127.0.0.1.",
        )
    return Finding(name="Port", state="fine", says=f"{settings.port} is free")


def _helplines(settings: Settings) -> Finding:
    """Say whether the lines for people in danger were held against their sources lately."""
    try:
        use_own_lines(settings.helplines)
    except BadLines as error:
        mend = (
            "Mend the file, or leave MIOLUMI_HELPLINES out; docs/helplines.md shows how it reads."
        )
        return Finding(name="Helplines", state="broken", says=str(error), mend=mend)
    old = outdated(SystemClock().now().date())
    if not old:
        return Finding(name="Helplines", state="fine", says="held against their sources lately")
    says = f"{len(old)} were held against their sources over {VERIFY_EVERY.days} days ago"
    mend = "`miolumi safety helplines --due` lists them; docs/helplines.md says how to renew them"
    return Finding(name="Helplines", state="remark", says=says, mend=mend)


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    kind = "DATABASE_URL" if settings.database_url else "Embedded PostgreSQL"
    try:
        async with open_database(settings) as url:
            sound = True
            async for finding in _server(url, kind):
                sound = sound and finding.state == "fine"
                yield finding
            if sound:
                async for finding in _vectors(url, settings):
                    yield finding
                yield await _jobs(url)
    except DatabaseUnsuitable as error:
        yield _broken_database(kind, error)
    except DatabaseUnavailable as error:
        mend = "Check the address in DATABASE_URL, and that the server runs."
        yield _broken_database(kind, error, mend=mend if settings.database_url else "")


async def _server(url: str, kind: str) -> AsyncIterator[Finding]:
    async with await connect(url) as connection:
        [facts] = await _rows(connection, "suitability")
        yield Finding(name=kind, state="fine", says=f"PostgreSQL {facts['version']}")
        await require_suitable(connection, migrated=False)
        yield Finding(name="pgvector", state="fine", says=f"{facts['vector_available']} is there")
        async for finding in _schema(connection):
            yield finding


def _broken_database(kind: str, error: StorageError, mend: str = "") -> Finding:
    says, _, advice = " ".join(str(error).split()).partition(". ")
    return Finding(name=kind, state="broken", says=says, mend=mend or advice)


async def _schema(connection: AsyncConnection[DictRow]) -> AsyncIterator[Finding]:
    try:
        applied = {row["name"] for row in await _rows(connection, "applied_migrations")}
    except UndefinedTable:
        applied = set()
    missing = [migration.name for migration in ours() if migration.name not in applied]
    if missing:
        says = f"{len(missing)} to apply; the next start does it"
        yield Finding(name="Migrations", state="remark", says=says, mend="Or run: miolumi migrate")
        return
    yield Finding(name="Migrations", state="fine", says="up to date")
    await require_suitable(connection)
    yield Finding(name="Row-level security", state="fine", says="holds for our role")


async def _vectors(url: str, settings: Settings) -> AsyncIterator[Finding]:
    try:
        table = model_table(settings)
    except BadTable:
        return  # named with the models
    async with _role_models(table, settings) as models:
        embedder = models.embedder
    async with Database(url) as database:
        found = Spaces(database).everybody_lacking(embedder, page=PEOPLE_AT_ONCE)
        lacking = [one async for one in found]
    if not lacking:
        yield Finding(name="Vectors", state="fine", says=f"all of {embedder}")
        return
    messages = sum(one.messages for one in lacking)
    memories = sum(one.memories for one in lacking)
    yield Finding(
        name="Vectors",
        state="remark",
        says=f"{messages} messages and {memories} memories lack those of {embedder}",
        mend="A worker makes them in the background; miolumi reembed makes them now.",
    )


async def _jobs(url: str) -> Finding:
    async with Database(url) as database:
        figures = await Queue(database).figures()
    if figures.dead:
        mend = "See them with miolumi jobs list, and do them again with miolumi jobs retry --all."
        return Finding(
            name="Jobs", state="remark", says=f"{figures.dead} failed for good", mend=mend
        )
    if figures.late:
        mend = "Start a worker, or one more: miolumi worker"
        return Finding(name="Jobs", state="remark", says=f"{figures.late} are late", mend=mend)
    return Finding(name="Jobs", state="fine", says="none is late, none failed for good")


async def _rows(connection: AsyncConnection[DictRow], statement: str) -> list[DictRow]:
    cursor = await connection.execute(statements()[statement])
    return await cursor.fetchall()


async def _models(settings: Settings, *, ask: bool) -> AsyncIterator[Finding]:
    try:
        table = model_table(settings)
    except BadTable as error:
        mend = "Mend the file that MIOLUMI_MODELS names."
        yield Finding(name="Model table", state="broken", says=str(error), mend=mend)
        return
    for model in table.unpriced:
        mend = f'Give it a row [models."{model}"] in your model table.'
        yield Finding(
            name="Prices", state="remark", says=f"{model} is booked as costing nothing", mend=mend
        )
    embedder = table.roles["embed"]
    if embedder.provider == LOCAL and not is_installed():
        says = f"{embedder.model} needs an optional package"
        yield Finding(name="Embedder", state="broken", says=says, mend=INSTALL)
    found = await _asked(table, settings) if ask else {}
    yield _voice(table, found.get(table.roles["chat"].model))
    for finding in _answers(table, found):
        yield finding


async def _asked(table: ModelTable, settings: Settings) -> dict[str, Health]:
    """Ask every model of the table whether it would answer."""
    async with _role_models(table, settings) as models:
        probes = [models.probe(roles[0]) for _, roles in _by_model(table)]
        return {health.model: health for health in await asyncio.gather(*probes)}


def _voice(table: ModelTable, health: Health | None) -> Finding:
    voice = voice_of(table)
    if voice.kind == "offline":
        mend = "Set GOOGLE_API_KEY to talk through Gemini."
        return Finding(name="Voice", state="remark", says="the offline voice", mend=mend)
    if health is None or health.state == "ok":
        return Finding(name="Voice", state="fine", says=voice.model)
    says = f"{voice.model} does not answer; its fallbacks, at last the offline voice, stand in"
    return Finding(name="Voice", state="remark", says=says)


def _answers(table: ModelTable, found: Mapping[str, Health]) -> Iterator[Finding]:
    """Say how each model is; a refused key is one fault, however many models it opens."""
    refused: dict[str, list[Role]] = {}
    for model, roles in _by_model(table):
        health = found.get(model)
        if health is not None and health.state == "key refused":
            refused.setdefault(model.partition(":")[0], []).extend(roles)
        elif health is not None:
            yield _answer(health, roles)
    for provider, roles in refused.items():
        says = f"{provider} refuses {KEYS.get(provider, 'its key')}, for {', '.join(roles)}"
        yield Finding(name="Key", state=_weight(roles), says=says, mend=ADVICE["key refused"])


def _answer(health: Health, roles: list[Role]) -> Finding:
    used_for = f"for {', '.join(roles)}"
    if health.state == "ok":
        return Finding(name="Model", state="fine", says=f"{health.model} {used_for}")
    says = f"{health.state}: {health.says}, {used_for}"
    return Finding(name="Model", state=_weight(roles), says=says, mend=health.advice)


def _weight(roles: list[Role]) -> State:
    return "broken" if NEEDED_ROLES & set(roles) else "remark"


def _by_model(table: ModelTable) -> Iterator[tuple[str, list[Role]]]:
    models: dict[str, list[Role]] = {}
    for role, row in table.roles.items():
        models.setdefault(row.model, []).append(role)
    yield from models.items()


@asynccontextmanager
async def _role_models(table: ModelTable, settings: Settings) -> AsyncIterator[RoleModels]:
    models = RoleModels(table, access=access_of(settings), clock=SystemClock())
    try:
        yield models
    finally:
        await models.aclose()


async def _redis(url: str) -> Finding:
    try:
        async with Redis.from_url(url) as redis:
            await redis.ping()
    except (RedisError, OSError) as error:
        return Finding(
            name="Redis",
            state="broken",
            says=f"does not answer ({error})",
            mend="Start it, or leave REDIS_URL unset: PostgreSQL then carries the frames.",
        )
    return Finding(name="Redis", state="fine", says="answers")
