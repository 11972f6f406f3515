"""The only builder of real things: from settings to everything a process works with."""

import hmac
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import uuid4

from anyio import to_thread

from api.background.doorstep import Doorstep
from api.desks.archive import BookedArchive
from api.desks.keeping import Keeping
from api.desks.luggage import Travel
from api.desks.memory_page import written_anew
from api.entrance.tokens import push_key, signing_secret
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
from tools.models.build import Access
from tools.models.calls import RoleModels
from tools.models.local import PROVIDER as LOCAL
from tools.models.table import ModelTable, Voice, choose_table
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

OFFLINE_VOICE = "miolumi:offline"


@dataclass(frozen=True, kw_only=True)
class VoiceFacts:
    """What speaks."""

    kind: Literal["offline", "model"]
    model: str
    """`provider:model`."""


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
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_database(settings))
        await migrate(url)
        stores = stores_on(await stack.enter_async_context(Database(url)))
        bus = await stack.enter_async_context(_bus(settings, url, name=holder))
        if models is None:
            models = await stack.enter_async_context(_role_models(table, settings, clock))
        archive = BookedArchive(stores.database, models=models, ledger=stores.ledger, clock=clock)
        stack.push_async_callback(archive.close)
        pages = WebPages(await stack.enter_async_context(Outside()))
        post = PushPost(push_key(settings), contact=settings.push_contact, rules=push_services)
        stack.push_async_callback(post.aclose)
        talks = Talks(
            stores.database,
            stores.queue,
            holder=holder,
            lease=lease,
            follow_up_after=FOLLOW_UP_AFTER,
        )
        services = _services(
            stores, settings, clock=clock, models=models, archive=archive, talks=talks, pages=pages
        )
        live = Live(
            services=services,
            talks=talks,
            persons=stores.persons,
            ledger=stores.ledger,
            bus=bus,
            holder=holder,
            pace=pace,
            upkeep=upkeep,
        )
        first_words = FirstWords(stores.database, stores.queue, holder=holder)
        luggage_room = LuggageRoom(stores.database, rewrite=written_anew)
        yield Running(
            **vars(stores),
            settings=settings,
            clock=clock,
            talks=talks,
            doorstep=Doorstep(first_words, live.deliver, clock),
            post=post,
            keeping=_keeping(stores, models=models, clock=clock),
            travel=Travel(luggage_room, models=models, clock=clock),
            models=models,
            services=services,
            live=live,
            voice=voice_of(table),
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


def _bus(settings: Settings, url: str, *, name: str) -> AbstractAsyncContextManager[Bus]:
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
    return open_bus(database_url=url, redis_url=redis_url, name=name)


def _services(
    stores: Stores,
    settings: Settings,
    *,
    clock: Clock,
    models: Models,
    archive: BookedArchive,
    talks: Talks,
    pages: WebPages,
) -> Services:
    return Services(
        clock=clock,
        models=models,
        memories=Memories(stores.database),
        messages=stores.messages,
        archive=archive,
        talks=talks,
        persons=stores.persons,
        pages=pages,
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
async def _role_models(
    table: ModelTable, settings: Settings, clock: Clock
) -> AsyncIterator[RoleModels]:
    models = RoleModels(table, access=access_of(settings), clock=clock)
    try:
        await models.warm_up()
        yield models
    finally:
        await models.aclose()


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


def model_table(settings: Settings) -> ModelTable:
    """Return which model plays which role: Gemini with a key, the offline voice without.

    Raises:
        BadTable: the own table cannot be used.
    """
    voice: Voice = "gemini" if settings.google_api_key else "offline"
    return choose_table(voice, own=settings.models, embedder=settings.embedder)


def access_of(settings: Settings) -> dict[str, Access]:
    """Return key and host by provider. Other providers' packages read their own usual variables."""
    return {
        "google_genai": Access(api_key=settings.google_api_key, base_url=settings.google_base_url),
        "openai": Access(api_key=settings.openai_api_key, base_url=settings.openai_base_url),
        LOCAL: Access(folder=settings.home / "models"),
    }


def voice_of(table: ModelTable) -> VoiceFacts:
    """Return what speaks by a table."""
    model = table.roles["chat"].model
    return VoiceFacts(kind="offline" if model == OFFLINE_VOICE else "model", model=model)
