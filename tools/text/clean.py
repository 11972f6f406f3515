"""Make text safe to store, and change nothing else about it."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return text that any database and any encoder takes.

    Control characters other than `\n` and `\t` go (`\r\n` becomes `\n`); half of a surrogate pair
    becomes U+FFFD. Everything else stays as it was written.
    """
    return _LONE_SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
