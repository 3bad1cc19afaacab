"""Draws the map as a still picture for print, from the embedded basemap, with the numbers of list and timeline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.render.basemap import load_basemap
from dateline.render.chart import ChartOptions, caption
from dateline.render.chart.fonts import clean
from dateline.render.chart.frame import MARGIN, draw_frame, ranges
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.words import headline
from dateline.render.still_ground import draw_ground
from dateline.render.still_inset import Inset, choose_inset
from dateline.render.still_key import draw_key, split_page
from dateline.render.still_marks import Mark, Marks, corners, sort_marks
from dateline.render.still_places import draw_marks
from dateline.render.still_view import Box, View, choose_view

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dateline.model import Story

__all__ = ["draw_map", "map_alt_text"]

NOTE = (
    "dot: a site; dot in a ring: a town; ring: near it; hatched: a district or region; badge: a country or wider · "
    "map: Natural Earth · places: GeoNames (CC BY 4.0)"
)
OUTLINED = 8  # countries with the most events that are outlined: ninety dashed borders hide the map under them


def draw_map(story: "Story", options: ChartOptions | None = None) -> "Figure":
    """Draw a story's map on one page: dots and hatched areas, badges for countries, a key of numbered headlines.

    Numbers are positions in `story.events` from 1, as on the page and the timeline. `options.style` has no meaning
    here.
    """
    options = options or ChartOptions()
    sheet = Sheet(options)
    bottom, top = draw_frame(sheet, story, " · ".join((NOTE, *story.attributions)))
    marks = sort_marks(story)
    page = Box(MARGIN, bottom + 6, sheet.width - MARGIN, top - 2)
    box, key = split_page(page)
    view = choose_view(_points(marks), box)
    if view.world and key:  # the world is twice as wide as high: the key goes beneath it
        box, key = split_page(page, beneath=True)
        view = choose_view(_points(marks), box)
    wide = view.degrees()[2] - view.degrees()[0]
    basemap = load_basemap(110 if view.world or wide > 80 else 50)
    outlined = sorted(marks.badges, key=lambda mark: (-len(mark.numbers), mark.numbers))[:OUTLINED]
    draw_ground(sheet, view, basemap, outlined)
    inset = choose_inset(marks, view)
    named = draw_marks(sheet, view, marks, basemap, inset)
    if inset is not None:
        named |= _draw_inset(sheet, view, inset, outlined)
    if key:
        draw_key(sheet, story, marks, key, named)
    return sheet.finish()


def _draw_inset(sheet: Sheet, view: View, inset: Inset, vague: Sequence[Mark]) -> frozenset[int]:
    """Draw the closer look over the map, and on the map the frame of what it shows."""
    spots = [view.point(mark.place.lon, mark.place.lat) for mark in (*inset.marks.dots, *inset.marks.areas)]
    left, right = min(x for x, _ in spots) - 10, max(x for x, _ in spots) + 10
    bottom, top = min(y for _, y in spots) - 10, max(y for _, y in spots) + 10
    sheet.bar(left, bottom, right - left, top - bottom, "none", edge=sheet.ground.quiet, line=0.9, z=2.2)
    box = inset.view.box
    leads = [(box.right, box.top, left, top), (box.right, box.bottom, left, bottom)]
    sheet.rules(leads, sheet.ground.quiet, 0.5, z=2.2, alpha=0.6)
    sheet.lift = 20.0
    basemap = load_basemap(50)
    draw_ground(sheet, inset.view, basemap, vague)
    named = draw_marks(sheet, inset.view, inset.marks, basemap)
    sheet.bar(box.left, box.bottom, box.width, box.height, "none", edge=sheet.ground.quiet, line=0.9, z=8)
    sheet.lift = 0.0
    return named


def _points(marks: Marks) -> list[tuple[float, float]]:
    """What the view must show: dots and areas; where there are none, what the badges mean."""
    shown = [point for mark in (*marks.dots, *marks.areas) for point in corners(mark)]
    return shown or [point for mark in marks.badges for point in corners(mark)]


def map_alt_text(story: "Story") -> str:
    """The map in words: how many events, at which places, what is known only by country, what is unplaced."""
    marks = sort_marks(story)
    title = clean(story.title) or "Map"
    sentences = [f"Map: {title}.", f"{caption(story)}."]
    near = sorted((*marks.dots, *marks.areas), key=lambda mark: (-len(mark.numbers), mark.numbers))
    if near:
        told = "; ".join(f"{clean(mark.place.name)} ({ranges(mark.numbers[:40])})" for mark in near[:12])
        more = f"; and {len(near) - 12} more" if len(near) > 12 else ""
        sentences.append(f"Places, with the numbers of their events: {told}{more}.")
    if marks.badges:
        told = "; ".join(f"{clean(mark.place.name)} ({ranges(mark.numbers[:40])})" for mark in marks.badges[:12])
        sentences.append(f"Known only as somewhere in: {told}.")
    weightiest = sorted(range(len(story.events)), key=lambda index: (-story.events[index].salience, index))[:8]
    if weightiest:
        told = "; ".join(f"{index + 1}: {headline(story.events[index])}" for index in sorted(weightiest))
        sentences.append(f"Among the events: {told}.")
    return " ".join(sentences)
