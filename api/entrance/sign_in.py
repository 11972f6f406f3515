"""Who is speaking: from a cookie or a token to a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from api.entrance.claims import Identity
from api.entrance.doors import SAFE_METHODS
from api.entrance.kept_secrets import signing_secret
from api.entrance.service_tokens import ServiceTokens
from api.entrance.tokens import OLD_SESSION_GRACE, OwnTokens
from api.errors import OriginRefused, SignInError
from api.settings import Settings
from storage.persons import Persons, UnknownTimezone
from storage.records import Person
from storage.sessions import SessionEnded, Sessions
from tools.clock import Clock

COOKIE = "miolumi"

COMPANION = "Lumi"
"""What a new person's companion is called."""

OTHER_SITES = frozenset({"cross-site", "same-site"})
"""What a browser says of itself when it is another site's page that asks."""

RENEWED = "renewed_session"
"""Under which name a request keeps the cookie that its answer will carry."""

SESSION = "session_id"
"""Under which name a request keeps the number of the sign-in it was let in by."""

AnyConnection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who is speaking, and by what that was shown."""

    person: Person
    identity: Identity


class SignIn:
    """Tells who is speaking."""

    def __init__(
        self, settings: Settings, *, persons: Persons, sessions: Sessions, clock: Clock
    ) -> None:
        self._settings = settings
        self._persons = persons
        self._sessions = sessions
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
        """Return the person an identity stands for, a new one on the first visit.

        Raises:
            SignInError: this sign-in was ended.
        """
        try:
            known = await self._sessions.person_of(
                identity.subject,
                begun_at=identity.begun_at,
                session_ids=identity.numbers,
                now=self._clock.now(),
            )
        except SessionEnded as error:
            raise SignInError("You have signed out. Sign in again.") from error
        if known is None or _is_news(identity, known):
            return await self._find_or_create(identity)
        return known

    async def renewed(self, visit: Visit, *, secure: bool) -> Cookie | None:
        """Return the cookie that takes the place of one that is about a day old, if it is.

        The old session counts for some minutes more, for requests that are on their way.
        """
        identity, now = visit.identity, self._clock.now()
        if identity.token_id is None or not self.own.is_due(identity):
            return None
        await self._sessions.end(
            visit.person.id,
            identity.token_id,
            at=now + OLD_SESSION_GRACE,
            kept_until=identity.expires_at,
        )
        return self._cookie(self.own.renewed(identity), secure=secure)

    async def end(self, visit: Visit) -> None:
        """Let one sign-in count no longer, through all its renewals."""
        identity = visit.identity
        if identity.session_id is not None:
            await self._sessions.end(
                visit.person.id,
                identity.session_id,
                at=self._clock.now(),
                kept_until=identity.ends_at or identity.expires_at,
            )

    async def end_all(self, person: Person) -> None:
        """Let no sign-in of a person from before now count."""
        await self._sessions.end_all(person.id, now=self._clock.now())

    def time_left(self, identity: Identity) -> timedelta:
        """Return how long an identity is still believed."""
        return identity.expires_at - self._clock.now()

    async def _find_or_create(self, identity: Identity) -> Person:
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
            age_group=identity.age_group,
            assumed_age=self._settings.age_group,
            companion_name=COMPANION,
            now=self._clock.now(),
        )

    def cookie(self, identity: Identity, *, until: datetime | None, secure: bool) -> Cookie:
        """Return the cookie of a new session, which ends at `until` at the latest."""
        return self._cookie(self.own.session(identity.subject, until=until), secure=secure)

    def _cookie(self, session: str, *, secure: bool) -> Cookie:
        left = self.time_left(self.own.read(session, "session"))
        return Cookie(
            key=COOKIE,
            value=session,
            max_age=int(left.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=secure,
        )

    def allows(self, origin: str, *, host: str) -> bool:
        """Tell whether a page from `origin` may act for somebody at `host`."""
        scheme, _, place = origin.lower().partition("://")
        own_page = scheme in {"http", "https"} and place == host.lower()
        return own_page or origin in self._settings.allowed_origins


def _is_news(identity: Identity, person: Person) -> bool:
    """Tell whether the sign-in service vouches for another age group than the one that is kept."""
    vouched = person.age_group if person.age_vouched else None
    return identity.age_group is not None and identity.age_group != vouched


def sign_in_of(app: Litestar) -> SignIn:
    """Return what tells who is speaking in an app."""
    found: SignIn = app.state.sign_in
    return found


def allowed_origin(connection: AnyConnection) -> bool:
    """Tell whether the page that connects may do so; programs send no origin and may."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site") not in OTHER_SITES
    host = connection.headers.get("host", "")
    return sign_in_of(connection.app).allows(origin, host=host)


async def signed_in(connection: AnyConnection) -> Visit:
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
        return await signed_in_by(connection.app, token.strip())
    session = connection.cookies.get(COOKIE)
    if not session:
        raise SignInError
    # a handshake has no method
    if connection.scope.get("method") not in SAFE_METHODS and not allowed_origin(connection):
        raise OriginRefused
    identity = sign_in.own.read(session, "session")
    return Visit(person=await sign_in.person_of(identity), identity=identity)


async def signed_in_person(connection: AnyConnection) -> Person:
    """Return who is speaking; a session of about a day ago is renewed with the answer.

    Raises:
        SignInError: nobody, and why.
        OriginRefused: the cookie was sent by the page of another site.
    """
    visit = await signed_in(connection)
    connection.state[SESSION] = visit.identity.session_id
    if "authorization" not in connection.headers:
        secure = connection.url.scheme == "https"
        cookie = await sign_in_of(connection.app).renewed(visit, secure=secure)
        connection.state[RENEWED] = cookie
    return visit.person


def session_of(connection: AnyConnection) -> UUID | None:
    """Return the number of the sign-in that a request was let in by; None where it has none."""
    found: UUID | None = connection.state.get(SESSION)
    return found


async def person_of_connection(connection: AnyConnection) -> Person | None:
    """Return who is speaking, or None."""
    try:
        return await signed_in_person(connection)
    except SignInError:
        return None


async def signed_in_by(app: Litestar, token: str) -> Visit:
    """Return who is speaking by a session or a token of the sign-in service.

    Raises:
        SignInError: nobody, and why.
    """
    sign_in = sign_in_of(app)
    identity = await sign_in.identity_of_token(token)
    return Visit(person=await sign_in.person_of(identity), identity=identity)
