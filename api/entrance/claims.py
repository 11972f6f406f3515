"""What a token says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from jwt.types import Options

from api.errors import SignInError
from storage.records.person import AgeGroup


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whom a token names."""

    subject: str
    """Unique over all issuers; what a person is stored under."""
    expires_at: datetime
    begun_at: datetime | None = None
    """When the sign-in was made; a session keeps it through all renewals."""
    issued_at: datetime | None = None
    """When this very token was made."""
    session_id: UUID | None = None
    """The sign-in it belongs to; the same through all renewals."""
    token_id: UUID | None = None
    """This very token."""
    ends_at: datetime | None = None
    """When the sign-in ends, however often it is renewed."""
    timezone: str | None = None
    language: str | None = None
    age_group: AgeGroup | None = None
    """What the sign-in service vouches for; None where it says nothing."""

    @property
    def numbers(self) -> tuple[UUID, ...]:
        """What an end may name it by."""
        return tuple(one for one in (self.session_id, self.token_id) if one is not None)


def decoded(
    token: str,
    key: Any,
    *,
    algorithms: tuple[str, ...],
    issuer: str | None,
    audience: str | None = None,
) -> Mapping[str, Any]:
    """Return what a token says whose signature, issuer and audience are right; not yet its times.

    Raises:
        SignInError: one of them is not, or it cannot be read.
    """
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


def refuse_untimely(claims: Mapping[str, Any], now: datetime, *, leeway: timedelta) -> None:
    """Raise `SignInError` for a token that has expired or is not valid yet."""
    if moment_of(claims["exp"]) + leeway <= now:
        raise SignInError("That sign-in has expired. Sign in again.")
    if "nbf" in claims and moment_of(claims["nbf"]) - leeway > now:
        raise SignInError("That token is not valid yet.")


def moment_of(value: Any) -> datetime:
    """Return a moment that is told in seconds since 1970.

    Raises:
        SignInError: it is none.
    """
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise SignInError("That token's times cannot be read.") from error


def number_of(value: Any) -> UUID:
    """Return the number of a token or a session.

    Raises:
        SignInError: it is none.
    """
    try:
        return UUID(hex=value)
    except (TypeError, ValueError, AttributeError) as error:
        raise SignInError("That key cannot be read or is not signed by us.") from error


def text_of(value: Any) -> str | None:
    """Return a claim that is a text and not empty."""
    return value if isinstance(value, str) and value else None


def unverified_issuer(token: str) -> object:
    """Return who made a token, as it says itself; None when it cannot be read."""
    try:
        return jwt.decode(token, options={"verify_signature": False}).get("iss")
    except (jwt.PyJWTError, ValueError):
        return None
