"""What every answer carries."""

from typing import Any

from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.types import Message, Scope

from api.entrance.sign_in import RENEWED

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(self), midi=(), payment=(), serial=(), usb=()"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Our own files only, nothing inline, in nobody's frame; of the machine no more than a voice."""

ENCRYPTED_FROM_NOW_ON = "max-age=31536000"
"""Half a year is what browsers ask at least; a year. Other servers of the domain are left alone."""


async def add_headers(message: Message, scope: Scope) -> None:
    """Add what every answer carries; what is said of a person is kept by no cache."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https":
        headers.setdefault("strict-transport-security", ENCRYPTED_FROM_NOW_ON)
    if str(scope["path"]).startswith("/api/"):
        headers["cache-control"] = "no-store"
    renewed: Any = scope["state"].get(RENEWED)
    if isinstance(renewed, Cookie):
        headers.add("set-cookie", renewed.to_header(header=""))
