"""What a correction means: the article, the report and the place that its words name."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from dateline.corrections import Spot
from dateline.model import Article, Event
from dateline.settings_file import Lines
from dateline_geo.place import OWN, Kind, Place, Precision

_KINDS = {
    Precision.SITE: Kind.SITE, Precision.SETTLEMENT: Kind.SETTLEMENT, Precision.NEAR: Kind.SETTLEMENT,
    Precision.DISTRICT: Kind.DISTRICT, Precision.REGION: Kind.REGION, Precision.COUNTRY: Kind.COUNTRY,
    Precision.AREA: Kind.AREA,
}  # fmt: skip
_LISTED = 6  # namesakes that a message lists


class Places(Protocol):
    """What a gazetteer must know: places by key and by name."""

    def get(self, key: str) -> Place | None:
        """The place with this key."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places of this name, the likeliest first."""

    def with_extent(self, place: Place) -> Place:
        """The place with its outline."""


@dataclass(slots=True)
class Found:
    """Reports that something in the file could mean, the surest first.

    `tiers` hold those with that id, those that are these very words, those that have them in their quote or headline,
    and those that have them in their sentence: for each its id and its quote.
    """

    tiers: tuple[dict[str, str], ...] = field(default_factory=lambda: ({}, {}, {}, {}))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of what is meant: one report, or several with the same quote, as copies of an article have it."""
        best = next((tier for tier in self.tiers if tier), {})
        return frozenset(best) if len(set(best.values())) <= 1 else frozenset()

    @property
    def count(self) -> int:
        """How many reports could be meant."""
        return len(next((tier for tier in self.tiers if tier), {}))

    def note(self, event: Event, told: tuple[str, ...], identity: str, words: str) -> None:
        """Note the report if its id begins with `identity`, or if it is or has the `words`."""
        quote, headline, *sentences = told
        if identity and _same_id(event.id, identity):
            self.tiers[0][event.id] = quote
        wanted = plain(words)
        if not wanted or not event.shown:
            return
        if wanted in (quote, headline):
            self.tiers[1][event.id] = quote
        elif wanted in quote or wanted in headline:
            self.tiers[2][event.id] = quote
        elif any(wanted in sentence for sentence in sentences):
            self.tiers[3][event.id] = quote


def told_by(event: Event, article: Article) -> tuple[str, ...]:
    """The words of a report for comparing: its quote, its headline, its sentences."""
    sentences = (article.text[e.start : e.end] for e in event.evidence if e.article == article.id)
    return tuple(plain(text) for text in (event.quote, event.headline, *sentences))


def is_article(article: Article, said: str) -> bool:
    """True if `said` is the article's id, path (or the end of it), address or title."""
    said = said.strip()
    if said in (article.id, article.path, article.title):
        return True
    if article.url and said.rstrip("/") == article.url.rstrip("/"):
        return True
    return article.path.endswith("/" + said.removeprefix("./"))


def is_publisher(article: Article, name: str) -> bool:
    """True if `name` is the article's publisher, or the host of its address."""
    host = (urlsplit(article.url).hostname or "").removeprefix("www.") if article.url else ""
    wanted = name.strip().casefold().removeprefix("www.")
    return bool(wanted) and wanted in (article.publisher.casefold(), host)


def plain(text: str) -> str:
    """Text for comparing: one space between words, small letters, straight quotes."""
    return re.sub(r"\s+", " ", text).strip().casefold().replace("’", "'").replace("“", '"').replace("”", '"')


def find_words(text: str, words: str) -> tuple[int, int]:
    """Offsets of words in a text, whatever the spaces between them and their case; (-1, -1) where they aren't."""
    at = text.find(words)
    if at >= 0:
        return at, at + len(words)
    match = re.search(r"\s+".join(re.escape(word) for word in words.split()), text, re.IGNORECASE)
    return match.span() if match else (-1, -1)


def short_hash(*parts: str) -> str:
    """An id from words."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def find_place(value: str | Spot | None, places: Places, lines: Lines, table: str, number: int) -> Place | None:
    """The place that a correction names: by key, by name ("Lima, Ohio, US"), or by its position; None for "none".

    Raises:
        SettingsError: there is no such place, or there are several; the message names file and line.
    """
    if value is None or value == "none":
        return None
    if isinstance(value, Spot):
        return _place_at(value, lines.path)
    key = places.get(value) if ":" in value and " " not in value else None
    if key is not None:
        return places.with_extent(key)
    found = _narrowed(value, places)
    if len(found) == 1:
        return places.with_extent(found[0])
    if not found:
        message = f"no place is called {value!r}; write another name, a key such as gn:584717, or {{name, lat, lon}}"
        raise lines.error(message, table, number, "place")
    listed = "; ".join(_label(place) for place in found[:_LISTED])
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    message = f"{value!r} could be {listed}{more}; write the key of one, or its region or country behind the name"
    raise lines.error(message, table, number, "place")


def _label(place: Place) -> str:
    return ", ".join(part for part in (f"{place.key} {place.name}", place.admin1, place.country) if part)


def _place_at(spot: Spot, path: Path) -> Place:
    precision = Precision(spot.precision)
    return Place(
        key=f"{OWN}{short_hash(spot.name, str(spot.lat), str(spot.lon))}",
        name=spot.name,
        kind=_KINDS[precision],
        precision=precision,
        lat=spot.lat,
        lon=spot.lon,
        country=spot.country,
        radius_km=spot.radius_km,
        note=spot.note,
        source=path.name,
    )


def _narrowed(value: str, places: Places) -> tuple[Place, ...]:
    """Places of a name, narrowed by what follows its commas: a region or a country, by name or code."""
    whole = places.lookup(value)
    if whole and "," in value:
        return whole
    name, *hints = [part.strip() for part in value.split(",")]
    found = places.lookup(name)
    for hint in hints:
        countries = {place.country for place in places.lookup(hint) if place.kind is Kind.COUNTRY}
        found = tuple(
            place
            for place in found
            if hint.upper() == place.country or place.country in countries or hint.casefold() == place.admin1.casefold()
        )
    return found


def _same_id(one: str, said: str) -> bool:
    said = said.strip().lstrip("#")
    return one == said or (len(said) >= 8 and one.startswith(said))
