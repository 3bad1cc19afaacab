"""What a place is: the types that flow out of this package."""

from dataclasses import dataclass, fields, make_dataclass
from enum import StrEnum

Ring = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude) in WGS 84 degrees; longitudes may pass ±180 so that a ring never jumps."""

OWN = "user:"  # how the keys of places begin that a user laid over the gazetteer


class Kind(StrEnum):
    """What sort of thing a gazetteer entry is."""

    SITE = "site"  # a building, camp, airport, bridge
    SETTLEMENT = "settlement"
    DISTRICT = "district"  # second- and lower-level division
    REGION = "region"  # first-level division
    COUNTRY = "country"
    CONTINENT = "continent"
    AREA = "area"  # a usual region without an administration: Caucasus, Sahel, Donbas
    SEA = "sea"  # oceans, seas, gulfs, straits
    WATER = "water"  # rivers, lakes, canals
    RELIEF = "relief"  # mountains, deserts, valleys
    ISLAND = "island"
    HISTORICAL = "historical"  # a state or region of the past, with its years


class Precision(StrEnum):
    """How exactly a place is meant, which decides how it is drawn: only the first three are near a point."""

    SITE = "site"
    SETTLEMENT = "settlement"
    NEAR = "near"  # "20 km north of X", "the outskirts of X": a ring without a centre
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    AREA = "area"  # seas, continents, world regions, several countries


@dataclass(frozen=True, slots=True)
class Extent:
    """The ground that a place covers: polygons where a source has them, else a radius around its point."""

    rings: tuple[Ring, ...] = ()
    radius_km: float | None = None
    approximate: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry, or a place that the words make of one ("20 km north of X").

    `lat` and `lon` are WGS 84 degrees; for anything larger than a settlement they are a label point, never a pin.
    `key` is stable across builds of the gazetteer ("gn:584717", "ne:ARM", "table:western-azerbaijan").
    `note` is a neutral remark for a contested or historical name, `contested` says that it must be shown.
    """

    key: str
    name: str
    kind: Kind
    precision: Precision
    lat: float
    lon: float
    country: str = ""  # ISO 3166-1 alpha-2
    admin1: str = ""  # name of the first-level division
    admin2: str = ""
    geonameid: int | None = None
    population: int = 0
    radius_km: float | None = None  # rough size, also where `extent` is not loaded
    extent: Extent | None = None
    names: tuple[str, ...] = ()
    note: str = ""
    contested: bool = False
    years: tuple[int | None, int | None] | None = None  # of a historical place
    source: str = ""
    admin1_key: str = ""  # `key` of the first-level division, which makes containment a comparison
    admin2_key: str = ""
    countries: tuple[str, ...] = ()  # ISO codes that a region across borders lies in


_Draft = make_dataclass("_Draft", [field.name for field in fields(Place)], slots=True)


def make_place(*values: object) -> Place:
    """Make a `Place` of all its fields, in their order, in a third of the time that its constructor takes.

    A frozen dataclass sets each field through `object.__setattr__`. A twin of it that is not frozen is filled instead
    and then becomes a `Place`, which Python allows between classes with the same slots.
    """
    place: Place = _Draft(*values)
    place.__class__ = Place
    return place


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text: code point offsets, always `text[start:end] == mention.text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that the same words could have meant."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """A toponym and the place it is taken to mean, or None where nothing was certain enough.

    `score` is a calibrated probability that the place is right; `reason` says in a sentence why it was chosen.
    `precision` may be coarser than the place's own ("near X").
    """

    mention: Mention
    place: Place | None
    score: float
    reason: str
    precision: Precision | None = None
    alternatives: tuple[Alternative, ...] = ()
    role: str = ""  # how the words are used: "", "dateline", "organisation", "demonym", "person", "address"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Words that look like a toponym and were not taken for one, or could not be placed."""

    mention: Mention
    reason: str  # a short code: organisation, person, demonym, not-in-gazetteer, ambiguous …
    detail: str
