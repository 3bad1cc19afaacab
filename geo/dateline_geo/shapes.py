"""Packs outlines into a few bytes and unpacks them: delta-coded hundredths of a degree."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from .place import Ring

UNITS = 100.0
"""Steps in a degree: a hundredth is 1.1 km, finer than any outline that is drawn here."""


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points in degrees, on a sphere of 6,371 km radius."""
    a, b, c, d = radians(lat1), radians(lon1), radians(lat2), radians(lon2)
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))


def _varint(value: int) -> bytes:
    value = (value << 1) ^ (value >> 63)  # zigzag: small numbers of either sign are short
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _integers(packed: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in packed:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            yield (value >> 1) ^ -(value & 1)
            value = shift = 0


def pack(rings: Iterable[Ring]) -> bytes:
    """Pack closed rings of (longitude, latitude); rings that collapse at this resolution are left out."""
    out = bytearray()
    for ring in rings:
        points: list[tuple[int, int]] = []
        for lon, lat in ring:
            point = (round(lon * UNITS), round(lat * UNITS))
            if not points or point != points[-1]:
                points.append(point)
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(points) < 3:
            continue
        out += _varint(len(points))
        x = y = 0
        for px, py in points:
            out += _varint(px - x) + _varint(py - y)
            x, y = px, py
    return bytes(out)


def unpack(packed: bytes) -> tuple[Ring, ...]:
    """Return the closed rings of `pack`."""
    numbers = _integers(packed)
    rings = []
    for count in numbers:
        x = y = 0
        ring = []
        for _ in range(count):
            x += next(numbers)
            y += next(numbers)
            ring.append((x / UNITS, y / UNITS))
        rings.append((*ring, ring[0]))
    return tuple(rings)


def inside(rings: Iterable[Ring], lat: float, lon: float) -> bool:
    """Whether a point lies within any of the rings (even-odd rule over all of them, so that holes count)."""
    hit = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                hit = not hit
    return hit
