"""The geocoding services that may be asked: who they are, how they are called, and how their answers read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from geopy import geocoders  # type: ignore[import-untyped]

from .adapter import BoundedAdapter
from .errors import OnlineError
from .geonames import kind_of
from .place import Kind

if TYPE_CHECKING:
    from geopy.location import Location  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""

Raw = Mapping[str, object]
"""What a service answered: its own JSON, unchecked."""


class Geocoder(Protocol):
    """What of a geopy geocoder is used; geopy itself has no types."""

    def geocode(self, query: str, **arguments: object) -> "list[Location] | None":
        """Return a list of geopy locations, or None."""
        ...


LIMIT = 5
"""Answers asked for: as many alternatives as a resolution keeps."""

WIDE_LIMIT = 40
"""Answers asked for where a service can't be told the bounds and the answers are sifted here: Nominatim's most."""


@dataclass(frozen=True, slots=True)
class Access:
    """What is needed to reach a service: address of an own server, key or user name, our name, patience in seconds."""

    user_agent: str
    url: str = ""
    key: str = ""
    timeout: float = 20.0


@dataclass(frozen=True, slots=True)
class Provider:
    """A service. `attribution` must stand on every page that shows its answers."""

    name: str
    title: str
    attribution: str
    build: Callable[[Access], Geocoder]
    arguments: Callable[[str, Box | None], dict[str, object]]
    words: Callable[[Raw], tuple[str, ...]]  # what sort of thing an answer is, in the service's own words
    needs_key: bool = False
    needs_url: bool = False


def _server(access: Access) -> dict[str, object]:
    common: dict[str, object] = {
        "user_agent": access.user_agent,
        "timeout": access.timeout,
        "adapter_factory": BoundedAdapter,
    }
    if access.url:
        parts = urlsplit(access.url if "//" in access.url else f"https://{access.url}")
        if not parts.netloc or parts.scheme not in {"http", "https"}:
            raise OnlineError(f"{access.url!r} is no address of a geocoding server. It looks like https://example.org.")
        common |= {"scheme": parts.scheme, "domain": (parts.netloc + parts.path).rstrip("/")}
    return common


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box[0], box[1]), (box[2], box[3])]


def _crosses(box: Box) -> bool:
    """Whether a box crosses the 180th meridian: geopy would sort its sides and ask for the rest of the world."""
    return box[1] > box[3]


def _nominatim(country: str, box: Box | None) -> dict[str, object]:
    given: dict[str, object] = {"exactly_one": False, "limit": LIMIT, "language": "en", "addressdetails": True}
    if country:
        given["country_codes"] = SOVEREIGNS.get(country.upper(), country).lower()
    if (box is not None and _crosses(box)) or country.upper() in SOVEREIGNS:
        given["limit"] = WIDE_LIMIT
    if box is not None and not _crosses(box):
        given |= {"viewbox": _corners(box), "bounded": True}
    return given


def _photon(_country: str, box: Box | None) -> dict[str, object]:
    given: dict[str, object] = {"exactly_one": False, "limit": LIMIT, "language": "en"}
    return given | ({"bbox": _corners(box)} if box is not None and not _crosses(box) else {})


def _geonames(country: str, _box: Box | None) -> dict[str, object]:
    return {"exactly_one": False} | ({"country": country} if country else {})


def _pelias(country: str, box: Box | None) -> dict[str, object]:
    given: dict[str, object] = {"exactly_one": False, "language": "en"}
    given |= {"countries": [country]} if country else {}
    return given | ({"boundary_rect": _corners(box)} if box is not None and not _crosses(box) else {})


def _arcgis(_country: str, _box: Box | None) -> dict[str, object]:
    return {"exactly_one": False, "out_fields": ["Addr_type", "Type", "Country"]}


def _inner(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(raw: Raw, *names: str) -> tuple[str, ...]:
    return tuple(str(raw[name]).lower() for name in names if raw.get(name))


_TERRITORIES = {
    "AU": "CC CX HM NF",
    "CN": "HK MO",
    "FI": "AX",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "NL": "AW BQ CW SX",
    "NO": "BV SJ",
    "US": "AS GU MP PR UM VI",
}
SOVEREIGNS = {code: sovereign for sovereign, codes in _TERRITORIES.items() for code in codes.split()}
"""Territories with a code of their own in ISO 3166-1 that OpenStreetMap has within another country, by that country.

Nominatim knows nothing under their own codes (compared with the countries of nominatim-db 5.3.3).
"""

_SUBDIVISIONS = {
    "FI-01": "AX", "FR-971": "GP", "FR-972": "MQ", "FR-973": "GF", "FR-974": "RE", "FR-976": "YT",
    "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ", "NO-21": "SJ", "NO-22": "SJ",
}  # fmt: skip


def territory(subdivision: str) -> str:
    """Return the code that a subdivision of ISO 3166-2 has as a territory (`US-PR` is `PR`), empty where it is none."""
    sovereign, _, part = subdivision.upper().partition("-")
    return part if SOVEREIGNS.get(part) == sovereign else _SUBDIVISIONS.get(subdivision.upper(), "")


PROVIDERS: dict[str, Provider] = {
    "nominatim": Provider(
        "nominatim", "Nominatim", "© OpenStreetMap contributors (ODbL), geocoded by Nominatim",
        lambda access: geocoders.Nominatim(**_server(access)), _nominatim,
        lambda raw: _texts(raw, "addresstype", "type", "class", "category"),
    ),
    "photon": Provider(
        "photon", "Photon", "© OpenStreetMap contributors (ODbL), geocoded by Photon (komoot)",
        lambda access: geocoders.Photon(**_server(access)), _photon,
        lambda raw: _texts(_inner(raw, "properties"), "osm_value", "type", "osm_key"),
    ),
    "geonames": Provider(
        "geonames", "GeoNames", "GeoNames (CC BY 4.0)",
        lambda access: geocoders.GeoNames(access.key, **_server(access)), _geonames,
        lambda raw: (f"{raw.get('fcl', '')}:{raw.get('fcode', '')}",), needs_key=True,
    ),
    "pelias": Provider(
        "pelias", "Pelias", "Pelias; see the data sources of the server that was asked",
        lambda access: geocoders.Pelias(**_server(access), api_key=access.key or None), _pelias,
        lambda raw: _texts(_inner(raw, "properties"), "layer"), needs_url=True,
    ),
    "arcgis": Provider(
        "arcgis", "ArcGIS", "Powered by Esri",
        lambda access: geocoders.ArcGIS(**_server(access)), _arcgis,
        lambda raw: _texts(_inner(raw, "attributes"), "Type", "Addr_type"),
    ),
}  # fmt: skip

_WORDS = {
    Kind.COUNTRY: "country",
    Kind.CONTINENT: "continent",
    Kind.REGION: "state region province macroregion",
    Kind.DISTRICT: "county district municipality state_district localadmin borough",
    Kind.SETTLEMENT: "city town village hamlet suburb neighbourhood quarter locality isolated_dwelling city_district",
    Kind.WATER: "river lake reservoir stream canal waterway water",
    Kind.SEA: "sea ocean bay strait marinearea",
    Kind.ISLAND: "island islet archipelago",
    Kind.RELIEF: "peak mountain_range volcano valley desert national_park forest glacier beach cape cliff ridge "
    "plateau nature_reserve protected_area",
    Kind.SITE: "house building amenity road street venue address highway railway aeroway tourism historic pointaddress "
    "streetaddress poi shop office leisure military man_made square "
    "landuse industrial craft emergency healthcare",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def kind_from(words: tuple[str, ...]) -> Kind:
    """Return the kind of an answer from the service's own words for it, a settlement where none is known."""
    for word in words:
        feature_class, colon, code = word.partition(":")
        if colon and feature_class:
            return kind_of(feature_class.upper(), code.upper())
        if word in _KINDS:
            return _KINDS[word]
    return Kind.SETTLEMENT
