"""The web application: routes, errors, headers, and what is opened while it serves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from importlib.metadata import version
from typing import Any

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.pydantic import PydanticPlugin

from api.entrance.doors import SAFE_METHODS, DoorLimits, Doors, at_the_door, doors_of, refuse_early
from api.entrance.sign_in import COOKIE, SignIn, signed_in_person
from api.headers import add_headers
from api.problems import PROBLEM_DETAILS
from api.rest.handlers import HANDLERS
from api.rest.metrics import METRICS
from api.rest.page import page_handlers, read_page
from api.services import Running
from api.talks.conversation import Limits
from api.talks.signed_out import ending_connections
from api.talks.socket import talk_socket
from storage.records import Person
from storage.sessions import Sessions

LARGEST_BODY = 64 * 1024
"""Bytes in the largest request body; the largest one we know is a token of 8 KB."""

BEHIND_SIGN_IN = "/api/"

BEFORE_SIGN_IN = frozenset({"/api/sign-in", "/api/sign-out"})
"""What is asked for without being signed in."""

PERSON = "signed_in_person"
"""Under which name a request keeps who asks."""

Opened = Callable[[], AbstractAsyncContextManager[Running]]
"""Opens the services on the event loop that serves, and closes them again."""


def create_app(
    running: Running | Opened, *, limits: Limits | None = None, doors: DoorLimits | None = None
) -> Litestar:
    """Return the application.

    Args:
        running: open services, or what opens them when the server starts.
        limits: what one device may send.
        doors: what one address and one person may ask.
    """
    opened = (lambda: nullcontext(running)) if isinstance(running, Running) else running

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opened() as services:
            _hold(app, services)
            async with (
                services.live,
                ending_connections(services.live.audience, app.state.sessions, services.clock),
            ):
                yield

    app = Litestar(
        route_handlers=[*page_handlers(read_page()), talk_socket, *HANDLERS],
        before_send=[add_headers],
        guards=[at_the_door, signed_in_where_needed],
        dependencies={
            "person": Provide(_person, sync_to_thread=False),
            "running": Provide(_running, sync_to_thread=False),
            "sign_ins": Provide(_sign_ins, sync_to_thread=False),
        },
        lifespan=[lifespan],
        logging_config=None,
        middleware=[METRICS.middleware],
        openapi_config=_openapi(),
        plugins=[PydanticPlugin(prefer_alias=True), PROBLEM_DETAILS],
        request_max_body_size=LARGEST_BODY,
    )
    app.state.limits = limits or Limits()
    app.state.door_limits = doors or DoorLimits()
    return app


def _hold(app: Litestar, running: Running) -> None:
    app.state.running = running
    app.state.live = running.live
    app.state.voice = {"kind": running.voice.kind, "model": running.voice.model}
    app.state.sessions = Sessions(running.database)
    app.state.sign_in = SignIn(
        running.settings,
        persons=running.persons,
        sessions=app.state.sessions,
        clock=running.clock,
    )
    app.state.doors = Doors(
        running.settings,
        limits=app.state.door_limits,
        time=asyncio.get_running_loop().time,
    )


async def signed_in_where_needed(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let nobody in below `/api/` who is not signed in, before a word of the request is read.

    Raises:
        SignInError: nobody is, and why.
        HTTPException: 429 for a person who asks too much.
    """
    paths = handler.paths - BEFORE_SIGN_IN
    if not any(path.startswith(BEHIND_SIGN_IN) for path in paths):
        return
    person = await signed_in_person(connection)
    writes = connection.scope.get("method") not in SAFE_METHODS
    refuse_early(doors_of(connection).person_wait(person.id, writes=writes))
    connection.state[PERSON] = person


def _person(request: Request[Any, Any, Any]) -> Person:
    found: Person = request.state[PERSON]
    return found


def _running(request: Request[Any, Any, Any]) -> Running:
    found: Running = request.app.state.running
    return found


def _sign_ins(request: Request[Any, Any, Any]) -> SignIn:
    found: SignIn = request.app.state.sign_in
    return found


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="miolumi",
        version=version("miolumi"),
        description="What can be asked beside the talk, which goes over the WebSocket `/ws`.",
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
        security=[{"session": []}, {"bearer": []}],
        components=Components(
            security_schemes={
                "session": SecurityScheme(type="apiKey", name=COOKIE, security_scheme_in="cookie"),
                "bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT"),
            }
        ),
        use_handler_docstrings=True,
    )
