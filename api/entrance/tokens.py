"""Tokens that we sign ourselves: keys of a link, and sessions."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

import jwt

from api.entrance.claims import (
    Identity,
    decoded,
    moment_of,
    number_of,
    refuse_untimely,
    unverified_issuer,
)
from api.entrance.kept_secrets import signing_secret
from api.errors import SignInError
from api.settings import Settings
from tools.clock import Clock

OWNER = "owner"
"""The subject of whoever runs the program on their own machine."""

ISSUER = "miolumi"

LINK_LIFE = timedelta(hours=1)
"""How long an owner's link works: long enough to walk over to another device."""

SESSION_LIFE = timedelta(days=7)
"""How long a session lasts that nobody uses; one in use is renewed."""

RENEWED_AFTER = timedelta(days=1)
"""How old a session is when the next request of its browser is given a new one."""

OLD_SESSION_GRACE = timedelta(minutes=10)
"""How long a session that was renewed still counts: other requests and a lost answer."""

SESSION_LONGEST = timedelta(days=90)
"""How long somebody stays signed in at most, however often the session was renewed."""

Purpose = Literal["link", "session"]


class OwnTokens:
    """Signs and reads link keys and sessions."""

    def __init__(self, secret: str, *, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def link_key(self) -> str:
        """Return a key that signs the owner in, for an hour."""
        now = self._clock.now()
        return self._sign("link", OWNER, now + LINK_LIFE, begun_at=now)

    def session(self, subject: str, *, until: datetime | None = None) -> str:
        """Return a new session of 7 days, to be renewed for up to 90, or up to `until`."""
        now = self._clock.now()
        ends_at = min(now + SESSION_LONGEST, until or now + SESSION_LONGEST)
        return self._session(subject, session_id=uuid4(), begun_at=now, ends_at=ends_at)

    def is_due(self, identity: Identity) -> bool:
        """Tell whether a session is old enough to be renewed."""
        issued_at = identity.issued_at
        return issued_at is not None and issued_at + RENEWED_AFTER <= self._clock.now()

    def renewed(self, identity: Identity) -> str:
        """Return a session that goes on for another 7 days, up to the end of its sign-in."""
        return self._session(
            identity.subject,
            session_id=identity.session_id or uuid4(),
            begun_at=identity.begun_at or self._clock.now(),
            ends_at=identity.ends_at or identity.expires_at,
        )

    def _session(
        self, subject: str, *, session_id: UUID, begun_at: datetime, ends_at: datetime
    ) -> str:
        end = min(self._clock.now() + SESSION_LIFE, ends_at)
        return self._sign(
            "session",
            subject,
            end,
            begun_at=begun_at,
            sid=session_id.hex,
            ends=ends_at.timestamp(),
        )

    def read(self, token: str, purpose: Purpose) -> Identity:
        """Return whom a token of ours names.

        Raises:
            SignInError: it is not ours, not for this purpose, or too old.
        """
        claims = decoded(token, self._secret, algorithms=("HS256",), issuer=ISSUER)
        if claims.get("purpose") != purpose:
            raise SignInError("That key is for something else.")
        refuse_untimely(claims, self._clock.now(), leeway=timedelta(0))
        ends_at = moment_of(claims["ends"]) if "ends" in claims else None
        return Identity(
            subject=claims["sub"],
            expires_at=moment_of(claims["exp"]),
            begun_at=moment_of(claims.get("begun")),
            issued_at=moment_of(claims.get("iat")),
            session_id=number_of(claims["sid"]) if "sid" in claims else None,
            token_id=number_of(claims.get("jti")),
            ends_at=ends_at,
        )

    def is_ours(self, token: str) -> bool:
        """Tell whether a token claims to be ours; `read` checks that it is."""
        return unverified_issuer(token) == ISSUER

    def _sign(
        self, purpose: Purpose, subject: str, end: datetime, *, begun_at: datetime, **more: object
    ) -> str:
        claims = {
            "iss": ISSUER,
            "sub": subject,
            "purpose": purpose,
            "exp": int(end.timestamp()),
            "iat": self._clock.now().timestamp(),
            "begun": begun_at.timestamp(),
            "jti": uuid4().hex,
            **more,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")


def owner_link(settings: Settings, *, clock: Clock) -> str:
    """Return an address that signs the owner in; what follows the # never leaves the browser.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    key = OwnTokens(signing_secret(settings), clock=clock).link_key()
    return f"{settings.address}/#key={key}"
