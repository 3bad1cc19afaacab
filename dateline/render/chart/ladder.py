"""The ladder: a few events from top to bottom, each with its date, number, whole headline, place and voice."""

from collections.abc import Sequence
from itertools import pairwise

from dateline.model import Story
from dateline.render.chart.fonts import shorten, width, wrap
from dateline.render.chart.frame import MARGIN, draw_frame
from dateline.render.chart.scale import length_words, make_scale
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item, Shape
from dateline.render.chart.track import (
    SPAN_ROW,
    draw_arrow,
    draw_axis,
    draw_bar,
    draw_spans,
    draw_spot,
    is_wide,
    lay,
    span_rows,
)
from dateline.render.chart.words import event_when, headline, status_words, voice_words, where_words

NOTE = "a soft bar is a week or some days, a dashed one a month or season, a pale one a year or more; arrows are open"
GAP = 15.0  # points that a marked gap takes between two rows


def _gaps(items: Sequence[Item]) -> dict[int, str]:
    """Before which item (by position) a gap is marked, and its words: a tenth of the span or more, and over a month."""
    placed = [(at, item) for at, item in enumerate(items) if item.placed]
    if len(placed) < 2:
        return {}
    span = max(item.end for _, item in placed) - min(item.start for _, item in placed)
    found = {}
    reached = -1e9
    for (_, before), (at, item) in pairwise(placed):
        reached = max(reached, before.end if before.shape is not Shape.AFTER else before.start + 1)
        gap = item.start - reached
        if gap > 31 and gap > span / 10:
            found[at] = length_words(gap)
    return found


def draw_ladder(sheet: Sheet, story: Story, items: Sequence[Item]) -> None:
    """Draw the whole page."""
    bottom, top = draw_frame(sheet, story, NOTE)
    if not items:
        sheet.text(
            sheet.width / 2, (bottom + top) / 2, "No events were found.", 13, colour=sheet.ground.quiet, anchor="center"
        )
        return
    strip = _strip(sheet, items, bottom) if (top - bottom) / len(items) > 30 else 0.0
    bottom += strip
    _rows(sheet, items, bottom, top - 2)


def _rows(sheet: Sheet, items: Sequence[Item], bottom: float, top: float) -> None:
    gaps = _gaps(items)
    free = top - bottom - GAP * len(gaps)
    size, rail, lines = _fit(sheet, items, free)
    text_left = rail + 34
    room = sheet.width - MARGIN - text_left
    heads = [wrap(headline(item.event), size, room, lines) for item in items]
    small = max(6.5, size * 0.76)
    heights = [len(head) * size * 1.22 + small * 1.3 for head in heads]
    air = min(44.0, max(0.0, (free - sum(heights)) / len(items)))
    y = top
    boxed = False
    for at, (item, head, height) in enumerate(zip(items, heads, heights, strict=True)):
        if at in gaps:
            _gap(sheet, rail, text_left, y, gaps[at])
            y -= GAP
        row = height + air
        middle = y - air / 2 - size * 0.75
        if not item.placed:
            dashes = (3, 2) if item.shape is Shape.YEARLESS else None
            sheet.bar(
                MARGIN - 8,
                y - row + 1.5,
                sheet.width - 2 * MARGIN + 16,
                row - 3,
                sheet.ground.wash,
                edge=sheet.ground.rule,
                dashes=dashes,
                z=0.4,
            )
            boxed = True
        last_on_rail = at + 1 < len(items) and not items[at + 1].placed
        if not boxed:
            end = y - row if at + 1 < len(items) and not last_on_rail else middle
            sheet.rules([(rail, y if at else middle, rail, end)], sheet.ground.rule, 1.6, z=1)
        _rung(sheet, item, head, rail, text_left, middle, size, small, room)
        y -= row


def _fit(sheet: Sheet, items: Sequence[Item], free: float) -> tuple[float, float, int]:
    """The largest font size (up to 15 points) at which all rows fit whole, the place of the rail, lines a headline."""
    for half in range(30, 11, -1):
        size = half / 2
        rail = MARGIN + max(width(event_when(item.event), size * 0.88) for item in items) + 24
        rail = min(rail, sheet.width * 0.34)
        room = sheet.width - MARGIN - rail - 34
        tall = sum(
            len(wrap(headline(item.event), size, room, 99)) * size * 1.22 + max(6.5, size * 0.76) * 1.3
            for item in items
        )
        if tall + 0.55 * size * len(items) <= free:
            return size, rail, 99
    return 6.0, rail, 1


def _rung(
    sheet: Sheet,
    item: Item,
    head: Sequence[str],
    rail: float,
    left: float,
    y: float,
    size: float,
    small: float,
    room: float,
) -> None:
    """One row: date, sign, number, headline, and beneath it place, voice and status."""
    event = item.event
    words = shorten(event_when(event), size * 0.88, rail - MARGIN - 20)
    sheet.text(rail - 22, y, words, size * 0.88, colour=sheet.ground.ink, anchor="right", base="middle", kind="date")
    _sign(sheet, item, rail, y)
    number = str(item.number)
    sheet.text(
        left - 8,
        y,
        number,
        size * 0.88,
        colour=sheet.ground.colour(event.category),
        anchor="right",
        base="middle",
        kind="number",
    )
    for index, line in enumerate(head):
        sheet.text(left, y - index * size * 1.22, line, size, base="middle", kind="label")
    facts = " · ".join(part for part in (where_words(event), voice_words(event), status_words(event)) if part)
    below = y - (len(head) - 1) * size * 1.22 - size * 0.62 - small * 0.75
    sheet.text(left, below, shorten(facts, small, room), small, colour=sheet.ground.quiet, base="middle", kind="facts")


def _sign(sheet: Sheet, item: Item, x: float, y: float) -> None:
    """The marker on the rail over the sign of its precision."""
    colour = sheet.ground.colour(item.event.category)
    if item.shape in (Shape.SOFT, Shape.BAND, Shape.PALE):
        half = {Shape.SOFT: 7.0, Shape.BAND: 9.5, Shape.PALE: 11.5}[item.shape]
        draw_bar(sheet, item, x - half, x + half, y - 4, 8)
    elif item.shape is Shape.AFTER:
        draw_arrow(sheet, x, x + 13, y, colour, item.approximate)
    elif item.shape is Shape.BEFORE:
        draw_arrow(sheet, x, x - 12, y, colour, item.approximate)
    elif item.approximate and item.placed:
        sheet.axes.plot([x], [y], marker="o", markersize=12, markerfacecolor="none", markeredgecolor=colour,
                        markeredgewidth=0.7, linestyle="none", zorder=4)  # fmt: skip
    sheet.marker(x, y, item.event, 8)


def _gap(sheet: Sheet, rail: float, left: float, y: float, words: str) -> None:
    """A broken rail with the length of what is left out."""
    sheet.rules([(rail, y, rail, y - GAP)], sheet.ground.paper, 3, z=1.1)
    sheet.rules([(rail, y, rail, y - GAP)], sheet.ground.faint, 1.2, z=1.2, dashes=(1.5, 2.2))
    sheet.text(left, y - GAP / 2, f"{words} later", 7, colour=sheet.ground.faint, base="middle", kind="gap")


def _strip(sheet: Sheet, items: Sequence[Item], bottom: float) -> float:
    """A small true-to-scale line of all that has a date, at the foot. Returns its height in points."""
    placed = [item for item in items if item.placed]
    if len(placed) < 2:
        return 0.0
    scale = make_scale(placed, MARGIN + 4, sheet.width - MARGIN - 4)
    wide = [item for item in placed if is_wide(item, scale)]
    rows = span_rows(wide, scale)
    spots, _ = lay([item for item in placed if not is_wide(item, scale)], scale, {}, 2)
    lanes = [spot.lane for spot in spots] or [0]
    foot = bottom + 20
    top = foot + 4 + (max(lanes) - min(lanes) + 1) * 10.5
    line = foot + 8 + -min(lanes) * 10.5
    height = top + 3 + len(rows) * SPAN_ROW - bottom + 8
    for spot in spots:
        draw_spot(sheet, spot, scale, line + spot.lane * 10.5)
    if rows:
        draw_spans(sheet, rows, scale, top + 6 + len(rows) * SPAN_ROW, SPAN_ROW, named=False)
    draw_axis(sheet, scale, line, foot, line)
    return height + 10
