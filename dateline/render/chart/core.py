"""Finds the core of a story's time: the short spell that holds most of its events, which the axis then enlarges."""

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

LEAST = 60  # moments below which every event can be seen on an even axis
MOST = 0.85  # of the moments, that a core holds
SHORT = 0.2  # of the whole, that it may take; tuned by eye on two folders of 2011 whose articles look back to antiquity
GOES_ON = 0.2  # of what a month of the core holds on average: then the month beside it belongs to it, too
CORNER = 0.02  # of the whole: a part before or after the core that is shorter than this belongs to it

_YEAR = 365.2425


def core(first: float, last: float, moments: Sequence[float]) -> tuple[float, float] | None:
    """The days [a, b] between `first` and `last` that most of the sorted `moments` crowd into; None where they do not.

    Its ends are those of months, or of years where it spans more than three, so that a reader can name it.
    """
    inside = [day for day in moments if first <= day <= last]
    if len(inside) < LEAST:
        return None
    need = math.ceil(len(inside) * MOST)
    a, b = min(zip(inside, inside[need - 1 :], strict=False), key=lambda pair: (pair[1] - pair[0], pair[0]))
    bounds = _bounds(first, last, by_year=b - a > 3 * _YEAR)
    low, high = bisect_right(bounds, a) - 1, bisect_left(bounds, b)
    counts = [bisect_left(inside, end) - bisect_left(inside, start) for start, end in pairwise(bounds)]
    lively = GOES_ON * len(inside) * MOST / (high - low)
    while low > 0 and counts[low - 1] >= lively:
        low -= 1
    while high < len(counts) and counts[high] >= lively:
        high += 1
    whole = last - first
    a = first if bounds[low] - first < whole * CORNER else bounds[low]
    b = last if last - bounds[high] < whole * CORNER else bounds[high]
    return (a, b) if b - a <= whole * SHORT else None


def _bounds(first: float, last: float, *, by_year: bool) -> list[float]:
    """The first days of the months, or of the years, from the one that holds `first` to the one after `last`."""
    begin = dt.date.fromordinal(max(1, int(first)))
    end = dt.date.fromordinal(min(int(last), dt.date.max.toordinal()))
    step = 12 if by_year else 1
    index = (begin.year * 12 + begin.month - 1) // step * step
    bounds: list[float] = []
    while not bounds or bounds[-1] <= end.toordinal():
        year, month = divmod(index, 12)
        bounds.append(float(dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else end.toordinal() + 1))
        index += step
    return bounds
