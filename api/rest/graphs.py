"""Every graph as a picture, drawn on this machine."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from litestar import Response, get

from graphs.catalogue import GRAPHS
from graphs.drawing import AnyGraph, mermaid, picture_of, svg

HINT = "Swipe or scroll sideways for the rest \N{LEFTWARDS ARROW} \N{RIGHTWARDS ARROW}"
"""Shown over a picture that is wider than the screen."""


@get("/graphs", include_in_schema=False, sync_to_thread=False)
def graphs() -> Response[str]:
    """Show every graph on one page."""
    return Response(content=_page(), media_type="text/html")


@get("/graphs.css", include_in_schema=False, sync_to_thread=False)
def graphs_style() -> Response[str]:
    """Give the page of graphs its looks."""
    return Response(content=_file("graphs.css"), media_type="text/css")


@cache
def _page() -> str:
    sections = "".join(_section(name, graph) for name, graph in GRAPHS.items())
    return Template(_file("graphs.html")).substitute(sections=sections)


def _section(name: str, graph: AnyGraph) -> str:
    picture, name = picture_of(graph), escape(name)
    return (
        f"<section><h2>{name}</h2>"
        f'<figure tabindex="0" role="group" aria-label="{name}"><div class="sheet">'
        f'<span class="hint" aria-hidden="true">{HINT}</span>{svg(picture, title=name)}'
        "</div></figure>"
        f"<details><summary>As Mermaid</summary><pre>{escape(mermaid(picture))}</pre></details>"
        "</section>"
    )


@cache
def _file(name: str) -> str:
    return files("api.rest").joinpath(name).read_text("utf-8")
