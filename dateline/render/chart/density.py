"""Density: many events as a histogram stacked by category, a rug of single moments, and the weightiest peaks named."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from dateline.model import Story
from dateline.render.chart.bursts import bursts
from dateline.render.chart.fonts import shorten, width, wrap
from dateline.render.chart.frame import MARGIN, draw_frame, draw_tray, tray_height
from dateline.render.chart.look import look_of
from dateline.render.chart.scale import SEAM, Scale, length_words, make_scale, ticks
from dateline.render.chart.sheet import Sheet
from dateline.render.chart.spans import Item, Shape
from dateline.render.chart.staircase import Candidate, staircase
from dateline.render.chart.words import event_when, headline
from dateline.render.style import LOOKS

NOTE = "weeks, months and years are spread over the time they span; the rug has one stroke an event of a known day"
PEAKS = 15  # most peaks that are named on a page
LABEL = 7.6
LABEL_ROOM = 168.0
LEVEL = 3 * LABEL * 1.16 + 5.0
RUG = 5.0  # points a row of the rug takes
AXIS = 17.0

_UNITS = (1, 2, 7, 14, 30.44, 91.3, 182.6, 365.2425, 730.485, 1826.2, 3652.4, 7304.9, 18262.0, 36524.0)
_NAMES = ("day", "2 days", "week", "2 weeks", "month", "quarter", "half year", "year", "2 years", "5 years", "decade",
          "20 years", "50 years", "century")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bins:
    """Counts by category (rows, in the order of the palette) and bin; `edges` are ordinals; `name` is a bin's width.

    `enlarged` is the width of a bin where the axis is enlarged; empty where it nowhere is.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.float64]
    name: str
    enlarged: str


def _edges(first: float, last: float, room: float) -> tuple[list[float], str]:
    """Edges on the calendar's own bounds, so many that a bar is 8 to 20 points wide."""
    span = max(1.0, last - first)
    at = next((i for i, days in enumerate(_UNITS) if room * days / span >= 7.5), len(_UNITS) - 1)
    days, name = _UNITS[at], _NAMES[at]
    low = max(1, int(first))
    if days < 30:
        step = int(days)
        start = low - (low - 1) % 7 if step >= 7 else low
        return [float(day) for day in range(start, int(last) + step + 1, step)], name
    months = max(1, round(days / 30.44))
    begin = dt.date.fromordinal(low)
    index = (begin.year * 12 + begin.month - 1) // months * months
    edges = []
    while True:
        year, month = divmod(index, 12)
        if year > 9999:
            edges.append(float(dt.date.max.toordinal() + 1))
            break
        day = dt.date(max(1, year), month + 1, 1).toordinal()
        edges.append(float(day))
        if day >= last:
            break
        index += months
    return edges, name


def _bins(items: Sequence[Item], scale: Scale) -> _Bins:
    edges: list[float] = []
    names: dict[bool, str] = {}
    even = [stretch for stretch in scale.stretches if not stretch.enlarged]
    room = sum(stretch.right - stretch.left for stretch in even)
    days = sum(stretch.last - stretch.first for stretch in even)
    for stretch, following in zip_longest(scale.stretches, scale.stretches[1:]):
        wide, long = stretch.right - stretch.left, stretch.last - stretch.first
        own, name = _edges(stretch.first, stretch.last, wide if stretch.enlarged else room * long / days)
        names[stretch.enlarged] = name
        if following is not None and not stretch.empty:  # no bar reaches over a change of scale
            own = [edge for edge in own if edge < following.first]
        edges += [edge for edge in own if not edges or edge > edges[-1]]
        if following is not None and not stretch.empty:
            edges.append(following.first)
    edges_array = np.array(edges)
    rows = {category: row for row, category in enumerate(LOOKS)}
    counts = np.zeros((len(rows), len(edges_array) - 1))
    row = np.array([rows.get(item.event.category, rows["other"]) for item in items], dtype=np.intp)
    start = np.array([item.start if item.shape is not Shape.BEFORE else item.end - 1 for item in items])
    end = np.array([item.end if item.shape is not Shape.AFTER else item.start + 1 for item in items])
    first = np.clip(np.searchsorted(edges_array, start, side="right") - 1, 0, counts.shape[1] - 1)
    last = np.clip(np.searchsorted(edges_array, end, side="left") - 1, 0, counts.shape[1] - 1)
    single = first >= last
    np.add.at(counts, (row[single], first[single]), 1.0)
    for index in np.flatnonzero(~single):
        a, b = int(first[index]), int(last[index])
        overlap = np.minimum(edges_array[a + 1 : b + 2], end[index]) - np.maximum(edges_array[a : b + 1], start[index])
        counts[row[index], a : b + 1] += np.clip(overlap, 0, None) / (end[index] - start[index])
    return _Bins(edges_array, counts, names.get(False, ""), names.get(True, ""))


def draw_density(sheet: Sheet, story: Story, items: Sequence[Item]) -> None:
    """Draw the whole page."""
    bottom, top = draw_frame(sheet, story, NOTE)
    left, right = MARGIN, sheet.width - MARGIN
    placed = [item for item in items if item.placed]
    tray = tray_height(items, right - left)
    draw_tray(sheet, items, left, right, bottom + tray)
    bottom += tray + 2
    panels = bursts(placed)
    each = (top - bottom) / max(1, len(panels))
    share = max(3, PEAKS // max(1, len(panels)))
    for index, panel in enumerate(panels):
        _draw_panel(sheet, panel, left, right, top - index * each, top - (index + 1) * each, share)


def _draw_panel(
    sheet: Sheet, items: Sequence[Item], left: float, right: float, top: float, bottom: float, peaks: int
) -> None:
    scale = make_scale(items, left + 26, right - 40)
    bins = _bins(items, scale)
    totals: NDArray[np.float64] = bins.counts.sum(axis=0)
    used = [row for row in range(len(LOOKS)) if bins.counts[row].any()]
    foot = bottom + AXIS
    base = foot + 5 + len(used) * RUG + 4
    levels = max(2, int((top - base) * 0.5 // LEVEL))
    ceiling = top - levels * LEVEL - 8
    most = max(1.0, float(np.max(totals)))
    per_event = (ceiling - base) / most
    _draw_grid(sheet, scale, base, foot, ceiling, most, per_event, bins)
    lows = np.zeros_like(totals)
    for row, category in enumerate(LOOKS):
        heights = bins.counts[row]
        boxes = []
        for at in np.flatnonzero(heights > 1e-9).tolist():
            a, b = scale.x(float(bins.edges[at])), scale.x(float(bins.edges[at + 1]) - 1e-6)
            gap = 0.6 if b - a > 4 else 0.0
            boxes.append((a + gap / 2, base + float(lows[at]) * per_event, b - a - gap, float(heights[at]) * per_event))
        sheet.bars(boxes, sheet.ground.colour(category), alpha=0.92)
        lows += heights
    _draw_rug(sheet, items, scale, foot + 4, used)
    _name_peaks(sheet, items, scale, bins, totals, base, per_event, ceiling, levels, peaks)


def _draw_grid(
    sheet: Sheet, scale: Scale, base: float, foot: float, ceiling: float, most: float, per_event: float, bins: _Bins
) -> None:
    step = next((s * 10**p for p in range(7) for s in (1, 2, 5) if most / (s * 10**p) <= 5), 10**7)
    first, last = scale.stretches[0].left, scale.stretches[-1].right
    for count in range(step, int(most) + 1, step):
        y = base + count * per_event
        sheet.rules([(first, y, last, y)], sheet.ground.rule, 0.5, z=0.6)
        sheet.text(first - 5, y, f"{count:,}", 7, colour=sheet.ground.quiet, anchor="right", base="middle", kind="tick")
    words = _unit(bins.name)
    if bins.enlarged and bins.name not in ("", bins.enlarged):
        words = f"{_unit(bins.enlarged)} where shaded, {_unit(bins.name).removeprefix('events ')} elsewhere"
    words = shorten(words, 7, ceiling - base)
    sheet.text(
        first - 22, (base + ceiling) / 2, words, 7, colour=sheet.ground.faint, anchor="center", turn=90, kind="unit"
    )
    for stretch in scale.stretches:
        sheet.rules([(stretch.left, base, stretch.right, base)], sheet.ground.quiet, 0.8, z=3)
        marks, labelled = [], -1e9
        for tick in ticks(stretch):
            marks.append((tick.x, foot, tick.x, foot - (4 if tick.strong else 2.5)))
            wide = width(tick.label, 7.5)
            x = min(max(tick.x - wide / 2, stretch.left - 3), stretch.right + 3 - wide)
            if x > labelled + 6:
                sheet.text(
                    x,
                    foot - 12.5,
                    tick.label,
                    7.5,
                    colour=sheet.ground.ink if tick.strong else sheet.ground.quiet,
                    kind="tick",
                )
                labelled = x + wide
        sheet.rules(marks, sheet.ground.quiet, 0.7)
        sheet.rules([(stretch.left, foot, stretch.right, foot)], sheet.ground.quiet, 0.7)
    for left, right, days in scale.breaks():
        sheet.break_marks(left, right, foot, length_words(days))
    for stretch in scale.stretches:
        if stretch.enlarged:
            sheet.enlarged(stretch.left - SEAM / 2, stretch.right + SEAM / 2, foot - AXIS + 2, ceiling)


def _unit(name: str) -> str:
    return f"events in {name}" if name[0].isdigit() else f"events a {name}"


def _draw_rug(sheet: Sheet, items: Sequence[Item], scale: Scale, bottom: float, used: Sequence[int]) -> None:
    names = list(LOOKS)
    for place, row in enumerate(reversed(used)):
        category = names[row]
        y = bottom + place * RUG
        xs = sorted(
            {round(scale.x(item.middle), 1) for item in items
             if item.shape is Shape.DOT and look_of(item.event.category) is LOOKS[category]}
        )  # fmt: skip
        sheet.rules([(x, y, x, y + RUG - 1.2) for x in xs], sheet.ground.colour(category), 0.5, z=2, alpha=0.85)


def _name_peaks(
    sheet: Sheet, items: Sequence[Item], scale: Scale, bins: _Bins, totals: NDArray[np.float64], base: float,
    per_event: float, ceiling: float, levels: int, most: int,
) -> None:  # fmt: skip
    """Name the weightiest event of each of the highest bars, far enough apart to be read."""
    edges = bins.edges.tolist()
    best: dict[int, Item] = {}
    for item in items:
        if item.shape not in (Shape.DOT, Shape.SOFT):
            continue
        at = min(max(0, bisect_right(edges, item.middle) - 1), len(totals) - 1)
        rank = (-item.event.salience, item.number)
        if at not in best or rank < (-best[at].event.salience, best[at].number):
            best[at] = item
    ranked = sorted(best, key=lambda at: (-totals[at] * (0.5 + best[at].event.salience), at))
    chosen: list[int] = []
    apart = max(1, len(totals) // (4 * most))
    for at in ranked:
        if all(abs(at - other) > apart for other in chosen):
            chosen.append(at)
        if len(chosen) == 2 * most:
            break
    texts: dict[int, list[str]] = {}
    candidates = []
    for order, at in enumerate(chosen):
        item = best[at]
        x = (scale.x(edges[at]) + scale.x(edges[at + 1])) / 2
        room = min(LABEL_ROOM, sheet.width - MARGIN - x - 4)
        lines = [f"{item.number}  {event_when(item.event)}", *wrap(headline(item.event), LABEL, room, 2)]
        texts[at] = lines
        wide = max(width(line, LABEL) for line in lines) + 4
        if x + wide <= sheet.width - MARGIN + 2:
            candidates.append(Candidate(at, x, wide, float(len(chosen) - order)))
    placed = staircase(candidates, levels, 0, gap=8)
    for label in sorted(placed, key=lambda one: chosen.index(one.index))[:most]:
        item = best[label.index]
        x = (scale.x(edges[label.index]) + scale.x(edges[label.index + 1])) / 2
        low = ceiling + 8 + label.level * LEVEL
        head = low + LEVEL - 3 - LABEL
        bar_top = base + float(totals[label.index]) * per_event
        sheet.rules([(x, bar_top + 1, x, low + LEVEL - 4)], sheet.ground.faint, 0.6, z=1.9)
        for at, words in enumerate(texts[label.index]):
            colour = sheet.ground.colour(item.event.category) if at == 0 else sheet.ground.ink
            sheet.text(x + 3.5, head - at * LABEL * 1.16, words, LABEL, colour=colour, kind="label")
