"""Says in a sentence why a place was chosen, in words that a journalist understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dateline_geo.place import Kind
from dateline_geo.resolve_features import NAMES, Floats, Options

if TYPE_CHECKING:
    from dateline_geo.place import Place
    from dateline_geo.resolve_groups import Group

_WORDS = {
    "population": "it has the most people of the places so called",
    "prominence rank": "it is the best known of the places so called",
    "country": "countries are meant more often than towns of the same name",
    "exact spelling": "it is spelled exactly so",
    "usual name": "it is usually called so",
    "holds the place named with it": "the text names a place in it beside it",
    "kind as the text says": "the text calls it a {kind}",
    "home near": "it is near the publisher's home",
    "home within a day's drive": "it is in the publisher's part of the country",
    "country of the web address": "the publisher's web address is of that country",
    "stands in the masthead": "its name stands in the publisher's own",
    "capitals of an abbreviation": "it is usually abbreviated so",
    "nearest other name": "{near} is named as well and is close to it",
    "other names within 50 km": "other places named here are close to it",
    "other names within 400 km": "other places named here are in the same part of the country",
    "share of names in the same region": "most places named here are in {region}",
    "share of names in the same country": "most places named here are in {country}",
    "some name in the same region": "another place named here is in {region}",
    "some name in the same country": "another place named here is in {country}",
    "its country is named": "its country is named in the text",
    "its region is named": "{region} is named in the text",
    "its people are named": "the text names its people",
    "near the dateline": "it is near the article's dateline",
    "a town in the dateline": "a dateline names a town",
    "contested or historical": "the text speaks of a contested or historical place",
}


_INSIDE = NAMES.index("inside the place named with it")


def explain(options: Options, full: Floats, weights: Floats, belief: Floats, number: int, chosen: int) -> str:
    """The reason for taking row `chosen` of group `number`: what sets it apart from the next best place."""
    group = options.groups[number]
    first, last = int(options.first[number]), int(options.first[number + 1]) - 1
    place = options.places[chosen]
    assert place is not None  # noqa: S101  the last row of a group is never chosen
    where = described(place)
    for outer in group.inside:
        if full[chosen, _INSIDE]:
            return f"{where}: the text itself places it in {outer.name}"
    if last - first == 1:
        return f"{where}: the only place of that name in the gazetteer"
    chances = belief[first:last].copy()
    chances[chosen - first] = -1.0
    next_best = first + int(np.argmax(chances))
    gain = ((full[chosen] - full[next_best]) * weights).tolist()
    reasons: list[str] = []
    for j in sorted((j for j, value in enumerate(gain) if value >= 0.15), key=gain.__getitem__, reverse=True):
        if len(reasons) == 2:
            break
        words = _WORDS.get(NAMES[j])
        if words is None:
            continue
        near = _nearest(options, chosen, number) if "{near}" in words else None
        if "{near}" in words and near is None:
            continue
        if "{region}" in words and not (place.admin1 or place.kind is Kind.REGION):
            continue
        reasons.append(
            words.format(
                kind=place.kind.value,
                near=near.name if near else "",
                region=place.admin1 or place.name,
                country=place.country,
            )
        )
    rival = options.places[next_best]
    instead = f", rather than {described(rival)}" if rival is not None and belief[next_best] > 0.05 else ""
    return f"{where}: {' and '.join(reasons) or 'the likeliest of the places so called'}{instead}"


def described(place: Place) -> str:
    """A place with its region and country, "Paris (Texas, US)"."""
    around = ", ".join(part for part in (place.admin1 if place.admin1 != place.name else "", place.country) if part)
    return f"{place.name} ({around})" if around and place.kind is not Kind.COUNTRY else place.name


def _nearest(options: Options, chosen: int, number: int) -> Group | None:
    """The group other than `number` with a likely place nearest to the chosen one."""
    km = np.where((options.group_of != number) & (options.small > 0), options.km[chosen], np.inf)
    nearest = int(np.argmin(km))
    return options.groups[int(options.group_of[nearest])] if km[nearest] < 150.0 else None
