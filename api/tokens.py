"""Tokens: the ones we sign ourselves, and those of a sign-in service."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import jwt
from anyio import to_thread
from jwt.types import Options

from api.errors import SettingsError, SignInError, SignInUnavailable
from api.settings import SECRET_LENGTH, Settings
from tools.clock import Clock

OWNER = "owner"
"""The subject of whoever runs the program on their own machine."""

ISSUER = "miolumi"

LINK_LIFE = timedelta(hours=1)
"""How long an owner's link works: long enough to walk over to another device."""

SESSION_LIFE = timedelta(days=30)

LEEWAY = timedelta(seconds=30)
"""How far the clock of a sign-in service may be off."""

JWKS_SECONDS = 5.0
"""How long a sign-in service may take to hand out its keys."""

KEY_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""What published keys may sign with: no algorithm that would take one for a shared secret."""

SUBJECT_LENGTH = 255
"""The longest `sub` that is taken, as OpenID Connect has it."""

Purpose = Literal["link", "session"]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whom a token names."""

    subject: str
    """Unique over all issuers; what a person is stored under."""
    expires_at: datetime
    timezone: str | None = None
    language: str | None = None


class OwnTokens:
    """Signs and reads link keys and sessions."""

    def __init__(self, secret: str, *, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def link_key(self) -> str:
        """Return a key that signs the owner in, for an hour."""
        return self._sign("link", OWNER, self._clock.now() + LINK_LIFE)

    def session(self, subject: str, *, until: datetime | None = None) -> str:
        """Return a session of 30 days, or up to `until` when that is sooner."""
        end = self._clock.now() + SESSION_LIFE
        return self._sign("session", subject, min(end, until or end))

    def read(self, token: str, purpose: Purpose) -> Identity:
        """Return whom a token of ours names.

        Raises:
            SignInError: it is not ours, not for this purpose, or too old.
        """
        claims = _decode(token, self._secret, algorithms=("HS256",), issuer=ISSUER)
        if claims.get("purpose") != purpose:
            raise SignInError("That key is for something else.")
        _refuse_untimely(claims, self._clock.now(), leeway=timedelta(0))
        return Identity(subject=claims["sub"], expires_at=_moment(claims["exp"]))

    def is_ours(self, token: str) -> bool:
        """Tell whether a token claims to be ours; `read` checks that it is."""
        return _unverified_issuer(token) == ISSUER

    def _sign(self, purpose: Purpose, subject: str, end: datetime) -> str:
        claims = {"iss": ISSUER, "sub": subject, "purpose": purpose, "exp": int(end.timestamp())}
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
        claims = _decode(
            token,
            await self._key_of(token),
            algorithms=KEY_ALGORITHMS if self._keys else ("HS256",),
            issuer=self._issuer,
            audience=self._audience,
        )
        _refuse_untimely(claims, self._clock.now(), leeway=LEEWAY)
        issuer, subject = str(claims.get("iss", "")), claims["sub"]
        if issuer == ISSUER or not 0 < len(subject) <= SUBJECT_LENGTH or "\0" in subject:
            raise SignInError("That token names nobody.")
        return Identity(
            # quoting keeps the bar out of the first part, so that no two pairs read the same
            subject=f"{quote(issuer, safe=':/')}|{subject}",
            expires_at=_moment(claims["exp"]),
            timezone=_text(claims.get("zoneinfo")),
            language=_text(claims.get("locale")),
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
    path = settings.home / "session-secret"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(SECRET_LENGTH))
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


def _decode(
    token: str,
    key: Any,
    *,
    algorithms: tuple[str, ...],
    issuer: str | None,
    audience: str | None = None,
) -> Mapping[str, Any]:
    options: Options = {
        "require": ["exp", "sub"],
        # the times are checked against the clock that was handed in, and not the machine's
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
    }
    try:
        return jwt.decode(
            token,
            key,
            algorithms=list(algorithms),
            issuer=issuer,
            audience=audience,
            options=options,
        )
    except jwt.InvalidAudienceError as error:
        raise SignInError("That token was made for another program.") from error
    except jwt.InvalidIssuerError as error:
        raise SignInError("That token was made by another sign-in service.") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise SignInError("That key cannot be read or is not signed by us.") from error


def _refuse_untimely(claims: Mapping[str, Any], now: datetime, *, leeway: timedelta) -> None:
    if _moment(claims["exp"]) + leeway <= now:
        raise SignInError("That sign-in has expired. Sign in again.")
    if "nbf" in claims and _moment(claims["nbf"]) - leeway > now:
        raise SignInError("That token is not valid yet.")


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise SignInError("That token's times cannot be read.") from error


def _unverified_issuer(token: str) -> object:
    try:
        return jwt.decode(token, options={"verify_signature": False}).get("iss")
    except (jwt.PyJWTError, ValueError):
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
