"""Reads the embedded basemap: Natural Earth's land, lakes, borders and countries as numpy arrays."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Longitude and latitude in WGS 84 degrees, shape (points, 2). Rings are closed, and cut at ±180."""

Scale = Literal[50, 110]


@dataclass(frozen=True, slots=True)
class Country:
    """A country of Natural Earth: ISO 3166-1 alpha-2 (empty where it has none), label point, label rank, outlines.

    `rank` runs from 1 (largest, first to be labelled) to 10.
    """

    code: str
    name: str
    long_name: str
    lon: float
    lat: float
    rank: int
    rings: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Basemap:
    """The world at one scale. `disputed` are borders to be drawn dashed; they are not in `borders`."""

    scale: int
    land: tuple[Points, ...]
    lakes: tuple[Points, ...]
    borders: tuple[Points, ...]
    disputed: tuple[Points, ...]
    countries: tuple[Country, ...]


class _Entry(msgspec.Struct):
    """A country in the header of a file: `rings` is how many of the file's lines are its own."""

    code: str
    name: str
    long: str
    lon: float
    lat: float
    rank: int
    rings: int


class _Header(msgspec.Struct):
    """The header of a file: `q` is steps a degree, `layers` how many lines each layer has."""

    scale: int
    q: int
    layers: dict[str, int]
    countries: list[_Entry] = []


def asset(name: str) -> bytes:
    """The bytes of a file that `dateline.render.compile` made.

    Raises:
        FileNotFoundError: the package was not built (an archive of sources on the path, not installed).
    """
    resource = files("dateline.render") / "data" / name
    try:
        return resource.read_bytes()
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"dateline's own file {name} is missing: install dateline (pip install .) instead of running its sources"
        ) from error


@lru_cache(maxsize=2)
def load_basemap(scale: Scale = 110) -> Basemap:
    """The embedded basemap: 110 for a whole world, 50 for a continent or less."""
    header, lines = _unpack(asset(f"basemap-{scale}.bin"))
    layers: dict[str, tuple[Points, ...]] = {}
    for name, count in header.layers.items():
        layers[name], lines = tuple(lines[:count]), lines[count:]
    header, rings = _unpack(asset(f"countries-{scale}.bin"))
    countries = []
    for entry in header.countries:
        own, rings = tuple(rings[: entry.rings]), rings[entry.rings :]
        countries.append(Country(entry.code, entry.name, entry.long, entry.lon, entry.lat, entry.rank, own))
    return Basemap(scale, layers["land"], layers["lakes"], layers["borders"], layers["disputed"], tuple(countries))


def _unpack(packed: bytes) -> tuple[_Header, list[Points]]:
    """Decode what `dateline.render.compile` says: the header and all lines."""
    raw = zlib.decompress(packed, -15)
    start = 4 + int.from_bytes(raw[:4], "little")
    header = msgspec.json.decode(raw[4:start], type=_Header)
    values = _integers(np.frombuffer(raw, np.uint8, offset=start))
    # A line is its number of points, then two integers a point; only the numbers of points have to be walked.
    lines: list[Points] = []
    origin = np.zeros((1, 2), np.int64)
    firsts = set(np.cumsum(list(header.layers.values())).tolist())  # each layer counts from nought again
    at = 0
    while at < len(values):
        if len(lines) in firsts:
            origin = np.zeros((1, 2), np.int64)
        count = int(values[at])
        steps = values[at + 1 : at + 1 + 2 * count].reshape(count, 2)
        points = origin + np.cumsum(steps, axis=0)
        origin = points[-1:]
        lines.append(points / header.q)
        at += 1 + 2 * count
    return header, lines


def _integers(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """All zigzag LEB128 integers of a byte string at once (at most three bytes each occur)."""
    last = data < 128
    ends = np.flatnonzero(last)
    starts = np.concatenate(([0], ends[:-1] + 1))
    place = np.arange(len(data)) - np.repeat(starts, ends - starts + 1)
    parts = (data & 127).astype(np.int64) << (7 * place)
    values: NDArray[np.int64] = np.add.reduceat(parts, starts)
    return np.where(values & 1, -((values + 1) >> 1), values >> 1)
