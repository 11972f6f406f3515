"""Tokens, as a sign-in service signs them."""

import json
from datetime import timedelta
from typing import Any

import jwt

from tools.clock import MovedClock

SECRET = "a shared secret, long enough for every algorithm that signs with one: 80 letters"
OTHER = SECRET[::-1]


def a_token(clock: MovedClock, *, key: Any = SECRET, algorithm: str = "HS256", **other: Any) -> str:
    claims = {
        "iss": "https://id.example",
        "aud": "miolumi",
        "sub": "robin",
        "exp": int((clock.now() + timedelta(hours=1)).timestamp()),
    } | other
    kept = {name: value for name, value in claims.items() if value is not None}
    # below `jwt.encode`, which would not make some of the flawed ones
    return jwt.api_jws.encode(json.dumps(kept).encode(), key, algorithm, headers={"kid": "1"})
