"""Bubbles for a still map with too many places to number: counts in rings of the shares of categories."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from dateline.render.chart.fonts import width
from dateline.render.chart.sheet import Sheet
from dateline.render.still_marks import Mark, close_groups
from dateline.render.style import LOOKS

CELL = 30.0  # points of the grid that bubbles gather in
RING = 2.6  # points across the ring of shares

Rect = tuple[float, float, float, float]
Corner = tuple[float, float]


def draw_bubbles(sheet: Sheet, located: Sequence[tuple[float, float, Mark]], take: Callable[[Rect], None]) -> None:
    """Gather places in a grid: area by the number of events, a ring of the shares of categories, the count within.

    `take` is told each rectangle that a bubble covers.
    """
    groups = close_groups(located, CELL)
    counts = [sum(len(mark.numbers) for _, _, mark in group) for group in groups]
    most = max(counts)
    drawn: list[tuple[float, float, float]] = []
    sectors: dict[str, list[list[Corner]]] = {}
    discs: list[list[Corner]] = []
    for group, count in sorted(zip(groups, counts, strict=True), key=lambda pair: (-pair[1], pair[0][0][2].numbers)):
        weights = np.array([len(mark.numbers) for _, _, mark in group], dtype=float)
        x = float(np.average([x for x, _, _ in group], weights=weights))
        y = float(np.average([y for _, y, _ in group], weights=weights))
        if count == 1:
            sheet.marker(x, y, group[0][2].first, 5.5)
            continue
        words = f"{count:,}"
        radius = max(5.5 + 8.0 * math.sqrt(count / most), width(words, 7) / 2 + 4.5)
        x, y = _aside(x, y, radius, drawn)
        drawn.append((x, y, radius))
        take((x - radius, y - radius, x + radius, y + radius))
        shares = Counter(event.category for _, _, mark in group for event in mark.events)
        start = 90.0
        for category in LOOKS:
            part = 360.0 * shares[category] / count
            if part:
                sectors.setdefault(category, []).append(_sector(x, y, radius, start - part, start))
                start -= part
        discs.append(_arc(x, y, radius - RING, 0.0, 360.0))
        sheet.text(x, y, words, 7, anchor="center", base="middle", kind="count", z=6)
    _fill(sheet, discs, sheet.ground.paper, 5.0)
    for category, shapes in sectors.items():
        _fill(sheet, shapes, sheet.ground.colour(category), 5.1)


def _aside(x: float, y: float, radius: float, drawn: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """A place for a bubble that meets none that is drawn: neighbours of a grid may, so it moves away, a few times."""
    for _ in range(12):
        clash = next((one for one in drawn if math.hypot(x - one[0], y - one[1]) < radius + one[2] + 0.8), None)
        if clash is None:
            break
        away = math.atan2(y - clash[1], x - clash[0])
        reach = radius + clash[2] + 1.0
        x, y = clash[0] + reach * math.cos(away), clash[1] + reach * math.sin(away)
    return x, y


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[Corner]:
    """Points on a circle, one each 8 degrees."""
    steps = max(2, math.ceil(abs(end - start) / 8) + 1)
    angles = np.radians(np.linspace(start, end, steps))
    return list(zip((x + radius * np.cos(angles)).tolist(), (y + radius * np.sin(angles)).tolist(), strict=True))


def _sector(x: float, y: float, radius: float, start: float, end: float) -> list[Corner]:
    """A piece of the ring between two angles in degrees."""
    return [*_arc(x, y, radius, start, end), *_arc(x, y, radius - RING, end, start)]


def _fill(sheet: Sheet, shapes: Sequence[Sequence[Corner]], colour: str, z: float) -> None:
    """All shapes of one colour as one path."""
    if not shapes:
        return
    points = np.round(np.array([corner for shape in shapes for corner in (*shape, shape[0])]), 2)
    codes = [code for shape in shapes for code in (Path.MOVETO, *[Path.LINETO] * (len(shape) - 1), Path.CLOSEPOLY)]
    sheet.add(PathPatch(Path(points, codes), facecolor=colour, edgecolor="none", linewidth=0, zorder=z))
