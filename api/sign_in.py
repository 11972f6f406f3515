"""Who is speaking: from a cookie or a token to a person."""

from datetime import datetime
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from api.errors import OriginRefused, SignInError
from api.settings import Settings
from api.tokens import (
    SESSION_LIFE,
    Identity,
    OwnTokens,
    ServiceTokens,
    signing_secret,
)
from storage.persons import Persons, UnknownTimezone
from storage.records import Person
from tools.clock import Clock

COOKIE = "miolumi"

COMPANION = "Lumi"
"""What a new person's companion is called."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

AnyConnection = ASGIConnection[Any, Any, Any, Any]


class SignIn:
    """Tells who is speaking."""

    def __init__(self, settings: Settings, *, persons: Persons, clock: Clock) -> None:
        self._settings = settings
        self._persons = persons
        self._clock = clock
        self.own = OwnTokens(signing_secret(settings), clock=clock)
        self._service = ServiceTokens(settings, clock=clock) if settings.signs_in_by_token else None

    async def identity_of_token(self, token: str) -> Identity:
        """Return whom a session or a token of the sign-in service names.

        Raises:
            SignInError: nobody, and why.
        """
        if self._service is None or self.own.is_ours(token):
            return self.own.read(token, "session")
        return await self._service.read(token)

    async def person_of(self, identity: Identity) -> Person:
        """Return the person an identity stands for, a new one on the first visit."""
        own_zone = self._settings.timezone
        try:
            return await self._find(identity, timezone=identity.timezone or own_zone)
        except UnknownTimezone:
            return await self._find(identity, timezone=own_zone)

    async def _find(self, identity: Identity, *, timezone: str) -> Person:
        return await self._persons.find_or_create(
            identity.subject,
            timezone=timezone,
            language=identity.language,
            companion_name=COMPANION,
            now=self._clock.now(),
        )

    def cookie(self, identity: Identity, *, until: datetime | None, secure: bool) -> Cookie:
        """Return the cookie of a new session of 30 days, or up to `until` when that is sooner."""
        session = self.own.session(identity.subject, until=until)
        return Cookie(
            key=COOKIE,
            value=session,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=secure,
        )

    def allows(self, origin: str, *, host: str) -> bool:
        """Tell whether a page from `origin` may act for somebody at `host`."""
        scheme, _, place = origin.lower().partition("://")
        own_page = scheme in {"http", "https"} and place == host.lower()
        return own_page or origin in self._settings.allowed_origins


def sign_in_of(app: Litestar) -> SignIn:
    """Return what tells who is speaking in an app."""
    found: SignIn = app.state.sign_in
    return found


def allowed_origin(connection: AnyConnection) -> bool:
    """Tell whether the page that connects may do so; programs send no origin and may."""
    origin = connection.headers.get("origin")
    host = connection.headers.get("host", "")
    return origin is None or sign_in_of(connection.app).allows(origin, host=host)


async def signed_in_person(connection: AnyConnection) -> Person:
    """Return who is speaking, by bearer token or by cookie.

    Raises:
        SignInError: nobody, and why.
        OriginRefused: the cookie was sent by the page of another site.
    """
    sign_in = sign_in_of(connection.app)
    if header := connection.headers.get("authorization"):
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise SignInError("Send the token as `Authorization: Bearer TOKEN`.")
        return await sign_in.person_of(await sign_in.identity_of_token(token.strip()))
    session = connection.cookies.get(COOKIE)
    if not session:
        raise SignInError
    # a handshake has no method
    if connection.scope.get("method") not in SAFE_METHODS and not allowed_origin(connection):
        raise OriginRefused
    return await sign_in.person_of(sign_in.own.read(session, "session"))


async def person_of_connection(connection: AnyConnection) -> Person | None:
    """Return who is speaking, or None."""
    try:
        return await signed_in_person(connection)
    except SignInError:
        return None


async def person_of_token(app: Litestar, token: str) -> Person:
    """Return the person of a session or a token of the sign-in service.

    Raises:
        SignInError: nobody, and why.
    """
    sign_in = sign_in_of(app)
    return await sign_in.person_of(await sign_in.identity_of_token(token))
