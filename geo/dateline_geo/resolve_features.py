"""What speaks for a place among those that a name may mean, as a matrix of named features, one row an option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline_geo.context import country_of_host, masthead_names, unit_vectors
from dateline_geo.place import Kind
from dateline_geo.resolve_bare import BARE, Bare, bare
from dateline_geo.resolve_groups import holds, is_town_called

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dateline_geo.context import GeoContext
    from dateline_geo.place import Place
    from dateline_geo.resolve_groups import Group

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ALONE = (
    *BARE,
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
    "a division around a town of the same name",
    "its people are named",
    "a town in the dateline",
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
_BARE = slice(len(BARE))
(_FITS, _ELSEWHERE, _HOLDS) = (_AT[f"{what} the place named with it"] for what in ("inside", "outside", "holds"))
_AS_SAID, _OTHER_THAN_SAID = _AT["kind as the text says"], _AT["kind other than the text says"]
_NEAR_HOME, _DRIVE, _FAR = _AT["home near"], _AT["home within a day's drive"], _AT["home known and far"]

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
    weight: Floats  # (g,) how much a group speaks to the others
    dateline: Floats  # (g,) 1 where the group stands in the dateline
    ties: Ties


@dataclass(frozen=True, slots=True)
class Ties:
    """Which options share a country or a first-level division, in one list of k memberships for both."""

    row: Ints  # (k,) the option
    code: Ints  # (k,) number of the country or division
    own: Ints  # (k,) number of the pair of its group and that country or division
    itself: Floats  # (k,) 1 where the option is that country or division
    share: Ints  # (k,) the columns that each of the three features goes to
    some: Ints
    named: Ints


def tabulate(
    groups: Sequence[Group],
    context: GeoContext,
    home: tuple[float, float] | None,
    contains: Callable[..., bool],
    demonyms: frozenset[str] = frozenset(),
    memo: dict[str, Bare] | None = None,
) -> Options:
    """Lay out the options of all groups and what speaks for each of them by itself.

    `demonyms` are the countries (ISO codes) whose people the text names. `memo` keeps what is known of a name from one
    document to the next; it must be of one gazetteer.
    """
    memo = {} if memo is None else memo
    blocks: list[Bare] = []
    for group in groups:
        block = memo.get(group.name)
        if block is None or not _is_of(block, group):
            block = memo[group.name] = bare(group.name, group.matches)
        blocks.append(block)
    places = [place for block in blocks for place in block.places]
    n = len(places)
    first = np.cumsum([0, *(len(block.places) for block in blocks)])
    group_of = np.repeat(np.arange(len(groups)), np.diff(first))
    alone = np.zeros((n, len(NAMES)))
    small = np.zeros(n)
    vectors = np.zeros((n, 3))
    if blocks:
        alone[:, _BARE] = np.concatenate([block.rows for block in blocks])
        small = np.concatenate([block.small for block in blocks])
        vectors = np.concatenate([block.vectors for block in blocks])
    countries = [country for block in blocks for country in block.countries]
    home_km = np.full(n, np.inf)
    if home is not None and n:
        ground = np.concatenate([block.ground for block in blocks])
        real = np.ones(n, dtype=bool)
        real[first[1:] - 1] = False
        km = EARTH_KM * np.sqrt(np.maximum(2.0 - 2.0 * (vectors @ unit_vectors(np.array([home]))[0]), 0.0))
        alone[:, _NEAR_HOME] = np.exp(km / -80.0) * ground
        alone[:, _FAR] = (km > 600.0) * ground
        alone[:, _DRIVE] = np.exp(km / -400.0) * real
        home_km[ground > 0.0] = km[ground > 0.0]
    tld = country_of_host(context.url)
    if tld:
        alone[[i for i, code in enumerate(countries) if code == tld], _AT["country of the web address"]] = 1.0
    if demonyms:
        alone[[i for i, code in enumerate(countries) if code in demonyms], _AT["its people are named"]] = 1.0
    mast = masthead_names([g.name for g in groups], context) if context.url or context.publisher else frozenset()
    for number, (group, block) in enumerate(zip(groups, blocks, strict=True)):
        start, end = int(first[number]), int(first[number + 1]) - 1
        _beside_others(alone[start:end], group, block, contains)
        if group.name in mast:
            alone[start:end, _AT["stands in the masthead"]] = block.small[:-1]
        no_home = home is not None and bool(home_km[start:end].min(initial=np.inf) > 150.0)
        for at, value in _nowhere(group, block.largest, proper=block.proper, no_home=no_home).items():
            alone[end, at] = value
    chord = np.sqrt(np.maximum(2.0 - 2.0 * (vectors @ vectors.T), 0.0)) * EARTH_KM
    none = first[1:] - 1
    chord[none, :] = np.inf
    chord[:, none] = np.inf
    wide = np.exp(chord / -400.0)
    wide[group_of[:, None] == group_of[None, :]] = 0.0
    near = wide * wide
    near *= near
    near *= near
    return Options(
        groups=groups,
        places=places,
        group_of=group_of,
        first=first,
        alone=alone,
        km=chord,
        near=near,
        wide=wide,
        small=small,
        weight=np.array([g.chance * (0.5 if g.demonym else 1.0) for g in groups]),
        dateline=np.array(["dateline" in g.roles for g in groups], dtype=np.float64),
        ties=_ties(places, countries, [region for block in blocks for region in block.regions], group_of.tolist()),
    )


def _is_of(block: Bare, group: Group) -> bool:
    """Whether what was worked out before is of these very places: not all of a name's are weighed in every text."""
    if len(block.places) != len(group.matches) + 1:
        return False
    return all(place is match.place for place, match in zip(block.places, group.matches, strict=False))


def _beside_others(rows: Floats, group: Group, block: Bare, contains: Callable[..., bool]) -> None:
    """Fill in what the words around a name say of its places: what it lies in, what it holds, of what kind it is."""
    if group.inside:
        outer = [match for container in group.inside for match in container.matches]
        fits = [any(holds(o, m, contains) for o in outer) for m in group.matches]
        if any(fits):
            for rank, fit in enumerate(fits):
                rows[rank, _FITS if fit else _ELSEWHERE] = 1.0
    if group.holds:
        inner = [match for held in group.holds for match in held.matches]
        for rank, match in enumerate(group.matches):
            if any(holds(match, m, contains) for m in inner):
                rows[rank, _HOLDS] = 1.0
    if group.cues:
        for rank, match in enumerate(group.matches):
            rows[rank, _AS_SAID if match.place.kind in group.cues else _OTHER_THAN_SAID] = 1.0
    if "dateline" in group.roles:
        for rank, match in enumerate(group.matches):
            rows[rank, _AT["a town in the dateline"]] = float(is_town_called(match))
    for rank in block.beside:
        if group.matches[rank].place.kind not in group.cues:
            rows[rank, _AT["a division around a town of the same name"]] = 1.0


def _ties(places: Sequence[Place | None], countries: Sequence[str], regions: Sequence[str], of: Sequence[int]) -> Ties:
    """Number the countries and first-level divisions of all options."""
    at = _FIRST_TOGETHER
    numbers: dict[str, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, int, int, bool, int]] = []
    for column, codes, kind in ((4, countries, Kind.COUNTRY), (3, regions, Kind.REGION)):
        for i, (code, place) in enumerate(zip(codes, places, strict=True)):
            if code:
                number = numbers.setdefault(f"{column}{code}", len(numbers))
                own = pairs.setdefault((of[i], number), len(pairs))
                rows.append((i, number, own, place is not None and place.kind is kind, column))
    table = np.array(rows, dtype=np.intp).reshape(-1, 5)
    share = at + table[:, 4]
    return Ties(
        table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(np.float64), share, share + 2, 2 * at + 11 - share
    )


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
    ties = options.ties
    if len(ties.row):
        spoken = mass[ties.row]
        rest = np.bincount(ties.code, spoken)[ties.code] - np.bincount(ties.own, spoken)[ties.own]
        rest = np.maximum(rest, 0.0)
        full[ties.row, ties.share] = rest / max(1.0, float(options.weight.sum()) - 1.0)
        full[ties.row, ties.some] = np.minimum(1.0, rest)
        spoken = spoken * ties.itself
        rest = np.bincount(ties.code, spoken)[ties.code] - np.bincount(ties.own, spoken)[ties.own]
        full[ties.row, ties.named] = np.minimum(1.0, np.maximum(rest, 0.0))
    if options.dateline.any():
        spoken = wide @ (local * options.dateline[group_of])
        full[:, at + 9] = spoken * small
    full[first[1:] - 1, at : at + len(TOGETHER)] = 0.0
    return full
