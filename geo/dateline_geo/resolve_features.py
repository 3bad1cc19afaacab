"""What speaks for a place among those that a name may mean, as a matrix of named features, one row an option."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log2
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline_geo.context import country_of_host, masthead_names, unit_vectors
from dateline_geo.names import fold
from dateline_geo.place import Kind
from dateline_geo.resolve_groups import holds
from dateline_geo.resolve_magnitude import magnitude
from dateline_geo.store import How

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dateline_geo.context import GeoContext
    from dateline_geo.place import Place
    from dateline_geo.resolve_groups import Group

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ALONE = (
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
    "inside the place named with it",
    "outside the place named with it",
    "holds the place named with it",
    "kind as the text says",
    "kind other than the text says",
    "home near",
    "home within a day's drive",
    "home known and far",
    "country of the web address",
    "stands in the masthead",
    "contested or historical",
    "capitals of an abbreviation",
    "another is spelled exactly so",
    "a generic word set aside",
    "a division around a town of the same name",
    "its people are named",
)
TOGETHER = (
    "nearest other name",
    "other names within 50 km",
    "other names within 400 km",
    "share of names in the same region",
    "share of names in the same country",
    "some name in the same region",
    "some name in the same country",
    "its country is named",
    "its region is named",
    "near the dateline",
)
NOWHERE = (
    "nowhere",
    "nowhere: only small places have the name",
    "nowhere: a street",
    "nowhere: a building or ground",
    "nowhere: within an organisation",
    "nowhere: hardly a toponym",
    "nowhere: home known and no place near it",
    "nowhere: one place only",
    "nowhere: no place is properly called so",
)
NAMES = (*ALONE, *TOGETHER, *NOWHERE)
_AT = {name: i for i, name in enumerate(NAMES)}
_FIRST_TOGETHER = len(ALONE)

MAIN, USUAL, SHORT, SEAT, FORMER = (int(h) for h in (How.MAIN, How.USUAL, How.SHORT, How.SEAT, How.FORMER))
_DIVISIONS = frozenset((Kind.REGION, Kind.DISTRICT))
_ANGLOPHONE = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
_SMALL = frozenset((Kind.SETTLEMENT, Kind.DISTRICT, Kind.SITE))
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Options:
    """All options of a document in one table: rows `first[g]` to `first[g + 1]` (exclusive) are those of group g.

    The last row of each group is "nowhere": none of the places that the gazetteer has.
    """

    groups: Sequence[Group]
    places: Sequence[Place | None]
    group_of: Ints  # (n,)
    first: Ints  # (g + 1,)
    alone: Floats  # (n, features): everything but what other names say
    km: Floats  # (n, n) between options; inf to and from "nowhere"
    near: Floats  # (n, n) exp(-km / 50) between options of different groups, 0 within one
    wide: Floats  # (n, n) exp(-km / 400), likewise
    small: Floats  # (n,) 1 for settlements, districts and sites
    country: Ints  # (n,) number of its country, -1 for none
    region: Ints  # (n,)
    n_countries: int
    n_regions: int
    weight: Floats  # (g,) how much a group speaks to the others
    dateline: Floats  # (g,) 1 where the group stands in the dateline
    is_country: Floats
    is_region: Floats


def tabulate(
    groups: Sequence[Group],
    context: GeoContext,
    home: tuple[float, float] | None,
    contains: Callable[..., bool],
    demonyms: frozenset[str] = frozenset(),
) -> Options:
    """Lay out the options of all groups and what speaks for each of them by itself.

    `demonyms` are the countries (ISO codes) whose people the text names.
    """
    places: list[Place | None] = []
    group_of: list[int] = []
    first = [0]
    rows: list[dict[int, float]] = []
    tld = country_of_host(context.url)
    mast = masthead_names([g.name for g in groups], context) if context.url or context.publisher else frozenset()
    home_km = _home_distances(groups, home)
    countries: dict[str, int] = {}
    regions: dict[str, int] = {}
    country: list[int] = []
    region: list[int] = []
    at = 0
    for number, group in enumerate(groups):
        options = group.matches
        sizes = [magnitude(m.place) for m in options]
        largest = max(sizes, default=0.0)
        inside = [outer.matches for outer in group.inside]
        inner = [held.matches for held in group.holds]
        fits = [any(holds(o, m, contains) for outer in inside for o in outer) for m in options]
        any_fits = any(fits)
        name = fold(group.name)
        exact = [fold(m.place.name) == name for m in options]
        any_exact = any(exact)
        towns = [(m.place.lat, m.place.lon) for m in options if m.place.kind is Kind.SETTLEMENT]
        # A further name is a transliteration abroad and hardly more than a nickname where English is spoken.
        proper = any_exact or any(int(m.how) & USUAL or m.place.country not in _ANGLOPHONE for m in options)
        nearest_home = np.inf
        for rank, match in enumerate(options):
            p = match.place
            row: dict[int, float] = {}
            row[0] = sizes[rank] / 7.0
            if sizes[rank] == largest and largest:
                row[1] = 1.0
            row[2] = log2(1.0 + rank) / 5.0
            if p.kind is Kind.COUNTRY:
                row[3] = 1.0
            elif p.kind is Kind.REGION:
                row[4] = 1.0
            elif p.kind is Kind.DISTRICT:
                row[5] = 1.0
            elif p.kind is not Kind.SETTLEMENT:
                row[6] = 1.0
            if not sizes[rank]:
                row[7] = 1.0
            how = int(match.how)
            if how & MAIN:
                row[8] = 1.0
            if how & USUAL:
                row[9] = 1.0
            if how & SEAT:
                row[10] = 1.0
            if how & FORMER:
                row[11] = 1.0
            if exact[rank]:
                row[12] = 1.0
            elif any_exact:
                row[25] = 1.0
            if match.generic:
                row[26] = 1.0
            if (
                p.kind in _DIVISIONS
                and p.kind not in group.cues
                and any(abs(la - p.lat) < 0.7 and abs(lo - p.lon) < 1.0 for la, lo in towns)
            ):
                row[27] = 1.0
            if p.country and p.country in demonyms:
                row[28] = 1.0
            if fits[rank]:
                row[13] = 1.0
            elif any_fits:
                row[14] = 1.0
            if inner and any(holds(match, m, contains) for held in inner for m in held):
                row[15] = 1.0
            if group.cues:
                row[16 if p.kind in group.cues else 17] = 1.0
            if home is not None:
                km = float(home_km[at])
                if p.kind in _SMALL or p.kind not in (Kind.COUNTRY, Kind.CONTINENT, Kind.REGION):
                    nearest_home = min(nearest_home, km)
                    row[18] = exp(-km / 80.0)
                    if km > 600.0:
                        row[20] = 1.0
                row[19] = exp(-km / 400.0)
            at += 1
            if tld and p.country == tld:
                row[21] = 1.0
            if group.name in mast:
                row[22] = 1.0 if p.kind in _SMALL else 0.0
            if p.contested or p.years is not None:
                row[23] = 1.0
            if how & SHORT:
                row[24] = 1.0
            rows.append(row)
            places.append(p)
            group_of.append(number)
            country.append(countries.setdefault(p.country, len(countries)) if p.country else -1)
            key = p.key if p.kind is Kind.REGION else p.admin1_key
            region.append(regions.setdefault(key, len(regions)) if key else -1)
        rows.append(_nowhere(group, largest, proper=proper, no_home=home is not None and nearest_home > 150.0))
        places.append(None)
        group_of.append(number)
        country.append(-1)
        region.append(-1)
        first.append(len(places))
    n = len(places)
    alone = np.zeros((n, len(NAMES)))
    for i, row in enumerate(rows):
        for j, value in row.items():
            alone[i, j] = value
    points = np.array([(p.lat, p.lon) if p is not None else (0.0, 0.0) for p in places]).reshape(n, 2)
    vectors = unit_vectors(points)
    chord = np.sqrt(np.maximum(2.0 - 2.0 * (vectors @ vectors.T), 0.0)) * EARTH_KM
    none = np.array([p is None for p in places], dtype=bool)
    chord[none, :] = np.inf
    chord[:, none] = np.inf
    number_of = np.array(group_of, dtype=np.intp)
    other = number_of[:, None] != number_of[None, :]
    wide = np.exp(chord / -400.0) * other
    return Options(
        groups=groups,
        places=places,
        group_of=number_of,
        first=np.array(first, dtype=np.intp),
        alone=alone,
        km=chord,
        near=wide**8,
        wide=wide,
        small=np.array([p is not None and p.kind in _SMALL for p in places], dtype=np.float64),
        country=np.array(country, dtype=np.intp),
        region=np.array(region, dtype=np.intp),
        n_countries=len(countries),
        n_regions=len(regions),
        weight=np.array([g.chance * (0.5 if g.demonym else 1.0) for g in groups]),
        dateline=np.array(["dateline" in g.roles for g in groups], dtype=np.float64),
        is_country=np.array([p is not None and p.kind is Kind.COUNTRY for p in places], dtype=np.float64),
        is_region=np.array([p is not None and p.kind is Kind.REGION for p in places], dtype=np.float64),
    )


def _home_distances(groups: Sequence[Group], home: tuple[float, float] | None) -> Floats:
    """Kilometres from the publisher's home to every option, (n,) without the "nowhere" rows."""
    points = np.array([(m.place.lat, m.place.lon) for g in groups for m in g.matches]).reshape(-1, 2)
    if home is None or not len(points):
        return np.zeros(len(points))
    chord = 2.0 - 2.0 * (unit_vectors(points) @ unit_vectors(np.array([home]))[0])
    out: Floats = EARTH_KM * np.sqrt(np.maximum(chord, 0.0))
    return out


def _nowhere(group: Group, largest: float, *, proper: bool, no_home: bool) -> dict[int, float]:
    """The features of "none of these places"."""
    row = {_AT["nowhere"]: 1.0, _AT["nowhere: hardly a toponym"]: 1.0 - group.chance}
    row[_AT["nowhere: only small places have the name"]] = max(0.0, 1.0 - largest / 5.0)
    if "address" in group.roles:
        row[_AT["nowhere: a street"]] = 1.0
    if Kind.SITE in group.cues:
        row[_AT["nowhere: a building or ground"]] = 1.0
    if "organisation" in group.roles:
        row[_AT["nowhere: within an organisation"]] = 1.0
    if no_home:
        row[_AT["nowhere: home known and no place near it"]] = 1.0
    if len(group.matches) == 1:
        row[_AT["nowhere: one place only"]] = 1.0
    if not proper:
        row[_AT["nowhere: no place is properly called so"]] = 1.0
    return row


def together(options: Options, belief: Floats) -> Floats:
    """The full matrix (n, features), where the other names speak as far as is believed (n,) that they mean a place."""
    full = options.alone.copy()
    n, g = len(belief), len(options.groups)
    if n == 0 or g < 2:
        return full
    group_of, first = options.group_of, options.first
    mass = belief * options.weight[group_of]  # (n,)
    local = mass * options.small
    at = _FIRST_TOGETHER
    near, wide = options.near, options.wide
    by_group = np.add.reduceat(near * local[None, :], first[:-1], axis=1)  # (n, g)
    small = options.small
    full[:, at] = by_group.max(axis=1) * small
    full[:, at + 1] = np.log1p(by_group.sum(axis=1)) * small
    full[:, at + 2] = np.log1p(wide @ local) * small
    total = float(options.weight.sum())
    for offset, codes, count in ((3, options.region, options.n_regions), (4, options.country, options.n_countries)):
        if not count:
            continue
        known = codes >= 0
        table = np.zeros((g, count))
        np.add.at(table, (group_of[known], codes[known]), mass[known])
        everyone = table.sum(axis=0)
        own = table[group_of[known], codes[known]]
        rest = np.maximum(everyone[codes[known]] - own, 0.0)
        full[known, at + offset] = rest / max(1.0, total - 1.0)
        full[known, at + offset + 2] = np.minimum(1.0, rest)
    for offset, codes, flag, count in (
        (7, options.country, options.is_country, options.n_countries),
        (8, options.region, options.is_region, options.n_regions),
    ):
        if not count:
            continue
        known = codes >= 0
        table = np.zeros((g, count))
        np.add.at(table, (group_of[known], codes[known]), (mass * flag)[known])
        rest = table.sum(axis=0)[codes[known]] - table[group_of[known], codes[known]]
        full[known, at + offset] = np.minimum(1.0, np.maximum(rest, 0.0))
    if options.dateline.any():
        spoken = wide @ (local * options.dateline[group_of])
        full[:, at + 9] = spoken * small
    full[first[1:] - 1, at : at + len(TOGETHER)] = 0.0
    return full
