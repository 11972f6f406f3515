"""The key by which push services know this installation, and the keys of browsers."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
"""P-256, the one curve of RFC 8291 and RFC 8292."""

KEY_BYTES = 32
"""Bytes of a private key."""

POINT_BYTES = 65
"""Bytes of a public key, uncompressed."""

SECRET_BYTES = 16
"""Bytes of the secret that a browser makes for us (RFC 8291, section 3.2)."""

TOKEN_LIFE = timedelta(hours=12)
"""How long a signature counts; RFC 8292 takes up to 24 hours, and clocks are off."""


class BadPushKey(ValueError):
    """That is no key for Web Push: 32 bytes in base64url are."""


class PushKey:
    """The key pair that signs what is sent to push services.

    Args:
        text: the private key, 32 bytes in base64url without padding, as other servers write it.

    Raises:
        BadPushKey: it is none.
    """

    def __init__(self, text: str) -> None:
        try:
            number = int.from_bytes(_decoded(text, KEY_BYTES))
            self.private = ec.derive_private_key(number, CURVE)
        except ValueError as error:
            raise BadPushKey(BadPushKey.__doc__) from error

    @property
    def public(self) -> str:
        """What a browser is given to subscribe with, in base64url."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return encoded(point)

    def authorization(self, endpoint: str, *, contact: str | None, now: datetime) -> str:
        """Return the header that says to a push service who is sending (RFC 8292, section 3).

        Args:
            endpoint: where the letter goes; the signature counts at this service alone.
            contact: whom the service may write to, as `mailto:` or `https:`.
            now: when it is sent.
        """
        parts = urlsplit(endpoint)
        claims: dict[str, str | int] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + TOKEN_LIFE).timestamp()),
        }
        if contact:
            claims["sub"] = contact
        token = jwt.encode(claims, self.private, algorithm="ES256")
        return f"vapid t={token}, k={self.public}"


def new_push_key(chance: bytes) -> str:
    """Return a private key made of 32 random bytes, as text.

    Raises:
        BadPushKey: chance had it that they are none, which nobody will see happen.
    """
    text = encoded(chance)
    PushKey(text)
    return text


def encoded(raw: bytes) -> str:
    """Return bytes in base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def browser_key(text: str) -> bytes:
    """Return the public key of a browser (`p256dh`).

    Raises:
        BadPushKey: it is no point of the curve.
    """
    try:
        point = _decoded(text, POINT_BYTES)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise BadPushKey("keys.p256dh is no public key of a browser.") from error
    return point


def browser_secret(text: str) -> bytes:
    """Return the secret of a browser (`auth`).

    Raises:
        BadPushKey: it has not 16 bytes.
    """
    try:
        return _decoded(text, SECRET_BYTES)
    except ValueError as error:
        raise BadPushKey("keys.auth is no secret of a browser.") from error


def _decoded(text: str, length: int) -> bytes:
    try:
        raw = urlsafe_b64decode(text.strip() + "=" * (-len(text.strip()) % 4))
    except (Error, UnicodeEncodeError) as error:
        raise ValueError("This is not base64url.") from error
    if len(raw) != length:
        raise ValueError(f"There are {len(raw)} bytes where {length} belong.")
    return raw
