"""Where the boxes and arrows of a small graph go.

The longest way through the graph stands as a straight column, one box a row. What branches off
stands in columns beside it, and arrows run upright or level between them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

Point = tuple[float, float]
Pair = tuple[str, str]

ROW_HEIGHT = 84.0
"""From the middle of one row to the middle of the next, in pixels."""

COLUMN_GAP = 44.0
"""Room between two columns, in pixels: enough for a short label over a level arrow."""

MARGIN = 12.0
LANE_WIDTH = 16.0
"""The width of a column that holds nothing but an arrow, in pixels."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The middle of each box and the course of each arrow, in pixels from the top left corner."""

    middles: Mapping[str, Point]
    courses: Mapping[Pair, Sequence[Point]]
    """For each arrow its source's middle, its corners, and its target's middle."""
    width: float
    height: float


@dataclass(kw_only=True)
class Grid:
    """Which cell of which column is taken."""

    rows: Mapping[str, int]
    columns: dict[str, int] = field(default_factory=dict)
    lanes: dict[Pair, int] = field(default_factory=dict)
    """The column of each arrow that needs one of its own."""
    taken: set[tuple[int, int]] = field(default_factory=set)

    def put(self, boxes: Sequence[str], column: int, rows: Iterable[int]) -> None:
        """Stand boxes in a column and keep these rows of it free of anything else."""
        self.columns.update(dict.fromkeys(boxes, column))
        self.taken.update((column, row) for row in rows)

    def free_column(self, rows: Sequence[int]) -> int:
        """Return the nearest column beside the main one with these rows free, right before left."""
        for distance in count(1):
            for column in (distance, -distance):
                if not any((column, row) in self.taken for row in rows):
                    return column
        raise AssertionError("columns never end")


def lay_out(widths: Mapping[str, float], arrows: Sequence[Pair]) -> Layout:
    """Place boxes of these widths, the first one on top; arrows are pairs of names."""
    arrows = [pair for pair in arrows if pair[0] != pair[1]]
    beside = _companions(widths, arrows)
    forward = _forward([name for name in widths if name not in beside], arrows)
    rows = _rows([name for name in widths if name not in beside], forward)
    rows |= {name: rows[host] for name, host in beside.items()}
    grid = Grid(rows=rows)
    main = _main_line(next(iter(widths)), rows, forward)
    grid.put(main, 0, range(max(rows.values()) + 1))
    for name in beside:
        grid.put([name], grid.free_column([rows[name]]), [rows[name]])
    for strand, span in sorted(_strands(grid, forward), key=lambda found: len(found[1])):
        grid.put(strand, grid.free_column(span), span)
    for pair in arrows:
        if _needs_lane(grid, pair):
            span = _between(rows[pair[0]], rows[pair[1]])
            grid.lanes[pair] = grid.free_column(span)
            grid.taken.update((grid.lanes[pair], row) for row in span)
    return _measured(grid, widths, arrows)


def _companions(names: Iterable[str], arrows: Sequence[Pair]) -> dict[str, str]:
    """Return the boxes that only go to and fro with one other box, each with that box."""
    found: dict[str, str] = {}
    _, *others = names
    for name in others:
        into = {source for source, target in arrows if target == name}
        out = {target for source, target in arrows if source == name}
        if len(into) == 1 and into == out and not into & found.keys():
            [found[name]] = into
    return found


def _forward(names: Sequence[str], arrows: Sequence[Pair]) -> list[Pair]:
    """Return the arrows between these boxes, but for those that lead back on a walk's own way."""
    found: list[Pair] = []
    done: set[str] = set()

    def walk(name: str, path: frozenset[str]) -> None:
        done.add(name)
        for source, target in arrows:
            if source == name and target in names and target not in path:
                found.append((source, target))
                if target not in done:
                    walk(target, path | {target})

    for name in names:
        if name not in done:
            walk(name, frozenset({name}))
    return found


def _rows(names: Iterable[str], forward: Sequence[Pair]) -> dict[str, int]:
    """Return for each box one row more than the lowest box that leads to it."""
    rows: dict[str, int] = {}

    def row(name: str) -> int:
        if name not in rows:
            rows[name] = 1 + max((row(s) for s, target in forward if target == name), default=-1)
        return rows[name]

    for name in names:
        row(name)
    return rows


def _main_line(first: str, rows: Mapping[str, int], forward: Sequence[Pair]) -> list[str]:
    """Return the longest way down from the first box."""
    ways = [
        _main_line(target, rows, forward)
        for source, target in forward
        if source == first and rows[target] == rows[first] + 1
    ]
    return [first, *max(ways, key=len, default=[])]


def _strands(grid: Grid, forward: Sequence[Pair]) -> Iterator[tuple[list[str], range]]:
    """Yield runs of boxes beside the main line, with their rows from branching off to returning."""
    seen = set(grid.columns)
    for name in grid.rows:
        strand: list[str] = []
        following: str | None = name
        while following is not None and following not in seen:
            strand.append(following)
            seen.add(following)
            following = next((t for s, t in forward if s == strand[-1] and t not in seen), None)
        if strand:
            touched = [grid.rows[n] for pair in forward if {*pair} & {*strand} for n in pair]
            touched += [grid.rows[n] for n in strand]
            yield strand, _between(min(touched), max(touched))


def _between(row: int, other: int) -> range:
    return range(min(row, other), max(row, other) + 1)


def _needs_lane(grid: Grid, pair: Pair) -> bool:
    """Tell whether an arrow can use neither its source's column nor its target's."""
    (start, end), (left, right) = (grid.rows[n] for n in pair), (grid.columns[n] for n in pair)
    if start == end:
        return False
    return start > end or (left == right == 0 and end - start > 1)


def _measured(grid: Grid, widths: Mapping[str, float], arrows: Sequence[Pair]) -> Layout:
    """Turn rows and columns into pixels."""
    breadths = dict.fromkeys(grid.lanes.values(), LANE_WIDTH)
    for name, column in grid.columns.items():
        breadths[column] = max(breadths.get(column, 0.0), widths[name])
    places, x = {}, MARGIN
    for column in sorted(breadths):
        places[column] = x + breadths[column] / 2
        x += breadths[column] + COLUMN_GAP
    middles = {
        name: (places[grid.columns[name]], (grid.rows[name] + 0.5) * ROW_HEIGHT) for name in widths
    }
    return Layout(
        middles=middles,
        courses={pair: _course(grid, pair, middles, places) for pair in arrows},
        width=x - COLUMN_GAP + MARGIN,
        height=(max(grid.rows.values()) + 1) * ROW_HEIGHT,
    )


def _course(
    grid: Grid, pair: Pair, middles: Mapping[str, Point], places: Mapping[int, float]
) -> list[Point]:
    """Return the corners of an arrow, its two ends included."""
    start, end = middles[pair[0]], middles[pair[1]]
    if pair in grid.lanes:
        lane = places[grid.lanes[pair]]
        return [start, (lane, start[1]), (lane, end[1]), end]
    if start[0] == end[0] or start[1] == end[1]:
        return [start, end]
    leaves_main = abs(grid.columns[pair[0]]) < abs(grid.columns[pair[1]])
    corner = (end[0], start[1]) if leaves_main else (start[0], end[1])
    return [start, corner, end]
