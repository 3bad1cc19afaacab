"""Draws the ground of a still map: sea, land, lakes, borders, the names of countries, a scale."""

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from dateline.render.basemap import Basemap, Country
from dateline.render.chart.fonts import clean, width
from dateline.render.chart.sheet import Sheet
from dateline.render.still_marks import Mark
from dateline.render.still_view import View, scale_bar
from dateline_geo.place import Precision

Points = NDArray[np.float64]


def rings_path(view: View, rings: Iterable[Points], *, closed: bool) -> Path | None:
    """All rings that touch the view as one path on the page, repeated where the view passes the antimeridian."""
    west, south, east, north = view.degrees()
    turns = (0,) if view.world else tuple(turn for turn in (-360, 0, 360) if west - turn < 180 and east - turn > -180)
    points: list[Points] = []
    codes: list[NDArray[np.uint8]] = []
    for ring in rings:
        if len(ring) < 2:
            continue
        low, high = ring.min(axis=0), ring.max(axis=0)
        if high[1] < south or low[1] > north:
            continue
        for turn in turns:
            if high[0] + turn < west or low[0] + turn > east:
                continue
            x, y = view.xy(ring[:, 0] + turn, ring[:, 1])
            code = np.full(len(ring), Path.LINETO, dtype=np.uint8)
            code[0] = Path.MOVETO
            if closed:
                code[-1] = Path.CLOSEPOLY
            points.append(np.column_stack((x, y)))
            codes.append(code)
    if not points:
        return None
    return Path(np.round(np.concatenate(points), 2), np.concatenate(codes))


def add_path(
    sheet: Sheet, view: View, path: Path | None, *, fill: str = "none", edge: str = "none", line: float = 0.5,
    dashes: Sequence[float] | None = None, z: float = 0.5, alpha: float | None = None, hatch: str | None = None,
) -> None:  # fmt: skip
    """Add a path, cut at the map's frame."""
    if path is None:
        return
    style: str | tuple[float, Sequence[float]] = (0, dashes) if dashes else "-"
    patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=line, linestyle=style, zorder=z, alpha=alpha,
                      hatch=hatch, joinstyle="round")  # fmt: skip
    sheet.add(patch)
    box = view.box
    patch.set_clip_path(Rectangle((box.left, box.bottom), box.width, box.height, transform=sheet.axes.transData))


def draw_ground(sheet: Sheet, view: View, basemap: Basemap, vague: Sequence[Mark]) -> None:
    """Draw the ground, and the outlines of countries and areas that are all that is known of some events' places."""
    ground, box = sheet.ground, view.box
    sheet.bar(box.left, box.bottom, box.width, box.height, ground.sea, edge=ground.rule, line=0.6, z=0.1)
    add_path(sheet, view, rings_path(view, basemap.land, closed=True), fill=ground.land, edge=ground.border, line=0.35)
    add_path(
        sheet, view, rings_path(view, basemap.lakes, closed=True), fill=ground.sea, edge=ground.border, line=0.3, z=0.6
    )
    add_path(sheet, view, rings_path(view, basemap.borders, closed=False), edge=ground.border, line=0.6, z=0.7)
    disputed = rings_path(view, basemap.disputed, closed=False)
    add_path(sheet, view, disputed, edge=ground.border, line=0.7, dashes=(2.2, 1.8), z=0.7)
    outlines = {country.code: country.rings for country in basemap.countries if country.code}
    for mark in vague:
        known: Sequence[Points] = ()
        if mark.precision is Precision.COUNTRY:
            known = outlines.get(mark.place.country, ())
        if not known and mark.extent is not None:
            known = [np.array(ring, dtype=float) for ring in mark.extent.rings]
        add_path(sheet, view, rings_path(view, known, closed=True), edge=ground.quiet, line=1.0, dashes=(4, 2.2), z=0.9)
    if not view.world:
        _draw_scale(sheet, view)


def country_labels(view: View, basemap: Basemap) -> list[tuple[float, float, str]]:
    """Points and names of countries, the larger first: at their label point, else in the middle of what is seen."""
    found = []
    most = 10 if not view.world else 4 if view.points_a_degree > 2.4 else 2
    for country in sorted(basemap.countries, key=lambda one: (one.rank, one.name)):
        if country.rank > most:
            break
        if country.lat < -60:  # no country
            continue
        name = clean(country.name)
        half = width(name, 7.5) / 2 + 4
        point = view.point(country.lon, country.lat)
        if not _inside(view, *point, half):
            seen = None if view.world else _seen(view, country)
            if seen is None or not _inside(view, *seen, half):
                continue
            point = seen
        found.append((*point, name))
    return found


def _inside(view: View, x: float, y: float, half: float) -> bool:
    box = view.box
    return box.left + half < x < box.right - half and box.bottom + 10 < y < box.top - 8


def _seen(view: View, country: Country) -> tuple[float, float] | None:
    """The middle of the part of a country that a view shows, on a point that is within it."""
    path = rings_path(view, country.rings, closed=True)
    if path is None:
        return None
    box = view.box
    xs, ys = np.linspace(box.left + 30, box.right - 30, 25), np.linspace(box.bottom + 14, box.top - 12, 19)
    grid = np.array([(x, y) for x in xs for y in ys])
    inside = grid[path.contains_points(grid)]
    if len(inside) < 12:  # a sliver needs no name
        return None
    near = np.argmin(((inside - inside.mean(axis=0)) ** 2).sum(axis=1))
    return float(inside[near][0]), float(inside[near][1])


def _draw_scale(sheet: Sheet, view: View) -> None:
    km, length = scale_bar(view)
    x, y = view.box.left + 10, view.box.bottom + 9
    words = f"{km:,} km"
    sheet.bar(x - 5, y - 5, max(length, 20) + 14 + width(words, 7), 14, sheet.ground.paper, alpha=0.75, z=6.5)
    sheet.rules(
        [(x, y, x + length, y), (x, y - 2, x, y + 3), (x + length, y - 2, x + length, y + 3)],
        sheet.ground.quiet,
        0.9,
        z=7,
    )
    sheet.text(x + length + 5, y - 2, words, 7, colour=sheet.ground.quiet, kind="scale", z=7)
