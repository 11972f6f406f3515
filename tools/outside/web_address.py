"""Reading an address that somebody named; strict, since two readers of a lax one may disagree."""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import httpx

from tools.outside.errors import AddressRefused
from tools.outside.networks import Address, Network, is_own_name, is_public, is_within

LONGEST = 2_048
"""Characters of an address that is looked at, as browsers have it."""

PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REST = re.compile(r"//(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_NEVER = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_MIXED = {"LATIN", "CYRILLIC", "GREEK"}
"""Scripts whose letters pose as each other's."""
_DOTS = "\u3002\uff0e\uff61"
"""What some readers take for a dot, and others for a letter."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What may be reached."""

    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    """Where web servers answer, and hardly anything else does."""
    own_networks: tuple[Network, ...] = ()
    """Private networks that may be reached all the same; none, unless somebody decides it."""
    schemes: frozenset[str] = frozenset(PORTS)


PUBLIC = Rules()
"""The public internet."""


@dataclass(frozen=True, kw_only=True)
class WebAddress:
    """An address that was read and found to name something public."""

    url: str
    """As it is asked for: a host in ASCII, nothing after a `#`."""
    scheme: str
    host: str
    """In small letters, without brackets and without a dot at its end."""
    port: int
    number: Address | None
    """The host itself where it is no name; a name says where it leads only when resolved."""


def checked_url(text: str, *, rules: Rules = PUBLIC) -> WebAddress:
    """Return what an address names.

    Raises:
        AddressRefused: it cannot be read in one way only, or it does not name the public internet.
    """
    scheme, rest = _parted(text, rules)
    authority = re.split(r"[/?#]", rest.removeprefix("//"), maxsplit=1)[0]
    if "@" in authority:
        raise AddressRefused("user")
    found = _REST.fullmatch("//" + authority) if rest.startswith("//") else None
    if found is None or "%" in authority:
        raise AddressRefused("malformed")
    host, number = _host(found["host"])
    port = int(found["port"] or PORTS[scheme])
    if port not in rules.ports:
        raise AddressRefused("port")
    if number and not (is_public(number) or is_within(number, rules.own_networks)):
        raise AddressRefused("private")
    return WebAddress(
        url=_written(scheme, host, port, rest[2 + len(authority) :]),
        scheme=scheme,
        host=host,
        port=port,
        number=number,
    )


def _parted(text: str, rules: Rules) -> tuple[str, str]:
    if len(text) > LONGEST or _NEVER.search(text):
        raise AddressRefused("malformed")
    found = _SCHEME.match(text)
    if found is None:
        raise AddressRefused("malformed")
    scheme = found[1].lower()
    if scheme not in rules.schemes or scheme not in PORTS:
        raise AddressRefused("scheme")
    return scheme, text[found.end() :]


def _host(written: str) -> tuple[str, Address | None]:
    if written.startswith("["):
        return _numbered(written[1:-1], IPv6Address)
    host = _ascii(written.removesuffix("."))
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _numbered(host, IPv4Address)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressRefused("malformed")
    if is_own_name(host):
        raise AddressRefused("name")
    return host, None


def _numbered(host: str, form: type[IPv4Address] | type[IPv6Address]) -> tuple[str, Address]:
    """Return a number, unless it has another writing than the usual one: octal, hex, short."""
    try:
        number = form(host)
    except ValueError as error:
        raise AddressRefused("number") from error
    return str(number), number


def _ascii(name: str) -> str:
    """Return a name as it is asked for; one whose characters only look like others is refused."""
    if name.isascii():
        return name.lower()
    if _poses(name):
        raise AddressRefused("look_alike")
    try:
        return httpx.URL(scheme="https", host=name.lower()).raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise AddressRefused("malformed") from error


def _poses(name: str) -> bool:
    """Return whether some characters of a name stand for others, or look like those beside them."""
    if unicodedata.normalize("NFKC", name).lower() != unicodedata.normalize("NFC", name).lower():
        return True
    scripts = [
        {unicodedata.name(letter, "").partition(" ")[0] for letter in label} & _MIXED
        for label in name.split(".")
    ]
    return any(dot in name for dot in _DOTS) or any(len(found) > 1 for found in scripts)


def _written(scheme: str, host: str, port: int, rest: str) -> str:
    place = f"[{host}]" if ":" in host else host
    if port != PORTS[scheme]:
        place = f"{place}:{port}"
    path = rest.partition("#")[0]
    return f"{scheme}://{place}{path if path.startswith('/') else '/' + path}"
