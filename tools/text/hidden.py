"""Read text that people do not see but models do."""

import re

TAGS_BEGIN = 0xE0000
"""Start of the Unicode tag characters; each stands for the ASCII character that far behind it."""

_TAGS = re.compile("[\U000e0020-\U000e007e]+")


def hidden_text(text: str) -> str:
    """Return what is spelled in invisible tag characters, runs joined by spaces; mostly empty."""
    if text.isascii():
        return ""
    runs = _TAGS.findall(text)
    return " ".join("".join(chr(ord(tag) - TAGS_BEGIN) for tag in run) for run in runs)
