"""Asks a geocoding service, when the user named one, for the places of events that the gazetteer lacks."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import ceil, cos, floor, radians
from pathlib import Path

from dateline.errors import SettingsError
from dateline.model import Event, Reading, Where
from dateline.version import __version__
from dateline_geo.errors import OnlineError
from dateline_geo.online import OnlineGeocoder
from dateline_geo.place import Alternative, Mention, Place, Precision, Resolution
from dateline_geo.providers import Access, Box

Clock = Callable[[], float]
Sleep = Callable[[float], None]

SCORE = 0.5  # of an answer from outside: nothing of ours has weighed it against its namesakes
SURE = 0.5  # of a place that says where the article is
BESIDE = 1.0  # degrees around such places that are asked first, some 110 km: a day's beat
FILE = "geocoder.sqlite"
_SMALL = frozenset((Precision.SITE, Precision.SETTLEMENT, Precision.NEAR, Precision.DISTRICT, Precision.REGION))
USER_AGENT = f"dateline/{__version__} (news maps; asks once a second and keeps answers)"


@dataclass(slots=True)
class Asked:
    """The readings with what the service knew, and what went wrong in asking."""

    readings: list[Reading]
    attribution: str
    notes: list[str]


def geocoder(
    provider: str, *, url: str, key: str, folder: Path, clock: Clock, sleep: Sleep
) -> OnlineGeocoder:  # fmt: skip
    """The service that the user named.

    Raises:
        SettingsError: the service needs a key or an address that is not there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return OnlineGeocoder(provider, folder / FILE, Access(USER_AGENT, url, key), clock=clock, sleep=sleep)
    except OnlineError as error:
        raise SettingsError(f"--geocoder {provider}: {error}") from error


def ask(readings: Iterable[Reading], service: OnlineGeocoder) -> Asked:
    """Place what shown events name and the gazetteer does not know, within the country that their article is about.

    First around the places of that country that the article names, then in all of it.

    Every answer is marked. A service that fails is given up, with a note; what it answered before stays.
    """
    asked = Asked([], service.attribution, [])
    failed = False
    used = False
    for reading in readings:
        country = _country(reading)
        box = _box(reading, country)
        found: dict[Mention, Resolution] = {}
        for mention in _wanted(reading):
            if failed:
                break
            try:
                places = service.geocode(mention.text, country=country, box=box) if box else ()
                places = places or service.geocode(mention.text, country=country)
            except OnlineError as error:
                asked.notes.append(f"The geocoder was given up: {error}")
                failed = True
                break
            if places:
                found[mention] = _resolved(_unplaced(reading)[mention], places, service, country)
        used = used or bool(found)
        asked.readings.append(_with(reading, found) if found else reading)
    if not used:
        asked.attribution = ""
    return asked


def _unplaced(reading: Reading) -> dict[Mention, Resolution]:
    """Toponyms that were found and not placed; other words are not sent anywhere."""
    return {place.mention: place for place in reading.places if place.place is None and not place.role}


def _wanted(reading: Reading) -> list[Mention]:
    """The unplaced toponyms that stand in the words of a shown event, each once, in the order of the text."""
    shown = [event for event in reading.events if event.shown]
    return sorted(
        {mention for mention in _unplaced(reading) if any(_holds(event, mention) for event in shown)},
        key=lambda mention: mention.start,
    )


def _holds(event: Event, mention: Mention) -> bool:
    at = event.evidence[0]
    return at.start <= mention.start and mention.end <= at.end


def _country(reading: Reading) -> str:
    counted = Counter(place.place.country for place in reading.places if place.place and place.place.country)
    return min(counted, key=lambda code: (-counted[code], code), default="")


def _box(reading: Reading, country: str) -> Box | None:
    """Where the article is, in whole degrees: around what it surely names there, if no larger than a region.

    None where it names nothing so small, or places on both sides of the 180th meridian.
    """
    near = [
        place.place
        for place in reading.places
        if place.place and place.place.country == country and place.place.precision in _SMALL and place.score >= SURE
    ]
    if not near:
        return None
    south, north = floor(min(p.lat for p in near) - BESIDE), ceil(max(p.lat for p in near) + BESIDE)
    wide = BESIDE / max(0.2, cos(radians(max(abs(south), abs(north)))))
    west, east = floor(min(p.lon for p in near) - wide), ceil(max(p.lon for p in near) + wide)
    if east - west > 180 or west < -180 or east > 180:
        return None
    return float(max(-90, south)), float(west), float(min(90, north)), float(east)


def _resolved(old: Resolution, places: tuple[Place, ...], service: OnlineGeocoder, country: str) -> Resolution:
    first, rest = places[0], places[1:]
    within = f" within {country}" if country else ""
    reason = f"not in the gazetteer; {service.provider.title} was asked for it{within} and named this first"
    others = tuple(Alternative(place, SCORE / 2) for place in rest)
    return replace(old, place=first, score=SCORE, reason=reason, precision=first.precision, alternatives=others)


def _is_vaguer(where: Where, found: Resolution) -> bool:
    """Whether an event's place is only lent to it, or is the country or region around the one that was found."""
    place, better = where.resolution.place, found.place
    if place is None or better is None or where.confidence < 0.5:
        return True
    return place.country == better.country and place.precision in (Precision.COUNTRY, Precision.REGION, Precision.AREA)


def _with(reading: Reading, found: dict[Mention, Resolution]) -> Reading:
    def placed(event: Event) -> Event:
        where = event.where
        if where is not None and where.resolution.mention in found:
            return replace(event, where=replace(where, resolution=found[where.resolution.mention]))
        inside = [found[mention] for mention in found if _holds(event, mention)]
        if not event.shown or not inside or not (where is None or _is_vaguer(where, inside[0])):
            return event
        basis = f"“{inside[0].mention.text}” in the same clause"
        return replace(event, where=Where(inside[0], basis, inside[0].score))

    places = tuple(found.get(place.mention, place) for place in reading.places)
    return replace(reading, events=tuple(map(placed, reading.events)), places=places)
