"""A web page as the words on it.

Own code, since all that is wanted is plain text, from strangers: the parser of Python's library
takes minutes for some pages that are made for it, and this one reads every page once from its
beginning to its end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from tools.outside.fetch import Fetched

LONGEST_READ = 200_000
"""Characters of a page that are looked at; what a page says comes before that."""

LONGEST_TAG = 2_000
"""Characters of a tag in which it is looked whether the element is seen."""

RAW = ("script", "style")
"""Elements whose insides are no elements."""

SILENT = frozenset(
    {
        *("noscript", "template", "svg", "iframe", "object", "canvas", "head", "nav", "footer"),
        *("aside", "form", "button", "select", "dialog", "menu", "textarea"),
    }
)
"""Elements whose words are not what a page says."""

BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "li", "ul", "ol", "tr", "table"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "br",
            "hr",
            "blockquote",
            "pre",
            "dd",
            "dt",
            "figure",
        ),
    }
)
"""Elements that stand on lines of their own."""

VOID = frozenset({"input", "img", "meta", "link", "br", "hr", "wbr", "source", "embed", "area"})
"""Elements without an end."""

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9-]*)")
_UNSEEN = re.compile(
    r"\shidden(?=[\s=/]|$)|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none"
    r"|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_RAW_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in RAW}
_ENDLESS = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,};?")


@dataclass(frozen=True, kw_only=True)
class PageText:
    """What a page says."""

    title: str
    """On one line; empty where it has none."""
    text: str
    """Its words, a line for each paragraph."""


@dataclass(frozen=True)
class _Tag:
    name: str
    closes: bool
    is_unseen: bool


def page_text(fetched: Fetched) -> PageText:
    """Return what a person would read on a page; what nobody sees there is left out."""
    written = fetched.text[:LONGEST_READ]
    if fetched.kind == "text/plain":
        return PageText(title="", text=_tidy(written))
    reader = _Reader()
    for piece in _pieces(written):
        if isinstance(piece, str):
            reader.words(piece)
        else:
            reader.tag(piece)
    title = " ".join(_plain("".join(reader.title)).split())
    return PageText(title=title, text=_tidy(_plain("".join(reader.said))))


class _Reader:
    """Gathers the words that are seen."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self.said: list[str] = []
        self._in_title = False
        self._silent, self._depth = "", 0
        """The element that is passed over, and how many of its name are open."""

    def words(self, words: str) -> None:
        if self._in_title:
            self.title.append(words)
        elif not self._silent:
            self.said.append(words)

    def tag(self, tag: _Tag) -> None:
        if tag.name == "title":
            self._in_title = not tag.closes and not self.title
        elif self._silent:
            self._pass_over(tag)
        elif tag.name in BLOCKS:
            self.said.append("\n")
        is_silent = tag.is_unseen or tag.name in SILENT
        if is_silent and not (self._silent or tag.closes or tag.name in VOID):
            self._silent, self._depth = tag.name, 1

    def _pass_over(self, tag: _Tag) -> None:
        if tag.name == self._silent:
            self._depth += -1 if tag.closes else 1
        if not self._depth:
            self._silent = ""


def _pieces(written: str) -> Iterator[str | _Tag]:
    """Yield words and tags in their order; what has no end is left out with all that follows."""
    at = 0
    while (start := written.find("<", at)) >= 0:
        yield written[at:start]
        if written.startswith("<!--", start):
            end = written.find("-->", start + 4)
            at = end + 3
        elif written[start + 1 : start + 2].isalpha() or written[start + 1 : start + 2] in "/!?":
            end = written.find(">", start + 1)
            at = end + 1
            tag = _tag(written[start + 1 : min(end, start + LONGEST_TAG)])
            if tag is not None:
                yield tag
            if tag is not None and tag.name in RAW and not tag.closes:
                closing = _RAW_END[tag.name].search(written, at)
                end = closing.start() if closing else -1
                at = end
        else:
            yield "<"
            end = at = start + 1
        if end < 0:
            return
    yield written[at:]


def _tag(text: str) -> _Tag | None:
    found = _TAG.match(text)
    if found is None:
        return None
    is_unseen = bool(_UNSEEN.search(text, found.end()))
    return _Tag(found[2].lower(), closes=bool(found[1]), is_unseen=is_unseen)


def _plain(text: str) -> str:
    return unescape(_ENDLESS.sub(" ", text))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
