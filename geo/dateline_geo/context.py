"""What is known of an article before its text is read, and where a publisher is at home, earned from its articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from dateline_geo.place import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline_geo.gazetteer import Gazetteer
    from dateline_geo.place import Resolution


Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GeoContext:
    """What the caller knows of an article; every field may be left out.

    `home` is the publisher's home as (latitude, longitude) in WGS 84 degrees, `home_name` the same as words
    ("Palestine, Texas"), used where `home` is None.
    """

    title: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    home: tuple[float, float] | None = None
    home_name: str = ""


# Two-letter top-level domains that are sold as words rather than used as countries.
_GENERIC_TLD = frozenset(
    ("ai", "co", "eu", "fm", "gl", "io", "is", "it", "la", "ly", "me", "ms", "nu", "sh", "to", "tv", "vc", "ws")
)


def host_of(url: str) -> str:
    """The host of an address, lower case, "" where there is none."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""


def country_of_host(url: str) -> str:
    """The country (ISO 3166-1 alpha-2) that an address's top-level domain belongs to, "" where it says none.

    "it" and "is" are left out with the domains that are sold as words: few English news sites use them as countries.
    """
    tld = host_of(url).rpartition(".")[2]
    if len(tld) != 2 or tld in _GENERIC_TLD:
        return ""
    return "GB" if tld == "uk" else tld.upper()


def squash(name: str) -> str:
    """A name as it would stand in a domain: small letters only."""
    return "".join(c for c in name.lower() if c.isalpha())


def masthead_names(names: Iterable[str], context: GeoContext) -> frozenset[str]:
    """Those of an article's place names that also stand in the publisher's name or the address of its site.

    "onlineathens.com" with Athens in the text, "The Palestine Herald" with Palestine. Names shorter than five letters
    must be a whole word of the publisher's name, since short strings are found in any domain.
    """
    host = squash(host_of(context.url).removeprefix("www."))
    publisher = squash(context.publisher)
    words = {squash(word) for word in context.publisher.split()}
    return frozenset(
        name
        for name in names
        if (key := squash(name)) in words or (len(key) >= 5 and key and (key in host or key in publisher))
    )


EARTH_KM = 6371.0


def unit_vectors(points: Points) -> Points:
    """Points on the unit sphere, shape (n, 3), of latitudes and longitudes in degrees, shape (n, 2)."""
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def distances(one: Points, other: Points) -> Points:
    """Kilometres between all points of `one` (n, 2) and of `other` (m, 2), shape (n, m), by the chord's length."""
    chord = 2.0 - 2.0 * (unit_vectors(one) @ unit_vectors(other).T)
    return 2.0 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(np.maximum(chord, 0.0)) / 2.0))


_LOCAL = frozenset((Kind.SETTLEMENT, Kind.DISTRICT, Kind.SITE))
_REACH_KM = 60.0  # a local paper's beat: over this distance a vote falls to 1/e. 40 to 100 did equally well on LGL
_LEAST_VOTES = 2.5  # of names; with the two shares below, 65 of 82 LGL publishers get a right home, 7 a wrong one
_MOST = 40  # places of one name that vote; beyond that a name says nothing about where


def infer_home(
    articles: Sequence[Sequence[Resolution]], gazetteer: Gazetteer, *, publisher: str = "", url: str = ""
) -> tuple[float, float] | None:
    """Where the publisher of these articles is at home, as (latitude, longitude), or None where they don't agree.

    Every place name of every article votes for all the places that it may mean, whatever it was resolved to; the home
    is the place with the most votes around it. Names that open an article, datelines and names that stand in the
    masthead count more. A publisher whose articles scatter over the world has no home.

    Args:
        articles: the resolutions of each of the publisher's articles.
        gazetteer: to find all the places of a name.
        publisher: the publisher's name.
        url: an address of any of the articles.
    """
    names: dict[str, float] = {}
    for resolutions in articles:
        seen: dict[str, float] = {}
        for order, resolution in enumerate(sorted(resolutions, key=lambda r: r.mention.start)):
            weight = 1.0 if order < 4 or resolution.role == "dateline" else 0.5
            name = resolution.mention.text
            seen[name] = max(seen.get(name, 0.0), weight)
        for name, weight in seen.items():
            names[name] = names.get(name, 0.0) + weight
    context = GeoContext(publisher=publisher, url=url)
    country = country_of_host(url)
    mast = masthead_names(names, context)
    voters: list[tuple[str, float, list[tuple[float, float, float]]]] = []
    for name, weight in sorted(names.items()):
        places = [p for p in gazetteer.lookup(name) if p.kind in _LOCAL][:_MOST]
        if not places:
            continue
        if name in mast:
            weight += 2.0
        voters.append(
            (name, weight, [(p.lat, p.lon, 1.3 if country and p.country == country else 1.0) for p in places])
        )
    if not voters:
        return None
    points = np.array([(lat, lon) for _, _, points in voters for lat, lon, _ in points])
    trust = np.array([t for _, _, points in voters for _, _, t in points])
    first = np.cumsum([0, *(len(points) for _, _, points in voters)])[:-1]
    weights = np.array([weight for _, weight, _ in voters])
    near = np.exp(-distances(points, points) / _REACH_KM) * trust  # candidate home by vote
    votes = np.maximum.reduceat(near, first, axis=1) @ weights
    winner = int(np.argmax(votes))
    best_votes, total = float(votes[winner]), float(weights.sum())
    best = (float(points[winner, 0]), float(points[winner, 1]))
    away = distances(points[winner][None], points)[0] > 5 * _REACH_KM
    rival = float(votes[away].max()) if away.any() else 0.0
    clear = best_votes >= 0.25 * total or (best_votes >= 0.12 * total and best_votes >= 1.2 * rival)
    return best if best_votes >= _LEAST_VOTES and clear else None
