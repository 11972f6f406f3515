"""Read parts of a text that are written in an encoding which programs read and people do not."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

FEWEST_BYTES = 6
"""Bytes from which a decoded part is worth reading; shorter ones are numbers and names."""

FEWEST_DIGITS = 4
"""Digits from which a text may have bytes in it, written as numbers."""

FEWEST_DASHES = 4
"""Dashes from which a text may be in Morse code."""

PRINTABLE_SHARE = 0.9
"""Share of letters, marks and blanks from which decoded bytes are taken for a text."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}")
_HEXADECIMAL = re.compile(r"(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ ,:]?){8,}")
_HEX_SIGNS = re.compile(r"0x|\\x|[ ,:]")
_BINARY = re.compile(r"(?:[01]{8} ?){6,}")
_BASE32 = re.compile(r"[A-Z2-7]{16,}={0,6}")
_NUMBERS = re.compile(r"(?:\d{2,3}[ ,;-]{1,2}){7,}\d{2,3}")
_MORSE = re.compile(r"(?:[.\-·–]{1,6}[ /|]+){7,}[.\-·–]{1,6}")
_MORSE_GAP = re.compile(r" ?[/|] ?| {2,}")
_MORSE_SIGNS = str.maketrans("·–", ".-")
MORSE = (
    "a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-."
    " s... t- u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-...."
    " 7--... 8---.. 9----."
)
"""Letters and digits, each with its signs behind it."""

_LETTERS_OF_MORSE = {signs[1:]: signs[0] for signs in MORSE.split()}
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4})\}?")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&#x?[0-9A-Fa-f]{2,6};")


def decoded(text: str) -> Iterator[str]:
    """Yield what base64, hexadecimal, binary, URL, HTML and Unicode escapes in a text say.

    Linear in the length; nothing is yielded for a text without such parts.
    """
    yield from _unescaped(text)
    digits = sum(map(text.count, "0123456789"))
    for pattern, read in _READERS if digits >= FEWEST_DIGITS else ():
        yield from filter(None, (_as_text(read(part)) for part in pattern.findall(text)))
    for part in _BASE64.findall(text):
        if said := _as_text(_from_base64(part)):
            yield said
    if text.count("-") + text.count("–") >= FEWEST_DASHES:
        yield from map(_from_morse, _MORSE.findall(text))


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


def _from_base32(part: str) -> bytes:
    signs = part.rstrip("=")
    try:
        return base64.b32decode(signs + "=" * (-len(signs) % 8))
    except binascii.Error:
        return b""


def _from_numbers(part: str) -> bytes:
    return bytes(min(int(number), 255) for number in re.findall(r"\d+", part))


def _from_morse(part: str) -> str:
    words = _MORSE_GAP.split(part.translate(_MORSE_SIGNS))
    return " ".join(
        "".join(_LETTERS_OF_MORSE.get(one, "") for one in word.split()) for word in words
    )


_READERS = (
    (_HEXADECIMAL, _from_hexadecimal),
    (_BINARY, _from_binary),
    (_BASE32, _from_base32),
    (_NUMBERS, _from_numbers),
)
"""What is looked for, and how its bytes are read."""


def _as_text(raw: bytes) -> str:
    """Return the bytes as text, or nothing when they hardly are one."""
    text = raw.decode("utf-8", "ignore")
    good = sum(len(c.encode()) for c in text if c.isprintable() or c.isspace())
    enough = len(raw) >= FEWEST_BYTES and good >= len(raw) * PRINTABLE_SHARE
    return text if enough else ""
