"""How big a place is on one scale, whether it is measured in people or in kilometres."""

from math import log10

from dateline_geo.place import Kind, Place

_PEOPLED = frozenset((Kind.SETTLEMENT, Kind.DISTRICT, Kind.REGION, Kind.COUNTRY))
ANGLOPHONE = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
"""Where English is spoken, so that a place's further names are hardly more than nicknames."""


def magnitude(place: Place) -> float:
    """The logarithm to 10 of a place's people; for ground without people of its own, of what its size is worth.

    A sea of 500 km weighs as much as a town of half a million, a river of 100 km as one of a hundred thousand: news
    names them about as often (set by eye, not tuned).
    """
    if place.population or place.kind in _PEOPLED:
        return log10(place.population + 1.0)
    if place.kind is Kind.SITE:
        return 4.0
    return 3.0 + log10(max(1.0, place.radius_km or 10.0))
