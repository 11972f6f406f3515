"""The one writing that the tables of date expressions are made for."""

from tools.text.simplify import simplified

_WIDTH = 0xFEE0
_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_HALF_WIDTH = {code: chr(code - _WIDTH).lower() for code in range(0xFF10, 0xFF5B)}
_FOLDED = {
    **_SMALL,
    **_HALF_WIDTH,
    0x3000: " ",
    0xA0: " ",
    0x09: " ",
    0xFF0D: "-",
    0xFF0F: "/",
    0x5169: "两",
}


def folded(text: str) -> str:
    """Return a text in small, simplified, half-width characters, of the same length."""
    return simplified(text.translate(_FOLDED))
