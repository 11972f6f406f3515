"""Arrows in SVG: upright and level, with round corners, a tip and perhaps a label."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from graphs.layout import Point

TIP = 7.0
"""The length of an arrow's tip, in pixels."""

CORNER = 12.0
"""The radius of a corner, in pixels."""


def svg_arrow(course: Sequence[Point], label: str | None) -> str:
    """Return an arrow along a course; a branch with a label is dashed."""
    dashes = ' stroke-dasharray="4 4"' if label else ""
    line = f'<path d="{_line(course)}"{dashes} stroke-opacity="0.75"/><path d="{_tip(course)}"/>'
    return line + (_svg_label(label, course) if label else "")


def _line(course: Sequence[Point]) -> str:
    (x, y), *_ = course
    steps = [f"M{x:.1f} {y:.1f}"]
    for before, corner, after in zip(course, course[1:], course[2:], strict=False):
        (x0, y0), (x1, y1) = _towards(corner, before, CORNER), _towards(corner, after, CORNER)
        steps.append(f"L{x0:.1f} {y0:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {x1:.1f} {y1:.1f}")
    steps.append(f"L{course[-1][0]:.1f} {course[-1][1]:.1f}")
    return "".join(steps)


def _towards(start: Point, end: Point, length: float) -> Point:
    (x0, y0), (x1, y1) = start, end
    part = length / max(abs(x1 - x0), abs(y1 - y0), length)
    return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part


def _tip(course: Sequence[Point]) -> str:
    x, y = course[-1]
    back_x, back_y = _towards(course[-1], course[-2], TIP)
    dx, dy = (back_x - x), (back_y - y)
    sides = [(back_x + dy * 0.6, back_y + dx * 0.6), (back_x - dy * 0.6, back_y - dx * 0.6)]
    (x0, y0), (x1, y1) = sides
    return f"M{x0:.1f} {y0:.1f}L{x:.1f} {y:.1f}L{x1:.1f} {y1:.1f}"


def _svg_label(label: str, course: Sequence[Point]) -> str:
    """Write beside the last upright stretch, on the inner side, or over the first level one."""
    (x0, y0), (x1, y1) = next(
        ((a, b) for a, b in reversed(list(pairwise(course))) if a[0] == b[0]),
        (course[0], course[1]),
    )
    if x0 != x1:
        x, y, anchor = (x0 + x1) / 2, y0 - 6, "middle"
    elif course[0][0] < x1:
        x, y, anchor = x1 - 8, y1 - 13, "end"
    else:
        x, y, anchor = x1 + 8, y1 - 13, "start"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="currentColor" '
        f'fill-opacity="0.75" stroke="none">{escape(label)}</text>'
    )
