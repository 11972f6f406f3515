"""Every graph as Mermaid, as text and as SVG, drawn here and offline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import copysign
from typing import Any, Literal

from langgraph.graph.state import CompiledStateGraph

from graphs.arrows import svg_arrow
from graphs.layout import Layout, Point, lay_out

Format = Literal["mermaid", "svg", "text"]

AnyGraph = CompiledStateGraph[Any, Any, Any, Any]

LETTER = 7.9
"""The width of one letter of the boxes' monospaced 13 pixel font, in pixels."""

BOX_HEIGHT = 38.0
TWIN_SHIFT = 7.0
"""How far the two arrows of a pair to and fro stand from their middle, in pixels."""

STANDALONE_STYLE = (
    "<style>svg{color:#1f2430}@media(prefers-color-scheme:dark){svg{color:#e6e8f0}}</style>"
)

ENDS = frozenset({"start", "end"})
"""The boxes where a graph begins and ends."""

MARKED = re.compile(r"(<!-- drawing:(\w+) -->\n).*?(<!-- /drawing -->)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """One way from box to box; `label` says when a branch goes this way."""

    source: str
    target: str
    label: str | None = None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What there is to draw."""

    boxes: tuple[str, ...]
    arrows: tuple[Arrow, ...]


def draw(graph: AnyGraph, form: Format) -> str:
    """Return a graph as text of a form, ready for a file."""
    picture = picture_of(graph)
    if form == "svg":
        return svg(picture, title=graph.get_name(), style=STANDALONE_STYLE)
    return mermaid(picture) if form == "mermaid" else text(picture)


def picture_of(graph: AnyGraph) -> Picture:
    """Return the boxes of a graph from start to end, and its arrows in the order of the boxes."""
    drawable = graph.get_graph()
    boxes = tuple(drawable.nodes)
    edges = sorted(
        drawable.edges, key=lambda edge: (boxes.index(edge.source), boxes.index(edge.target))
    )
    return Picture(
        boxes=tuple(_plain(box) for box in boxes),
        arrows=tuple(
            Arrow(
                source=_plain(edge.source),
                target=_plain(edge.target),
                # LangGraph leaves out a label that equals the target's name
                label=str(edge.data or edge.target) if edge.conditional else None,
            )
            for edge in edges
        ),
    )


def _plain(box: str) -> str:
    return box.strip("_")


def mermaid(picture: Picture) -> str:
    """Return a Mermaid flowchart, in the colours of whoever shows it."""
    # in Mermaid a box must not be called "end", but may be called "End"
    names = {box: box.capitalize() if box in ENDS else box for box in picture.boxes}
    ends = [f"    {names[box]}([{box}])" for box in picture.boxes if box in ENDS]
    arrows = [
        f"    {names[arrow.source]} {_mermaid_line(arrow.label)} {names[arrow.target]}"
        for arrow in picture.arrows
    ]
    return "\n".join(["flowchart TD", *ends, *arrows]) + "\n"


def _mermaid_line(label: str | None) -> str:
    return f"-. {label} .->" if label else "-->"


def text(picture: Picture) -> str:
    """Return a list of every box and where it leads, for a terminal."""
    return "".join(_lines_of(picture, box) for box in picture.boxes if box != "end")


def _lines_of(picture: Picture, box: str) -> str:
    ways = [arrow for arrow in picture.arrows if arrow.source == box]
    if len(ways) == 1:
        return f"{box} ──▶ {ways[0].target}\n"
    width = max((len(way.label or "") for way in ways), default=0)
    lines = [box]
    for way in ways:
        corner = "└" if way is ways[-1] else "├"
        lines.append(f"  {corner}─ {way.label or '':{width}} ──▶ {way.target}")
    return "\n".join(lines) + "\n"


def svg(picture: Picture, *, title: str, style: str = "") -> str:
    """Return an SVG in `currentColor`, to fit light and dark pages; `style` is put inside it."""
    layout = lay_out(
        {box: _width(box) for box in picture.boxes},
        [(arrow.source, arrow.target) for arrow in picture.arrows],
    )
    size = f'width="{layout.width:.0f}" height="{layout.height:.0f}"'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width:.0f} '
        f'{layout.height:.0f}" {size} role="img" fill="none" stroke="currentColor" '
        'stroke-linejoin="round" font-family="ui-monospace, Menlo, Consolas, monospace" '
        f'font-size="13"><title>{escape(title)}</title>{style}'
    )
    arrows = [svg_arrow(_trimmed(arrow, layout), arrow.label) for arrow in picture.arrows]
    boxes = [_svg_box(box, middle) for box, middle in layout.middles.items()]
    return "\n".join([opening, *arrows, *boxes, "</svg>"]) + "\n"


def _trimmed(arrow: Arrow, layout: Layout) -> list[Point]:
    """Let a course begin and end at the edges of its boxes; to and fro stand side by side."""
    course = list(layout.courses[arrow.source, arrow.target])
    if (arrow.target, arrow.source) in layout.courses:
        shift = TWIN_SHIFT if arrow.label is None else -TWIN_SHIFT
        level = course[0][1] == course[-1][1]
        course = [(x, y + shift) if level else (x + shift, y) for x, y in course]
    first = _at_edge(arrow.source, course[0], course[1])
    last = _at_edge(arrow.target, course[-1], course[-2])
    return [first, *course[1:-1], last]


def _at_edge(box: str, middle: Point, outside: Point) -> Point:
    (x, y), (x1, y1) = middle, outside
    if y == y1:
        return x + copysign(_width(box) / 2, x1 - x), y
    return x, y + copysign(BOX_HEIGHT / 2, y1 - y)


def _width(box: str) -> float:
    return len(box) * LETTER + 34


def _svg_box(box: str, middle: Point) -> str:
    (x, y), width = middle, _width(box)
    radius, weight = (BOX_HEIGHT / 2, 0.0) if box in ENDS else (10.0, 0.07)
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - BOX_HEIGHT / 2:.1f}" width="{width:.1f}" '
        f'height="{BOX_HEIGHT:g}" rx="{radius:g}" fill="currentColor" fill-opacity="{weight:g}" '
        f'stroke-opacity="0.5"/><text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" '
        f'fill="currentColor" stroke="none">{escape(box)}</text>'
    )


def redrawn(document: str, graphs: Mapping[str, AnyGraph]) -> str:
    """Return a Markdown document with the drawing between each pair of marks brought up to date.

    The marks are `<!-- drawing:NAME -->` and `<!-- /drawing -->`, each on a line of its own.

    Raises:
        KeyError: a mark names a graph that does not exist.
    """

    def current(match: re.Match[str]) -> str:
        opening, name, closing = match.groups()
        return f"{opening}```mermaid\n{draw(graphs[name], 'mermaid')}```\n{closing}"

    return MARKED.sub(current, document)
