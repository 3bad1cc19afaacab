"""What speaks for the places of a name before any text is read: worked out once for a name, however often it comes."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline_geo.names import fold
from dateline_geo.place import Kind
from dateline_geo.resolve_magnitude import ANGLOPHONE, magnitude
from dateline_geo.store import How

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline_geo.gazetteer import Match
    from dateline_geo.place import Place

Floats = NDArray[np.float64]

BARE = (
    "population",
    "largest of the name",
    "prominence rank",
    "country",
    "region",
    "district",
    "other area",
    "unpopulated",
    "main name",
    "usual name",
    "seat name",
    "former name",
    "exact spelling",
    "another is spelled exactly so",
    "capitals of an abbreviation",
    "a generic word set aside",
    "contested or historical",
    "dwarfed by another of the name",
    "dwarfed by a region of the name",
)

_DIVISIONS = frozenset((Kind.REGION, Kind.DISTRICT))
_WELL_KNOWN = 5.7  # magnitude, half a million people: a city that is meant abroad when its name stands alone
DWARFED = 1.5  # magnitudes between it and a namesake, thirty times fewer people, from which on that counts
_SMALL = frozenset((Kind.SETTLEMENT, Kind.DISTRICT, Kind.SITE))
_KIND_COLUMN = {Kind.COUNTRY: 3, Kind.REGION: 4, Kind.DISTRICT: 5}


@dataclass(frozen=True, slots=True)
class Bare:
    """The places of a name, and below them "nowhere": the last row of every array."""

    places: tuple[Place | None, ...]  # (n + 1,)
    rows: Floats  # (n + 1, features of `BARE`)
    vectors: Floats  # (n + 1, 3) on the unit sphere
    small: Floats  # (n + 1,) 1 for settlements, districts and sites
    ground: Floats  # (n + 1,) 1 for what is less than a region: the distance from a home says something
    countries: tuple[str, ...]  # (n + 1,) codes, "" for none
    regions: tuple[str, ...]  # (n + 1,) keys of first-level divisions, "" for none
    beside: tuple[int, ...]  # divisions that lie around a town of the name
    largest: float  # magnitude
    proper: bool  # whether some place is properly called so


def bare(name: str, matches: Sequence[Match]) -> Bare:
    """Gather what is known of the places that a name may mean."""
    n = len(matches)
    rows = [[0.0] * len(BARE) for _ in range(n + 1)]
    places = [match.place for match in matches]
    sizes = [magnitude(place) for place in places]
    largest = max(sizes, default=0.0)
    region = max((s for s, place in zip(sizes, places, strict=True) if place.kind is Kind.REGION), default=0.0)
    city = max((s for s, place in zip(sizes, places, strict=True) if place.kind is Kind.SETTLEMENT), default=0.0)
    key = fold(name)
    exact = [place.name == name or fold(place.name) == key for place in places]
    towns = [(place.lat, place.lon) for place in places if place.kind is Kind.SETTLEMENT]
    beside = []
    for rank, place in enumerate(places):
        around = any(abs(lat - place.lat) < 0.7 and abs(lon - place.lon) < 1.0 for lat, lon in towns)
        if around and place.kind in _DIVISIONS:
            beside.append(rank)
    any_exact = any(exact)
    for rank, (match, place, row, size) in enumerate(zip(matches, places, rows, sizes, strict=False)):
        kind, how = place.kind, int(match.how)
        row[0] = size / 7.0
        row[1] = float(size == largest and largest > 0.0)
        row[2] = log2(1.0 + rank) / 5.0
        column = _KIND_COLUMN.get(kind, 6)
        if column != 6 or kind is not Kind.SETTLEMENT:
            row[column] = 1.0
        row[7] = float(not size)
        row[8] = float(bool(how & How.MAIN))
        row[9] = float(bool(how & How.USUAL))
        row[10] = float(bool(how & How.SEAT))
        row[11] = float(bool(how & How.FORMER))
        row[12] = float(exact[rank])
        row[13] = float(any_exact and not exact[rank])
        row[14] = float(bool(how & How.SHORT))
        row[15] = float(bool(match.generic))
        row[16] = float(place.contested or place.years is not None)
        if kind is Kind.SETTLEMENT and city >= _WELL_KNOWN:
            row[17] = max(0.0, city - size - DWARFED) / 3.0
        if kind is Kind.SETTLEMENT and region:
            row[18] = max(0.0, region - size - DWARFED) / 3.0
    # A further name is a transliteration abroad and hardly more than a nickname where English is spoken.
    proper = any_exact or any(int(m.how) & How.USUAL or m.place.country not in ANGLOPHONE for m in matches)
    points = np.radians(np.array([*((place.lat, place.lon) for place in places), (0.0, 0.0)]))
    lat, lon = points[:, 0], points[:, 1]
    level = np.cos(lat)
    return Bare(
        places=(*places, None),
        rows=np.array(rows),
        vectors=np.stack((level * np.cos(lon), level * np.sin(lon), np.sin(lat)), axis=1),
        small=np.array([*(float(place.kind in _SMALL) for place in places), 0.0]),
        ground=np.array([*(float(place.kind not in _LARGE) for place in places), 0.0]),
        countries=(*(place.country for place in places), ""),
        regions=(*(place.key if place.kind is Kind.REGION else place.admin1_key for place in places), ""),
        beside=tuple(beside),
        largest=largest,
        proper=proper,
    )


_LARGE = frozenset((Kind.COUNTRY, Kind.CONTINENT, Kind.REGION))
