"""The links in what somebody wrote."""

import re

_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
_LOOSE = ".,;:!?'*_~"
"""What ends a sentence and not a link."""

MOST = 3
"""Links of one message that are looked at."""


def links_in(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text as they stand there, each once, the first few alone.

    Marks at the end belong to the sentence, and a bracket does that was opened before the link.
    """
    found = (_whole(match[0]) for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(found))[:MOST]


def _whole(link: str) -> str:
    while True:
        link = link.rstrip(_LOOSE)
        last = link[-1:]
        opening = {")": "(", "]": "["}.get(last)
        if opening is None or link.count(opening) >= link.count(last):
            return link
        link = link[:-1]
