"""Finds where a map of the world needs a closer look: a crowd of places, and whether a corner is free to show it in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.render.still_marks import DOTS, Mark, Marks, corners
from dateline.render.still_view import Box, View, choose_view

SHARE = 0.25  # of all events at places, that a crowd must hold
LEAST = 3  # places in a crowd
WIDE, HIGH = 24.0, 18.0  # degrees that a crowd may take


@dataclass(frozen=True, slots=True)
class Inset:
    """A closer view of some marks in a corner of the map, and the numbers of their events."""

    view: View
    marks: Marks
    numbers: frozenset[int]


def choose_inset(marks: Marks, view: View) -> Inset | None:
    """The closer view of the largest crowd, None where there is none or no free corner."""
    if not view.world:
        return None
    every = [mark for mark in (*marks.dots, *marks.areas) if _small(mark)]
    crowd = _crowd(every)
    if crowd is None:
        return None
    box = _corner(view, (*marks.dots, *marks.areas))
    if box is None:
        return None
    chosen = {id(mark) for mark in crowd}
    within = Marks(
        tuple(mark for mark in marks.dots if id(mark) in chosen),
        tuple(mark for mark in marks.areas if id(mark) in chosen),
        (),
        (),
    )
    closer = choose_view([point for mark in crowd for point in corners(mark)], box, least=3.0)
    if closer.world or closer.points_a_degree < 1.8 * view.points_a_degree:
        return None
    return Inset(closer, within, frozenset(number for mark in crowd for number in mark.numbers))


def _small(mark: Mark) -> bool:
    if mark.precision in DOTS:
        return True
    ends = corners(mark)
    lons, lats = [lon for lon, _ in ends], [lat for _, lat in ends]
    return max(lons) - min(lons) < WIDE / 2 and max(lats) - min(lats) < HIGH / 2


def _crowd(marks: Sequence[Mark]) -> list[Mark] | None:
    """The marks about the one that has the most events near it."""
    if len(marks) < LEAST:
        return None
    lons = np.array([mark.place.lon for mark in marks])
    lats = np.array([mark.place.lat for mark in marks])
    weights = np.array([len(mark.numbers) for mark in marks])
    best, most = np.zeros(len(marks), dtype=bool), 0
    for middle in np.argsort(-weights, kind="stable")[:60]:
        near = (np.abs((lons - lons[middle] + 180) % 360 - 180) <= WIDE / 2) & (np.abs(lats - lats[middle]) <= HIGH / 2)
        weight = int(weights[near].sum())
        if weight > most and np.count_nonzero(near) >= LEAST:
            best, most = near, weight
    if most < max(1, SHARE * int(weights.sum())):
        return None
    return [mark for mark, near in zip(marks, best.tolist(), strict=True) if near]


def _corner(view: View, marks: Sequence[Mark]) -> Box | None:
    """The lower left corner, which is the Pacific, where no mark stands in it."""
    box = view.box
    corner = Box(box.left + 6, box.bottom + 6, box.left + box.width * 0.25, box.bottom + box.height * 0.56)
    for mark in marks:
        x, y = view.point(mark.place.lon, mark.place.lat)
        if x < corner.right + 12 and y < corner.top + 12:
            return None
    return corner
