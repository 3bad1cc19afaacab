"""Draws the events of a still map: numbered dots, hatched areas, and bubbles where there are too many to number."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Circle

from dateline.render.basemap import Basemap
from dateline.render.chart.fonts import clean, left_to_right, shorten, width
from dateline.render.chart.frame import ranges
from dateline.render.chart.sheet import Sheet
from dateline.render.still_bubbles import draw_bubbles
from dateline.render.still_ground import add_path, country_labels, rings_path
from dateline.render.still_inset import Inset
from dateline.render.still_marks import Mark, Marks, close_groups, corners
from dateline.render.still_view import View, circle
from dateline_geo.place import Precision

LABEL = 8.0  # font size of numbers and names of places
MOST_DOTS = 90  # places that are numbered one by one; with more, bubbles
CELL = 8.0  # points within which places share one label
SMALL = 16.0  # points across, under which an area is drawn as a small hatched disc
HATCHES = ("////", "\\\\\\\\", "....", "||||", "----", "xxxx")

Rect = tuple[float, float, float, float]


class _Room:
    """Rectangles that are taken on the map."""

    def __init__(self) -> None:
        self.taken: list[Rect] = []

    def free(self, rect: Rect) -> bool:
        return all(rect[2] <= a or rect[0] >= c or rect[3] <= b or rect[1] >= d for a, b, c, d in self.taken)

    def take(self, rect: Rect) -> None:
        self.taken.append(rect)


def draw_marks(sheet: Sheet, view: View, marks: Marks, basemap: Basemap, inset: Inset | None = None) -> frozenset[int]:
    """Draw dots and areas; what an inset shows has dots here and its labels there.

    Returns the numbers that stand on the map itself.
    """
    room = _Room()
    if not view.world:
        room.take((view.box.left, view.box.bottom, view.box.left + 150, view.box.bottom + 20))  # the scale
    elsewhere: frozenset[int] = frozenset()
    if inset is not None:
        room.take((inset.view.box.left, inset.view.box.bottom, inset.view.box.right, inset.view.box.top))
        elsewhere = inset.numbers
    shown: set[int] = set()
    sizes = {id(mark): drawn_size(view, mark) for mark in marks.areas}
    large = sorted(
        (mark for mark in marks.areas if sizes[id(mark)] >= SMALL), key=lambda one: (-sizes[id(one)], one.numbers)
    )
    located = _locate(view, (*marks.dots, *(mark for mark in marks.areas if sizes[id(mark)] < SMALL)))
    for index, mark in enumerate(large):
        _draw_area(sheet, view, mark, HATCHES[index % len(HATCHES)])
    if len(located) > MOST_DOTS:
        draw_bubbles(sheet, located, room.take)
    else:
        groups = close_groups(located, CELL)
        for group in groups:
            for x, y, mark in group:
                _draw_dot(sheet, view, x, y, mark)
                room.take((x - 4.5, y - 4.5, x + 4.5, y + 4.5))
        for group in sorted(groups, key=lambda one: (-max(mark.salience for _, _, mark in one), one[0][2].numbers)):
            if not elsewhere.issuperset(number for _, _, mark in group for number in mark.numbers):
                shown |= _label_group(sheet, view, group, room)
    for mark in sorted(large, key=lambda one: (-one.salience, one.numbers)):
        shown |= _label_area(sheet, view, mark, room)
    for x, y, name in country_labels(view, basemap):
        half = width(name, 7.5) / 2 + 2
        rect = (x - half, y - 5, x + half, y + 5)
        if room.free(rect):
            room.take(rect)
            sheet.text(
                x, y, name, 7.5, colour=sheet.ground.faint, anchor="center", base="middle", kind="country", z=2.5
            )
    return frozenset(shown)


def _locate(view: View, marks: Sequence[Mark]) -> list[tuple[float, float, Mark]]:
    """The points of all marks at once, since there may be ten thousand."""
    lons = view.turn_all(np.array([mark.place.lon for mark in marks], dtype=float))
    xs, ys = view.xy(lons, np.array([mark.place.lat for mark in marks], dtype=float))
    return list(zip(xs.tolist(), ys.tolist(), marks, strict=True))


def drawn_size(view: View, mark: Mark) -> float:
    """Points across that an area takes on the page, roughly."""
    ends = corners(mark)
    wide = max(lon for lon, _ in ends) - min(lon for lon, _ in ends)
    high = max(lat for _, lat in ends) - min(lat for _, lat in ends)
    return max(wide * view.squeeze, high) * view.points_a_degree


def _draw_area(sheet: Sheet, view: View, mark: Mark, hatch: str) -> None:
    """A district or region: its outline hatched, or a dashed circle of its rough size."""
    colour = sheet.ground.colour(mark.first.category)
    extent = mark.extent
    if extent is None:
        return
    if extent.rings:
        path = rings_path(view, [np.array(ring, dtype=float) for ring in extent.rings], closed=True)
    else:
        lon, lat = circle(view.turn(mark.place.lon), mark.place.lat, extent.radius_km or 10.0)
        path = rings_path(view, [np.column_stack((lon, lat))], closed=True)
    dashes = (3, 2) if extent.approximate or not extent.rings else None
    add_path(sheet, view, path, fill=colour, alpha=0.10, z=1.0)
    add_path(sheet, view, path, edge=colour, line=0.35, hatch=hatch, z=1.1, alpha=0.55)
    add_path(sheet, view, path, edge=colour, line=0.9, dashes=dashes, z=1.2)


def _draw_dot(sheet: Sheet, view: View, x: float, y: float, mark: Mark) -> None:
    """A site is a dot, a settlement a dot in a faint ring, near one a ring without a centre, a small area hatched."""
    event = mark.first
    colour = sheet.ground.colour(event.category)
    if mark.precision is Precision.NEAR:
        reach = mark.place.radius_km or 10.0
        radius = 7.0 if view.world else min(60.0, max(7.0, reach / view.km_per_point))
        sheet.add(
            Circle((x, y), radius, facecolor="none", edgecolor=colour, linewidth=1.2, linestyle=(0, (3, 1.8)), zorder=3)
        )
        return
    if mark.precision in (Precision.DISTRICT, Precision.REGION):
        sheet.add(
            Circle(
                (x, y),
                7.0,
                facecolor="none",
                edgecolor=colour,
                linewidth=0.8,
                linestyle=(0, (2.5, 1.6)),
                hatch="/////",
                zorder=3,
            )
        )
        return
    if mark.precision is Precision.SETTLEMENT:
        sheet.add(Circle((x, y), 7.0, facecolor=colour, alpha=0.16, edgecolor="none", zorder=2.9))
        sheet.add(Circle((x, y), 7.0, facecolor="none", alpha=0.55, edgecolor=colour, linewidth=0.6, zorder=2.9))
    sheet.marker(x, y, event, 6.5)


def _name(mark: Mark) -> str:
    name = clean(mark.place.name)
    return f"near {name}" if mark.precision is Precision.NEAR and not name.lower().startswith("near") else name


def _label_group(sheet: Sheet, view: View, group: Sequence[tuple[float, float, Mark]], room: _Room) -> set[int]:
    """Numbers and name beside a dot, where they hide nothing; numbers alone where the name has no room."""
    numbers = sorted(number for _, _, mark in group for number in mark.numbers)
    x, y, _ = max(group, key=lambda one: (one[2].salience, -one[2].numbers[0]))
    names = list(dict.fromkeys(_name(mark) for _, _, mark in sorted(group, key=lambda one: -one[2].salience)))
    names = [name for name in names if name.removeprefix("near ") == name or name.removeprefix("near ") not in names]
    name = ", ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"
    told = ranges(numbers)
    for words in (left_to_right(f"{shorten(told, LABEL, 110)}  {shorten(name, LABEL, 130)}"), told):
        wide = width(words, LABEL)
        if wide > 240:
            continue
        for dx, dy in (
            (9, 0),
            (-9 - wide, 0),
            (-wide / 2, 12),
            (-wide / 2, -12),
            (6, 10),
            (6, -10),
            (-6 - wide, 10),
            (-6 - wide, -10),
        ):
            rect = (x + dx - 1.5, y + dy - 5.2, x + dx + wide + 1.5, y + dy + 5.2)
            box = view.box
            inside = (
                rect[0] > box.left + 2
                and rect[2] < box.right - 2
                and rect[1] > box.bottom + 2
                and rect[3] < box.top - 2
            )
            if inside and room.free(rect):
                room.take(rect)
                sheet.bar(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1], sheet.ground.paper, alpha=0.72, z=4.2)
                sheet.text(x + dx, y + dy, words, LABEL, base="middle", kind="label", z=7)
                return set(numbers)
    return set()


def _label_area(sheet: Sheet, view: View, mark: Mark, room: _Room) -> set[int]:
    """Numbers and name within an area, on a chip without a dot: it happened somewhere in it."""
    x, y = view.point(mark.place.lon, mark.place.lat)
    told = ranges(mark.numbers)
    name = clean(mark.place.name)
    colour = sheet.ground.colour(mark.first.category)
    box = view.box
    for words in (
        left_to_right(f"{shorten(told, LABEL, 110)}  {shorten(name, LABEL, 130)}"),
        shorten(told, LABEL, 110),
    ):
        wide = width(words, LABEL) + 8
        for dy in (0, 13, -13, 26, -26, 39, -39):
            rect = (x - wide / 2, y + dy - 6.5, x + wide / 2, y + dy + 6.5)
            inside = (
                rect[0] > box.left + 2
                and rect[2] < box.right - 2
                and rect[1] > box.bottom + 2
                and rect[3] < box.top - 2
            )
            if inside and room.free(rect):
                room.take(rect)
                sheet.bar(
                    rect[0], rect[1], wide, 13, sheet.ground.paper, edge=colour, line=0.7, dashes=(2.5, 1.6), z=6.8
                )
                sheet.text(x - wide / 2 + 4, y + dy, words, LABEL, base="middle", kind="label", z=7)
                return set(mark.numbers) if not words.endswith("…") else set()
    return set()
