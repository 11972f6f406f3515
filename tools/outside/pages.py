"""Reading the page behind a link, for a companion that was sent it."""

import asyncio

from tools.guardrails.fence import fenced, fenced_line
from tools.outside.errors import WrongKind
from tools.outside.fetch import Outside
from tools.outside.page import PageText, page_text

LONGEST_SHOWN = 3_000
"""Characters of a page that a model reads (spec/systems.md 10.5)."""

LONGEST_TITLE = 200
"""Characters of its title."""

SHORTEST = 40
"""Characters below which a page says nothing: it is drawn by a script, or asks who one is."""


class WebPages:
    """Reads pages through the door to the outside; use it with the door open."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def read(self, link: str) -> str:
        """Return the title and the words of a page as data: they neither open nor close a tag.

        Raises:
            OutsideError: it cannot be read; the message says why in a sentence.
        """
        fetched = await self._outside.fetch(link)
        # In a thread: a page that was made to be slow takes a second, and nobody waits for it.
        page = await asyncio.to_thread(page_text, fetched)
        if len(page.text) < SHORTEST and not page.title:
            raise WrongKind("There are no words on that page.")
        return shown_page(page)


def shown_page(page: PageText) -> str:
    """Return a page as a prompt shows it."""
    text = fenced(page.text[:LONGEST_SHOWN])
    title = fenced_line(page.title[:LONGEST_TITLE])
    return f"{title}\n{text}" if title else text
