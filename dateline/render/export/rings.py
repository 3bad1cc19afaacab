"""Brings rings that pass ±180° into the bounds that GeoJSON asks for, cut at the antimeridian."""

from collections.abc import Sequence

from dateline_geo.place import Ring

Point = tuple[float, float]


def _keep_left(ring: Sequence[Point], bound: float) -> list[Point]:
    """The part of a ring west of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if x0 <= bound:
            kept.append((x0, y0))
        if (x0 < bound < x1) or (x1 < bound < x0):
            share = (bound - x0) / (x1 - x0)
            kept.append((bound, y0 + share * (y1 - y0)))
    return kept


def _between(ring: Sequence[Point], west: float, east: float) -> list[Point]:
    left = _keep_left(ring, east)
    if not left:
        return []
    return [(-x, y) for x, y in _keep_left([(-x, y) for x, y in left], -west)]


def _area(ring: Sequence[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def polygons(rings: Sequence[Ring]) -> list[list[Point]]:
    """Closed outer rings, counter-clockwise, longitudes within ±180: a ring over the antimeridian becomes two."""
    made: list[list[Point]] = []
    for ring in rings:
        open_ring = list(ring[:-1]) if len(ring) > 1 and ring[0] == ring[-1] else list(ring)
        if len(open_ring) < 3:
            continue
        inside = min(x for x, _ in open_ring) >= -180 and max(x for x, _ in open_ring) <= 180  # nearly every ring
        for turn in (0,) if inside else (-1, 0, 1):
            part = open_ring if inside else _between(open_ring, -180 + 360 * turn, 180 + 360 * turn)
            part = [(round(x - 360 * turn, 6), round(y, 6)) for x, y in part]
            area = _area(part) if len(part) >= 3 else 0.0
            if abs(area) < 1e-9:
                continue
            if area < 0:
                part.reverse()
            made.append([*part, part[0]])
    return made
