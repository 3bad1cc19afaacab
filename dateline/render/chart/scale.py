"""The axis of time: days to points, with breaks where nothing happens for long, and its ticks."""

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.render.chart.core import core
from dateline.render.chart.spans import Item, Shape

BREAK = 52.0  # points that a break takes
SEAM = 10.0  # points between two stretches that follow each other on different scales
MOST_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the axis without a break: days `first` to `last` on points `left` to `right`."""

    first: float
    last: float
    left: float
    right: float
    empty: float = 0.0  # days without any event between it and the next stretch; 0 where only the scale changes
    enlarged: bool = False  # most events crowd here, so that its days are wider than those beside it
    marked: float | None = None  # the one day that it is there for: the beginning or end of an era


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis; `strong` ones begin a larger unit."""

    x: float
    label: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Stretches from left to right; what lies between two is a break."""

    stretches: tuple[Stretch, ...]

    def x(self, day: float) -> float:
        """The point of a day; inside a break it moves evenly, beyond the ends it stays at them."""
        stretches = self.stretches
        index = max(0, bisect_right([stretch.first for stretch in stretches], day) - 1)
        here = stretches[index]
        if day <= here.last or index == len(stretches) - 1:
            share = (day - here.first) / (here.last - here.first)
            return here.left + min(1.0, max(0.0, share)) * (here.right - here.left)
        following = stretches[index + 1]
        share = (day - here.last) / (following.first - here.last)
        return here.right + share * (following.left - here.right)

    def breaks(self) -> list[tuple[float, float, float]]:
        """(left, right, days left out) of each break."""
        return [(a.right, b.left, a.empty) for a, b in pairwise(self.stretches) if a.empty]


def anchors(items: Sequence[Item]) -> list[tuple[float, float]]:
    """What fills the axis: a moment or a short stretch wholly, a long one by its two ends only, merged and sorted.

    A period that spans most of the axis fills nothing between its ends, or it would hide every gap.
    """
    placed = [item for item in items if item.placed]
    if not placed:
        return []
    low, high = min(item.start for item in placed), max(item.end for item in placed)
    long = max(400.0, (high - low) / 4)
    parts = []
    for item in placed:
        if item.shape is Shape.PALE and item.end - item.start > long:
            parts += [(item.start, item.start + 365), (item.end - 365, item.end)]
        else:
            parts.append((item.start, item.end))
    merged: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


Filled = list[tuple[float, float]]


def split(
    filled: Sequence[tuple[float, float]], moments: Sequence[float] = (), most: int = MOST_BREAKS
) -> list[Filled]:
    """Groups between which the axis breaks: where one gap is over half of the span.

    What remains is looked at again, for gaps that are over half of it and still matter beside the whole. Then, while
    most of `moments` (days of short events) crowd into a small part of a group, its widest gap is cut out, too: else
    an early date or the end of an era would press them into a corner.
    """
    groups = [list(filled)]
    whole = filled[-1][1] - filled[0][0]
    while len(groups) <= most:
        total = sum(group[-1][1] - group[0][0] for group in groups)
        widest = max(((_widest(group), at) for at, group in enumerate(groups)), default=((0.0, 0), 0))
        (gap, index), at = widest
        if gap < 14 or gap <= max(total / 2, whole / 50):
            crowded = _crowded(groups, moments)
            if crowded is None:
                break
            index, at = crowded
        groups[at : at + 1] = [groups[at][: index + 1], groups[at][index + 1 :]]
    return groups


def _widest(group: Filled) -> tuple[float, int]:
    """The longest gap within a group and the index of the part before it."""
    gaps = [(b[0] - a[1], index) for index, (a, b) in enumerate(pairwise(group))]
    return max(gaps, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))


CROWD = 0.7  # of a group's moments
CORNER = 0.4  # of a group's length; tuned by eye on the seed articles (1163 to 2028, most in 2007 to 2028)
WORTH = 0.11  # of a group's length, that a gap must have to be worth a break


def _crowded(groups: Sequence[Filled], moments: Sequence[float]) -> tuple[int, int] | None:
    """(index of the part before the gap, group) to cut, where moments crowd; None where they do not."""
    for at, group in enumerate(groups):
        first, last = group[0][0], group[-1][1]
        inside = [day for day in moments if first <= day <= last]
        gap, index = _widest(group)
        if len(inside) < 8 or gap < max(14.0, (last - first) * WORTH):
            continue
        need = math.ceil(len(inside) * CROWD)
        closest = min(b - a for a, b in zip(inside, inside[need - 1 :], strict=False))
        if closest <= (last - first) * CORNER:
            return index, at
    return None


def make_scale(items: Sequence[Item], left: float, right: float) -> Scale:
    """A scale for the items on points `left` to `right`, broken where more than half of it would be empty.

    A stretch gets room by its length in time and, more, by how many items it holds. Where most of many items crowd
    into a short spell, that spell is a stretch of its own.
    """
    placed = [item for item in items if item.placed]
    if not placed:
        return Scale((Stretch(0.0, 1.0, left, right),))
    moments = sorted(item.middle for item in placed if item.end - item.start <= 800)
    groups = split(anchors(placed), moments)
    spans: list[tuple[float, float]] = []
    enlarged: set[int] = set()
    for group in groups:
        first, last = group[0][0], group[-1][1]
        crowd = core(first, last, moments)
        if crowd is not None:
            enlarged.add(len(spans) + (crowd[0] > first))
        bounds = sorted({first, *(crowd or ()), last})
        spans += pairwise(bounds)
    counts = [sum(1 for item in placed if a <= item.middle <= b) for a, b in spans]
    gaps = [math.inf, *(after[0] - before[1] for before, after in pairwise(spans)), math.inf]
    between = [BREAK if gap else SEAM for gap in gaps[1:-1]]
    room = right - left - sum(between)
    days = sum(b - a for a, b in spans)
    weights = [
        0.08 + 0.27 * (b - a) / days + 0.65 * count / max(1, sum(counts)) if count else 0.07  # only the end of an era
        for (a, b), count in zip(spans, counts, strict=True)
    ]
    stretches = []
    x = left
    for at, ((a, b), weight, count) in enumerate(zip(spans, weights, counts, strict=True)):
        wide = room * weight / sum(weights)
        air = max(0.6, (b - a) * 12.0 / max(wide - 24, 1))  # 12 points at each end, and never much of a gap
        before, after = min(air, gaps[at] * 0.3), min(air, gaps[at + 1] * 0.3)
        empty = gaps[at + 1] if at + 1 < len(spans) else 0.0
        marked = a if not count and b - a < 400 else None
        stretches.append(Stretch(a - before, b + after, x, x + wide, empty, at in enlarged, marked))
        x += wide + [*between, 0.0][at]
    return Scale(tuple(stretches))


def length_words(days: float) -> str:
    """A length of time in words: "249 years", "7 months", "12 days"."""
    if days >= 2 * 365.2425:
        return f"{round(days / 365.2425):,} years"
    if days >= 61:
        return f"{round(days / 30.44)} months"
    return f"{round(days)} days" if round(days) != 1 else "1 day"


# Units from fine to coarse: (name, step); a unit is chosen when its labels have room.
_STEPS = (
    ("day", 1), ("day", 2), ("day", 5), ("day", 10), ("month", 1), ("month", 2), ("month", 3), ("month", 6),
    ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 20), ("year", 50), ("year", 100), ("year", 200),
    ("year", 500), ("year", 1000),
)  # fmt: skip
_DAYS = {"day": 1.0, "month": 30.44, "year": 365.2425}
_ROOM = {"day": 46.0, "month": 50.0, "year": 38.0}  # points that a label of that unit wants
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _marks(unit: str, step: int, first: dt.date, last: dt.date) -> list[tuple[dt.date, str, bool]]:
    marks: list[tuple[dt.date, str, bool]] = []
    if unit == "year":
        years = range((first.year // step) * step, last.year + 2, step)
        marks += [(dt.date(year, 1, 1), str(year), True) for year in years if 1 <= year <= 9999]
    elif unit == "month":
        for index in range(first.year * 12, last.year * 12 + 13, step):
            year, month = divmod(index, 12)
            if 1 <= year <= 9999:
                name = _SHORT[month] if month else str(year)
                marks.append((dt.date(year, month + 1, 1), name, month == 0))
    else:
        for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1):
            year, month = divmod(index, 12)
            for day in range(1, 32 if step == 1 else 30, step):
                shown = day if step <= 2 or day == 1 else day - 1  # 1, 5, 10, 15 … rather than 1, 6, 11
                try:
                    date = dt.date(year, month + 1, shown)
                except ValueError:
                    continue
                marks.append((date, f"{shown} {_SHORT[month]}" if shown > 1 else f"1 {_SHORT[month]}", shown == 1))
    return marks


def ticks(stretch: Stretch) -> list[Tick]:
    """Ticks of one stretch, as fine as their labels have room; the first names the year where the others do not."""
    low, high = dt.date.min.toordinal(), dt.date.max.toordinal()
    first = dt.date.fromordinal(int(min(max(stretch.first, low), high)))
    last = dt.date.fromordinal(int(min(max(stretch.last, low), high)))
    a_day = (stretch.right - stretch.left) / (stretch.last - stretch.first)
    if stretch.marked is not None:
        year = dt.date.fromordinal(int(stretch.marked)).year
        return [Tick(stretch.left + (stretch.marked - stretch.first) * a_day, str(year), True)]
    unit, step = next(
        ((unit, step) for unit, step in _STEPS if _DAYS[unit] * step * a_day >= _ROOM[unit]),
        _STEPS[-1],
    )
    made = []
    for date, label, strong in _marks(unit, step, first, last):
        day = date.toordinal()
        if stretch.first <= day <= stretch.last:
            made.append(Tick(stretch.left + (day - stretch.first) * a_day, label, strong))
    if len(made) < 2 and unit == "year":  # a single round year says less than the year that the stretch begins with
        begins = dt.date(min(first.year + 1, 9999), 1, 1).toordinal()
        if begins <= stretch.last:
            x = stretch.left + (begins - stretch.first) * a_day
            return [Tick(x, str(dt.date.fromordinal(begins).year), True)]
    if not made:  # shorter than a unit of any size: name its middle
        middle = dt.date.fromordinal(int(min(max((stretch.first + stretch.last) / 2, low), high)))
        return [
            Tick((stretch.left + stretch.right) / 2, f"{middle.day} {_SHORT[middle.month - 1]} {middle.year}", True)
        ]
    if unit == "day" or (unit == "month" and not made[0].strong):  # the year once, on the first label
        named = round(stretch.first + (made[0].x - stretch.left) / a_day)
        year = dt.date.fromordinal(min(max(named, low), high)).year
        made[0] = Tick(made[0].x, f"{made[0].label} {year}", True)
    return made
