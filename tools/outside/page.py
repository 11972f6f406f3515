"""A web page as the words on it."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from tools.outside.fetch import Fetched

LONGEST_READ = 200_000
"""Characters of a page that are looked at; what a page says comes before that."""

MOST_OPEN = 10_000
"""Tags without an end in a page that is read; reading takes the square of how deep they stand."""

SILENT = (
    "script, style, noscript, template, svg, iframe, object, canvas, nav, footer, aside, form, "
    "button, select, dialog, menu, textarea, [hidden], [aria-hidden=true]"
)
"""Elements whose words are not what a page says, or are not seen."""

BLOCKS = (
    "p, div, section, article, main, header, li, ul, ol, tr, table, h1, h2, h3, h4, h5, h6, br, "
    "hr, blockquote, pre, dd, dt, figure"
)
"""Elements that stand on lines of their own."""

_OPENS = re.compile("<[A-Za-z]")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class PageText:
    """What a page says."""

    title: str
    """On one line; empty where it has none."""
    text: str
    """Its words, a line for each paragraph."""


def page_text(fetched: Fetched) -> PageText:
    """Return what a person would read on a page; what nobody sees there is left out."""
    written = fetched.text[:LONGEST_READ]
    if fetched.kind == "text/plain":
        return PageText(title="", text=_tidy(written))
    if len(_OPENS.findall(written)) - written.count("</") > MOST_OPEN:
        return PageText(title="", text="")
    page = LexborHTMLParser(written)
    title = page.css_first("title")
    for element in page.css("[style]"):
        if _UNSEEN.search(element.attributes.get("style") or ""):
            element.decompose()
    for element in page.css(SILENT):
        element.decompose()
    for element in page.css(BLOCKS):
        element.insert_before("\n")
        element.insert_after("\n")
    return PageText(
        title=" ".join(title.text().split()) if title else "",
        text=_tidy(page.body.text() if page.body else ""),
    )


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
