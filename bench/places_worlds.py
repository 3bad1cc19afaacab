"""Made-up sets of names as news from anywhere would have them, so that the ranker doesn't take all news for local news.

The development corpora are full of small towns that the gazetteer lacks or that share a name with better known ones, so
a ranker that has seen nothing else doubts that Kyiv is in Ukraine. A world is a country, some of its towns (the bigger
the likelier), perhaps a region of it and something from abroad, some by another name than the gazetteer's first.
Nothing is written: worlds are groups of names. Seeded, so that they are always the same.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from struct import unpack

import numpy as np

from dateline_geo.context import GeoContext
from dateline_geo.gazetteer import Gazetteer, Match
from dateline_geo.pages import read_pages
from dateline_geo.place import Kind
from dateline_geo.resolve_features import Floats, Options, tabulate
from dateline_geo.resolve_groups import Group
from dateline_geo.resolve_magnitude import magnitude
from dateline_geo.store import KINDS

DATELINED = 0.4  # share of worlds whose best known town is the dateline


@dataclass(frozen=True, slots=True)
class World:
    """Names and the places that they mean, as the ranker takes them."""

    groups: list[Group]
    options: Options
    target: Floats
    weight: Floats


def make_worlds(
    gazetteer: Gazetteer, matches: Callable[[str], tuple[Match, ...]], how_many: int, weight: float
) -> list[World]:
    """Make worlds whose names each weigh `weight` mentions."""
    random = Random(7)
    db = sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro", uri=True)
    rows = [(p.id, p.name, p.kind, p.country, p.population) for p in read_pages(db) if p.country]
    name_of = {number: name for number, name, *_ in rows}
    by_country: dict[str, dict[Kind, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    people: dict[str, float] = {}
    for number, _, kind, country, population in rows:
        by_country[country][KINDS[kind]].append((number, float(population) ** 0.7 + 0.1))
        if KINDS[kind] is Kind.COUNTRY:
            people[country] = float(population) ** 0.5
    others = _other_names(db, {n for n, _, k, _, p in rows if KINDS[k] is Kind.SETTLEMENT and p >= 20_000})
    countries = sorted(people)
    chances = [people[c] for c in countries]
    worlds = []
    for _ in range(how_many):
        country = random.choices(countries, chances)[0]
        chosen: list[int] = []
        kinds = by_country[country]
        wanted = [(Kind.SETTLEMENT, random.randint(1, 5)), (Kind.REGION, int(random.random() < 0.4))]
        if random.random() < 0.8:
            wanted.append((Kind.COUNTRY, 1))
        for kind, count in wanted:
            if kinds[kind]:
                numbers, weights = zip(*kinds[kind], strict=True)
                chosen += random.choices(numbers, weights, k=count)
        if random.random() < 0.5:
            abroad = by_country[random.choices(countries, chances)[0]]
            kind = random.choice((Kind.COUNTRY, Kind.SETTLEMENT))
            if abroad[kind]:
                numbers, weights = zip(*abroad[kind], strict=True)
                chosen += random.choices(numbers, weights)
        named = [
            (n, random.choice(others[n]) if n in others and random.random() < 0.15 else name_of[n]) for n in chosen
        ]
        world = _lay_out(gazetteer, matches, list(dict(named).items()), random, weight)
        if world is not None:
            worlds.append(world)
    return worlds


def _other_names(db: sqlite3.Connection, wanted: set[int]) -> dict[int, list[str]]:
    """Further names of the wanted places, folded, in Latin letters."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, blob in db.execute("SELECT key, places FROM names"):
        if key.isascii() and key.replace(" ", "").isalpha() and len(key) > 4:
            for number in unpack(f"<{len(blob) // 4}I", blob)[:2]:
                if number >> 8 in wanted:
                    found[number >> 8].append(key)
    return found


def _head(groups: list[Group], truths: list[str], random: Random) -> None:
    """Put the best known town of a world into the dateline, if it gets one."""
    towns = [
        (group, next(m for m in group.matches if m.place.key == truth))
        for group, truth in zip(groups, truths, strict=True)
    ]
    towns = [(group, match) for group, match in towns if match.place.kind is Kind.SETTLEMENT]
    if towns and random.random() < DATELINED:
        max(towns, key=lambda town: magnitude(town[1].place))[0].roles.add("dateline")


def _lay_out(
    gazetteer: Gazetteer,
    matches: Callable[[str], tuple[Match, ...]],
    named: list[tuple[int, str]],
    random: Random,
    weight: float,
) -> World | None:
    groups: list[Group] = []
    truths: list[str] = []
    for i, (number, name) in enumerate(named):
        options = matches(name)[:40]
        key = next((m.place.key for m in options if m.place.geonameid == number or m.place.key == f"gn:{number}"), None)
        if key is None:
            continue
        groups.append(Group(name, [i], options, chance=0.97))
        truths.append(key)
    for group in groups:
        outer = [g for g in groups if any(m.place.kind in (Kind.COUNTRY, Kind.REGION) for m in g.matches[:1])]
        if outer and group is not outer[0] and random.random() < 0.25:
            group.inside.append(outer[0])
            outer[0].holds.append(group)
    if not groups:
        return None
    _head(groups, truths, random)
    options = tabulate(groups, GeoContext(), None, gazetteer.contains)
    target = np.zeros(len(options.places))
    for i, truth in enumerate(truths):
        for k in range(int(options.first[i]), int(options.first[i + 1]) - 1):
            place = options.places[k]
            target[k] = float(place is not None and place.key == truth)
    return World(groups, options, target, np.full(len(groups), weight))
