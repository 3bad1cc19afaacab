"""Asks a geocoding service, when the user named one, for the places of events that the gazetteer lacks."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.errors import SettingsError
from dateline.model import Event, Reading
from dateline.version import __version__
from dateline_geo.errors import OnlineError
from dateline_geo.online import OnlineGeocoder
from dateline_geo.place import Alternative, Mention, Place, Resolution
from dateline_geo.providers import Access

Clock = Callable[[], float]
Sleep = Callable[[float], None]

SCORE = 0.5  # of an answer from outside: nothing of ours has weighed it against its namesakes
FILE = "geocoder.sqlite"
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

    Every answer is marked. A service that fails is given up, with a note; what it answered before stays.
    """
    asked = Asked([], service.attribution, [])
    failed = False
    used = False
    for reading in readings:
        country = _country(reading)
        found: dict[Mention, Resolution] = {}
        for event in reading.events:
            where = event.where
            if failed or where is None or where.resolution.place is not None or not event.shown:
                continue
            mention = where.resolution.mention
            if mention in found or not _is_unknown(reading, mention):
                continue
            try:
                places = service.geocode(mention.text, country=country)
            except OnlineError as error:
                asked.notes.append(f"The geocoder was given up: {error}")
                failed = True
                break
            if places:
                found[mention] = _resolved(where.resolution, places, service, country)
        used = used or bool(found)
        asked.readings.append(_with(reading, found) if found else reading)
    if not used:
        asked.attribution = ""
    return asked


def _is_unknown(reading: Reading, mention: Mention) -> bool:
    """Whether the words are a toponym that was found and not placed; other words are not sent anywhere."""
    return any(place.mention == mention and place.place is None for place in reading.places)


def _country(reading: Reading) -> str:
    counted = Counter(place.place.country for place in reading.places if place.place and place.place.country)
    return min(counted, key=lambda code: (-counted[code], code), default="")


def _resolved(old: Resolution, places: tuple[Place, ...], service: OnlineGeocoder, country: str) -> Resolution:
    first, rest = places[0], places[1:]
    within = f" within {country}" if country else ""
    reason = f"not in the gazetteer; {service.provider.title} was asked for it{within} and named this first"
    others = tuple(Alternative(place, SCORE / 2) for place in rest)
    return replace(old, place=first, score=SCORE, reason=reason, precision=first.precision, alternatives=others)


def _with(reading: Reading, found: dict[Mention, Resolution]) -> Reading:
    def placed(event: Event) -> Event:
        where = event.where
        if where is None or where.resolution.mention not in found:
            return event
        return replace(event, where=replace(where, resolution=found[where.resolution.mention]))

    places = tuple(found.get(place.mention, place) for place in reading.places)
    return replace(reading, events=tuple(map(placed, reading.events)), places=places)
