"""Cuts the page's timeline into pieces: where it breaks at long silences, and the spell that it enlarges.

It depends on the days of all events and on no width, so that it is worked out once, here, and not each time that the
page is opened.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.render.chart import core

NONE = -(2**31)  # no day
EPOCH = 719163  # the ordinal of day 0, 1970-01-01

BINS = 4096  # that the line is counted in
CROWDED = 0.15  # three fifths of the events on less than this share of the line are too crowded to be told apart
BREAKS = 4  # at most
SHORTEST = 60  # days; a shorter line is not cut
MOMENT = 800  # days; what takes longer crowds nowhere

Days = NDArray[np.int32]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the line between two days since 1970-01-01; `joined` where no silence lies before it."""

    first: float
    last: float
    count: int  # of the events, by their middles
    enlarged: bool
    joined: bool


def pieces_of(start: Days, end: Days) -> list[Piece]:
    """The pieces of a line that holds all events, from left to right; none where nothing is to be cut.

    Args:
        start: days since 1970-01-01 on which events begin, shape (events,); `NONE` where that is open or unknown.
        end: likewise on which they end.
    """
    dated = (start != NONE) | (end != NONE)
    first = np.where(start == NONE, end, start)[dated].astype(np.float64)
    last = np.where(end == NONE, start, end)[dated].astype(np.float64)
    if not len(first):
        return []
    low, high = float(first.min()), float(last.max())
    room = max(1.0, (high - low) * 0.02)
    low, high = low - room, high + room
    if high - low < SHORTEST:
        return []
    left = (first + last) / 2
    moments = np.sort(left[last - first <= MOMENT])
    pieces: list[Piece] = []
    for a, b in _widened(_spans(first, last, low, high), moments, low, high):
        found = core.core(a + EPOCH, b + EPOCH, (moments + EPOCH).tolist())
        inner = (found[0] - EPOCH, found[1] - EPOCH) if found else ()
        for begin, finish in pairwise([a, *(day for day in inner if a < day < b), b]):
            here = (left >= begin - 1) & (left <= finish + 1)
            pieces.append(Piece(begin, finish, int(here.sum()), begin in inner[:1], begin > a))
            left = left[~here]
    return pieces if len(pieces) > 1 else []


def _spans(first: NDArray[np.float64], last: NDArray[np.float64], low: float, high: float) -> list[Span]:
    """The line, broken at its longest silences for as long as most events would else stand in a corner."""
    crowd = _crowding((first + last) / 2, low, high)
    groups = [_filled(first, last, low, high)]
    for _ in range(BREAKS):
        total = sum(group[-1][1] - group[0][0] for group in groups)
        if crowd > CROWDED * total:
            break
        gaps = [(group[k][0] - group[k - 1][1], -g, -k) for g, group in enumerate(groups) for k in range(1, len(group))]
        longest, g, k = max(gaps, default=(0.0, 0, 0))
        if longest <= max(total / 10, 14):
            break
        groups[-g : 1 - g] = [groups[-g][:-k], groups[-g][-k:]]
    return [(group[0][0], group[-1][1]) for group in groups]


def _widened(spans: list[Span], moments: NDArray[np.float64], low: float, high: float) -> list[Span]:
    """A lone day between breaks still stands in its year, as far as its neighbours leave room."""
    least = min(366.0, (high - low) / 60)
    wide = [list(span) for span in spans]
    for k, span in enumerate(wide):
        many = np.count_nonzero((moments >= span[0]) & (moments <= span[1])) >= core.LEAST
        missing = 0.0 if many else max(0.0, least - (span[1] - span[0])) / 2
        span[0] -= min(missing, (span[0] - wide[k - 1][1]) / 4) if k else missing
        span[1] += min(missing, (wide[k + 1][0] - span[1]) / 4) if k + 1 < len(wide) else missing
    return [(a, b) for a, b in wide]


def _crowding(middles: NDArray[np.float64], low: float, high: float) -> float:
    """How many days the densest three fifths of the events take, by their middles."""
    size = (high - low) / BINS
    counts = np.bincount(((middles - low) / size).astype(np.int64), minlength=BINS + 1)
    before = np.concatenate(([0], np.cumsum(counts)))
    enough = before[1:] - 0.6 * len(middles)
    right = np.flatnonzero(enough >= 0)
    left = np.minimum(np.searchsorted(before, enough[right], side="right") - 1, right)
    return min(BINS, int(np.min(right - left)) + 1) * size


def _filled(first: NDArray[np.float64], last: NDArray[np.float64], low: float, high: float) -> list[Span]:
    """What is filled: short events wholly, long ones by their ends, so that an era does not hide an empty century."""
    size = (high - low) / BINS
    begins, ends = (np.floor((days - low) / size) for days in (first, last))
    begin, finish = begins.astype(np.int64), ends.astype(np.int64)
    long = last - first > max(400.0, (high - low) / 4)
    open_ = np.bincount(begin[~long], minlength=BINS + 2) - np.bincount(finish[~long] + 1, minlength=BINS + 2)
    taken = np.cumsum(open_) > 0
    taken[begin[long]] = taken[finish[long]] = True
    spans: list[list[float]] = []
    for bin_ in np.flatnonzero(taken).tolist():
        here = low + bin_ * size
        # A long stretch in a row is several, so that it does not count as one event.
        if spans and spans[-1][1] >= here - 1e-9 and spans[-1][1] - spans[-1][0] < 40 * size:
            spans[-1][1] = here + size
        else:
            spans.append([here, here + size])
    return [(a, b) for a, b in spans]
