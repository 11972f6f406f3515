"""Tokens: the ones we sign ourselves, and those of a sign-in service."""

import hmac
import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import jwt
from anyio import to_thread

from api.entrance.claims import (
    Identity,
    decoded,
    moment_of,
    number_of,
    refuse_untimely,
    text_of,
    unverified_issuer,
)
from api.errors import SettingsError, SignInError, SignInUnavailable
from api.settings import SECRET_LENGTH, Settings
from tools.care.age import age_of_claims
from tools.clock import Clock
from tools.push.keys import KEY_BYTES, PushKey, new_push_key

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

LEEWAY = timedelta(seconds=30)
"""How far the clock of a sign-in service may be off."""

JWKS_SECONDS = 5.0
"""How long a sign-in service may take to hand out its keys."""

KEY_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""What published keys may sign with: no algorithm that would take one for a shared secret."""

SUBJECT_LENGTH = 255
"""The longest `sub` that is taken, as OpenID Connect has it."""

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


class ServiceTokens:
    """Reads a sign-in service's tokens, signed with a shared secret or with its published keys."""

    def __init__(self, settings: Settings, *, clock: Clock) -> None:
        self._secret = settings.jwt_secret
        self._audience = settings.jwt_audience
        self._issuer = settings.jwt_issuer
        self._clock = clock
        self._keys = (
            jwt.PyJWKClient(settings.jwks_url, timeout=JWKS_SECONDS) if settings.jwks_url else None
        )

    async def read(self, token: str) -> Identity:
        """Return whom a token names.

        Raises:
            SignInError: it is not signed by that service, not meant for us, or too old.
            SignInUnavailable: the service's keys are not to be had.
        """
        claims = decoded(
            token,
            await self._key_of(token),
            algorithms=KEY_ALGORITHMS if self._keys else ("HS256",),
            issuer=self._issuer,
            audience=self._audience,
        )
        refuse_untimely(claims, self._clock.now(), leeway=LEEWAY)
        issuer, subject = str(claims.get("iss", "")), claims["sub"]
        if issuer == ISSUER or not 0 < len(subject) <= SUBJECT_LENGTH or "\0" in subject:
            raise SignInError("That token names nobody.")
        return Identity(
            # quoting keeps the bar out of the first part, so that no two pairs read the same
            subject=f"{quote(issuer, safe=':/')}|{subject}",
            expires_at=moment_of(claims["exp"]),
            begun_at=moment_of(claims["iat"]) if "iat" in claims else None,
            session_id=uuid5(NAMESPACE_URL, token),
            timezone=text_of(claims.get("zoneinfo")),
            language=text_of(claims.get("locale")),
            age_group=age_of_claims(claims, today=self._clock.now().date()),
        )

    async def _key_of(self, token: str) -> Any:
        if self._keys is None:
            return self._secret.get_secret_value() if self._secret else ""
        try:
            return await to_thread.run_sync(self._keys.get_signing_key_from_jwt, token)
        except jwt.PyJWKClientConnectionError as error:
            raise SignInUnavailable from error
        except (jwt.PyJWTError, ValueError) as error:
            raise SignInError(
                "That token is not signed with a key of the sign-in service."
            ) from error


def owner_link(settings: Settings, *, clock: Clock) -> str:
    """Return an address that signs the owner in; what follows the # never leaves the browser.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    key = OwnTokens(signing_secret(settings), clock=clock).link_key()
    return f"{settings.address}/#key={key}"


def signing_secret(settings: Settings) -> str:
    """Return what sessions are signed with; made once and kept in the data folder unless it is set.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    if settings.session_secret:
        return settings.session_secret.get_secret_value()
    return _kept(settings, "session-secret", lambda: secrets.token_urlsafe(SECRET_LENGTH))


def push_key(settings: Settings) -> PushKey:
    """Return what signs letters to devices: what is set, or one that all machines make alike.

    Without a session secret that they share, it is made once and kept in the data folder.

    Raises:
        SettingsError: the data folder cannot be written.
    """
    if settings.push_key:
        return PushKey(settings.push_key.get_secret_value())
    if settings.session_secret:
        secret = settings.session_secret.get_secret_value().encode()
        return PushKey(new_push_key(hmac.digest(secret, b"push", "sha256")))
    return PushKey(
        _kept(settings, "push-key", lambda: new_push_key(secrets.token_bytes(KEY_BYTES)))
    )


def _kept(settings: Settings, name: str, make: Callable[[], str]) -> str:
    """Return a secret out of the data folder, made at the first time."""
    path = settings.home / name
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, make())
        path.chmod(0o600)
        return path.read_text("ascii")
    except OSError as error:
        raise SettingsError(
            f"The data folder {str(settings.home)!r} cannot be used ({error.strerror}). "
            "Choose another one with MIOLUMI_HOME."
        ) from error


def _write_once(path: Path, text: str) -> None:
    """Write a file for our eyes only, whole or not at all; who comes second changes nothing."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
