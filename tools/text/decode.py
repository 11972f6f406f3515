"""Read parts of a text that are written in an encoding which programs read and people do not."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

FEWEST_BYTES = 6
"""Bytes from which a decoded part is worth reading; shorter ones are numbers and names."""

PRINTABLE_SHARE = 0.9
"""Share of letters, marks and blanks from which decoded bytes are taken for a text."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}")
_HEXADECIMAL = re.compile(r"(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ ,:]?){8,}")
_HEX_SIGNS = re.compile(r"0x|\\x|[ ,:]")
_BINARY = re.compile(r"(?:[01]{8} ?){6,}")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4})\}?")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&#x?[0-9A-Fa-f]{2,6};")


def decoded(text: str) -> Iterator[str]:
    """Yield what base64, hexadecimal, binary, URL, HTML and Unicode escapes in a text say.

    Linear in the length; nothing is yielded for a text without such parts.
    """
    yield from _unescaped(text)
    for pattern, read in ((_HEXADECIMAL, _from_hexadecimal), (_BINARY, _from_binary)):
        yield from filter(None, (_as_text(read(part)) for part in pattern.findall(text)))
    for part in _BASE64.findall(text):
        if said := _as_text(_from_base64(part)):
            yield said


def _unescaped(text: str) -> Iterator[str]:
    if _PERCENT.search(text):
        yield unquote(text, errors="ignore")
    if _ENTITY.search(text):
        yield html.unescape(text)
    if _ESCAPE.search(text):
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _from_base64(part: str) -> bytes:
    signs = "".join(part.split()).rstrip("=").replace("-", "+").replace("_", "/")
    if len(signs) % 4 == 1:
        signs = signs[:-1]
    try:
        return base64.b64decode(signs + "=" * (-len(signs) % 4))
    except binascii.Error:
        return b""


def _from_hexadecimal(part: str) -> bytes:
    digits = _HEX_SIGNS.sub("", part)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_binary(part: str) -> bytes:
    digits = part.replace(" ", "")
    return bytes(int(digits[at : at + 8], 2) for at in range(0, len(digits), 8))


def _as_text(raw: bytes) -> str:
    """Return the bytes as text, or nothing when they hardly are one."""
    text = raw.decode("utf-8", "ignore")
    good = sum(len(c.encode()) for c in text if c.isprintable() or c.isspace())
    enough = len(raw) >= FEWEST_BYTES and good >= len(raw) * PRINTABLE_SHARE
    return text if enough else ""
