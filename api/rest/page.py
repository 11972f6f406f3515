"""The page: files that are read once and sent with their fingerprint."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

MEDIA_TYPES = {
    "css": "text/css",
    "html": "text/html",
    "ico": "image/x-icon",
    "js": "text/javascript",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
"""What is served from the page's folder; other files are left out."""

FRESHNESS = "no-cache"
"""Keep it, and ask each time whether it changed: an update is seen at once."""


@dataclass(frozen=True, kw_only=True)
class PageFile:
    """One file of the page."""

    content: bytes
    media_type: str
    etag: str


def read_page(folder: Traversable | None = None) -> Mapping[str, PageFile]:
    """Return the files of a folder by their path in it."""
    return dict(_read(folder or files("api").joinpath("page"), ""))


def page_handlers(page: Mapping[str, PageFile]) -> list[HTTPRouteHandler]:
    """Return what serves the page at `/`, its files below `/page/`, and its service worker."""

    @get("/", include_in_schema=False, sync_to_thread=False)
    def index(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answer(request, page["index.html"])

    @get("/page/{path:path}", include_in_schema=False, sync_to_thread=False)
    def part(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
        found = page.get(path.lstrip("/"))
        if found is None:
            raise NotFoundException("The page has no such file.")
        return _answer(request, found)

    @get("/sw.js", include_in_schema=False, sync_to_thread=False)
    def service_worker(request: Request[Any, Any, Any]) -> Response[bytes]:
        # At the root, since a service worker serves what is below its own address.
        return _answer(request, page["sw.js"])

    return [index, part, service_worker]


def _read(folder: Traversable, above: str) -> Iterator[tuple[str, PageFile]]:
    for entry in folder.iterdir():
        path = f"{above}{entry.name}"
        media_type = MEDIA_TYPES.get(entry.name.rpartition(".")[2])
        if entry.is_dir():
            yield from _read(entry, f"{path}/")
        elif media_type:
            content = entry.read_bytes()
            etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
            yield path, PageFile(content=content, media_type=media_type, etag=etag)


def _answer(request: Request[Any, Any, Any], file: PageFile) -> Response[bytes]:
    headers = {"ETag": file.etag, "Cache-Control": FRESHNESS}
    known = {
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("if-none-match", "").split(",")
    }
    if file.etag in known:
        return Response(content=b"", status_code=304, headers=headers)
    return Response(content=file.content, media_type=file.media_type, headers=headers)
