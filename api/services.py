"""The only builder of real things: from settings to everything a process works with."""

import hmac
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from anyio import to_thread

from api.background.doorstep import Doorstep
from api.desks.archive import BookedArchive
from api.desks.keeping import Keeping
from api.desks.luggage import Travel
from api.desks.memory_page import written_anew
from api.entrance.kept_secrets import push_key, signing_secret
from api.models import VoiceFacts, model_table, role_models, voice_of
from api.settings import Settings
from api.stores import Stores, stores_on
from api.talks.bus import Bus, open_bus
from api.talks.live import Live, Upkeep
from api.talks.pace import Pace
from nodes.services import Models, Services
from storage.corrections import Corrections
from storage.database import Database
from storage.embedded import EmbeddedPostgres
from storage.first_words import FirstWords
from storage.forgetting import Forgetting, Ways
from storage.luggage import LuggageRoom
from storage.memories import Memories
from storage.migrate import migrate
from storage.talks import Talks
from tools.care.own_lines import use_own_lines
from tools.clock import Clock, SystemClock
from tools.memory.forget import oblivion
from tools.models.calls import RoleModels
from tools.models.table import ModelTable
from tools.outside.fetch import Outside
from tools.outside.pages import WebPages
from tools.outside.web_address import Rules
from tools.push.post import PUBLIC_SERVICES, PushPost
from tools.text.terms import terms_of
from tools.variants.experiments import read_experiments

LEASE = timedelta(seconds=6)
"""How long a claim stands without being renewed: room for two renewals that come late."""

FOLLOW_UP_AFTER = timedelta(seconds=2)
"""How long the summary of a turn waits: what is said in quick succession is read at once."""


@dataclass(frozen=True, kw_only=True)
class Running(Stores):
    """Everything a process works with."""

    settings: Settings
    clock: Clock
    talks: Talks
    doorstep: Doorstep
    post: PushPost
    keeping: Keeping
    travel: Travel
    models: Models
    services: Services
    live: Live
    """Starts to work when it is entered, which the web application does."""
    voice: VoiceFacts


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    clock: Clock | None = None,
    models: Models | None = None,
    holder: str | None = None,
    lease: timedelta = LEASE,
    pace: Pace | None = None,
    upkeep: Upkeep | None = None,
    push_services: Rules = PUBLIC_SERVICES,
) -> AsyncIterator[Running]:
    """Start or find the database, migrate it, and build everything on it.

    Args:
        settings: what was set.
        clock: the machine's, unless a test brings its own.
        models: those of the model table, unless a test brings its own.
        holder: the name of this process among others; a new one by default.
        lease: how long a claim stands without being renewed.
        pace: how a talk waits and gathers.
        upkeep: how often this process looks after its talks.
        push_services: where those may be that wake devices, unless a test brings its own.

    Raises:
        DatabaseUnavailable: the database does not answer or did not start.
        DatabaseUnsuitable: it is not one this program can use.
        BadTable: the own model table cannot be used.
        BadVariants: the file of variants cannot be used.
        BadLines: the file of helplines cannot be used.
    """
    clock, holder = clock or SystemClock(), holder or uuid4().hex
    table = model_table(settings)
    use_own_lines(settings.helplines)
    opening = _opened(settings, table, clock=clock, models=models, holder=holder)
    async with opening as opened, _post(settings, push_services) as post:
        stores, models = opened.stores, opened.models
        talks = _talks(stores, holder=holder, lease=lease)
        services = _services(opened, settings, clock=clock, talks=talks)
        live = _live(opened, services, talks, holder=holder, pace=pace, upkeep=upkeep)
        first_words = FirstWords(stores.database, stores.queue, holder=holder)
        yield Running(
            **vars(stores),
            settings=settings,
            clock=clock,
            talks=talks,
            doorstep=Doorstep(first_words, live.deliver, clock),
            post=post,
            keeping=_keeping(stores, models=models, clock=clock),
            travel=_travel(stores, models=models, clock=clock),
            models=models,
            services=services,
            live=live,
            voice=voice_of(table),
        )


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """What a process holds open."""

    stores: Stores
    bus: Bus
    models: Models
    archive: BookedArchive
    pages: WebPages


@asynccontextmanager
async def _opened(
    settings: Settings,
    table: ModelTable,
    *,
    clock: Clock,
    models: Models | None,
    holder: str,
) -> AsyncIterator[_Opened]:
    """Open the database and everything else that is closed again, the last opened first."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_database(settings))
        await migrate(url)
        stores = stores_on(await stack.enter_async_context(Database(url)))
        bus = await stack.enter_async_context(_bus(settings, url, name=holder))
        if models is None:
            models = await stack.enter_async_context(_warm_models(table, settings, clock))
        archive = BookedArchive(stores.database, models=models, ledger=stores.ledger, clock=clock)
        stack.push_async_callback(archive.close)
        pages = WebPages(await stack.enter_async_context(Outside()))
        yield _Opened(stores=stores, bus=bus, models=models, archive=archive, pages=pages)


@asynccontextmanager
async def _warm_models(
    table: ModelTable, settings: Settings, clock: Clock
) -> AsyncIterator[RoleModels]:
    async with role_models(table, settings, clock) as models:
        await models.warm_up()
        yield models


@asynccontextmanager
async def _post(settings: Settings, rules: Rules) -> AsyncIterator[PushPost]:
    post = PushPost(push_key(settings), contact=settings.push_contact, rules=rules)
    try:
        yield post
    finally:
        await post.aclose()


def _talks(stores: Stores, *, holder: str, lease: timedelta) -> Talks:
    return Talks(
        stores.database,
        stores.queue,
        holder=holder,
        lease=lease,
        follow_up_after=FOLLOW_UP_AFTER,
    )


def _live(
    opened: _Opened,
    services: Services,
    talks: Talks,
    *,
    holder: str,
    pace: Pace | None,
    upkeep: Upkeep | None,
) -> Live:
    return Live(
        services=services,
        talks=talks,
        persons=opened.stores.persons,
        ledger=opened.stores.ledger,
        bus=opened.bus,
        holder=holder,
        pace=pace,
        upkeep=upkeep,
    )


def _keeping(stores: Stores, *, models: Models, clock: Clock) -> Keeping:
    return Keeping(
        remembered=stores.remembered,
        corrections=Corrections(stores.database, rewrite=written_anew),
        forgetting=Forgetting(
            stores.database,
            ways=Ways(oblivion=oblivion, rewrite=written_anew, terms_of=terms_of),
        ),
        models=models,
        clock=clock,
    )


def _travel(stores: Stores, *, models: Models, clock: Clock) -> Travel:
    luggage_room = LuggageRoom(stores.database, rewrite=written_anew)
    return Travel(luggage_room, models=models, clock=clock)


def _bus(settings: Settings, url: str, *, name: str) -> AbstractAsyncContextManager[Bus]:
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
    return open_bus(database_url=url, redis_url=redis_url, name=name)


def _services(opened: _Opened, settings: Settings, *, clock: Clock, talks: Talks) -> Services:
    stores = opened.stores
    return Services(
        clock=clock,
        models=opened.models,
        memories=Memories(stores.database),
        messages=stores.messages,
        archive=opened.archive,
        talks=talks,
        persons=stores.persons,
        pages=opened.pages,
        experiments=read_experiments(settings.variants),
        canary_key=_canary_key(settings),
        # Of people with tokens nobody knows that they live where the server stands; an owner does.
        assumed_timezone=settings.timezone if settings.signs_in_by_token else None,
    )


def _canary_key(settings: Settings) -> bytes:
    """Return a key that every process of an installation has, and that nobody else knows."""
    known = (settings.session_secret, settings.jwt_secret, settings.database_url)
    secret = next((one.get_secret_value() for one in known if one), None)
    return hmac.digest((secret or signing_secret(settings)).encode(), b"canary", "sha256")


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[str]:
    """Return the address of the database, the embedded one if no other is set.

    Raises:
        DatabaseUnavailable: the embedded one did not start.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    embedded = EmbeddedPostgres(settings.home)
    try:
        yield await to_thread.run_sync(embedded.start)
    finally:
        await to_thread.run_sync(embedded.stop)
