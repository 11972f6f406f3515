"""Tokens of a sign-in service, signed with a shared secret or with its published keys."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import jwt
from anyio import to_thread

from api.entrance.claims import Identity, decoded, moment_of, refuse_untimely, text_of
from api.entrance.tokens import ISSUER
from api.errors import SignInError, SignInUnavailable
from api.settings import Settings
from tools.care.age import age_of_claims
from tools.clock import Clock

LEEWAY = timedelta(seconds=30)
"""How far the clock of a sign-in service may be off."""

JWKS_SECONDS = 5.0
"""How long a sign-in service may take to hand out its keys."""

KEY_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""What published keys may sign with: no algorithm that would take one for a shared secret."""

SUBJECT_LENGTH = 255
"""The longest `sub` that is taken, as OpenID Connect has it."""


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
