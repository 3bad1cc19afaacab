"""Builds a gazetteer from GeoNames' own dumps, for users who want all of its places: streaming, in little memory."""

import zipfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection, connect
from struct import iter_unpack
from typing import IO

from . import tables
from .errors import GazetteerError, TableError
from .gazetteer import EMBEDDED
from .pages import read_pages
from .place import Kind
from .store import TOP_ID, Entry, How, Writer, kept, prominence

Progress = Callable[[str, int, int], None]
"""Called with the name of the file being read, the bytes read so far and the bytes that it has."""

PLACE_TABLES = ("areas", "waters", "relief", "islands", "sites", "history", "contested")
SOURCE = "GeoNames (CC BY 4.0)"
COLUMNS = 19
NO_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "phon", "piny"})
"""Codes that stand in the column of languages of alternateNamesV2.txt for what is no name that a text would use."""

_SETTLED_OUT = frozenset({"PPLH", "PPLQ", "PPLW"})  # historical, abandoned, destroyed
_SEAS = frozenset(
    {"SEA", "OCN", "GULF", "STRT", "BAY", "BAYS", "SD", "CHN", "CHNM", "COVE", "FJD", "FJDS", "ESTY", "LGN"}
)
_ISLANDS = frozenset({"ISL", "ISLS", "ISLET", "ISLF", "ISLM", "ISLT", "ISLX", "ATOL"})
_AREAS = frozenset({"RGN", "RGNE", "RGNH", "AREA", "TERR", "ZN", "ZNB", "LTER", "LCTY", "RGNL"})

# What a feature without people counts, on the scale of log10 of people, and its rough radius in km; estimated by hand.
_WEIGHTS: dict[str, tuple[float, float | None]] = {
    "OCN": (7.0, 3000.0), "SEA": (6.0, 400.0), "GULF": (5.0, 150.0), "STRT": (4.5, 60.0), "BAY": (3.0, 15.0),
    "CONT": (8.0, 3000.0), "RGN": (4.0, 100.0), "AREA": (3.0, 30.0), "PRK": (3.0, 15.0), "RES": (2.5, 15.0),
    "LK": (3.0, 8.0), "LKS": (3.0, 20.0), "RSV": (2.5, 6.0), "STM": (2.5, 30.0), "CNL": (2.0, 15.0), "DAM": (2.0, 2.0),
    "MTS": (4.0, 60.0), "MT": (3.0, 5.0), "PK": (2.5, 3.0), "VLC": (3.5, 6.0), "DSRT": (4.0, 150.0), "PEN": (3.5, 60.0),
    "ISL": (3.5, 12.0), "ISLS": (3.8, 40.0), "AIRP": (3.0, 3.0), "AIRB": (3.0, 3.0), "ADM1": (4.0, 80.0),
    "ADM2": (3.0, 25.0), "ADM3": (2.0, 10.0), "ADM4": (1.5, 5.0), "ADM5": (1.0, 4.0),
}  # fmt: skip
_CLASSES: dict[str, tuple[float, float | None]] = {
    "A": (2.0, 15.0), "H": (2.0, 5.0), "L": (2.0, 10.0), "S": (1.5, 1.0), "R": (1.0, 5.0), "T": (2.0, 5.0),
    "U": (1.5, 50.0), "V": (2.0, 5.0), "P": (1.0, None),
}  # fmt: skip


def kind_of(feature_class: str, code: str) -> Kind:
    """Return what sort of place a feature of GeoNames is (https://www.geonames.org/export/codes.html)."""
    if feature_class == "P":
        return Kind.SETTLEMENT
    if feature_class == "A":
        if code.startswith("PCL"):
            return Kind.HISTORICAL if code == "PCLH" else Kind.COUNTRY
        if code in {"ADM1", "ADM1H"}:
            return Kind.REGION if code == "ADM1" else Kind.HISTORICAL
        return Kind.AREA if code in _AREAS else Kind.HISTORICAL if code.endswith("H") else Kind.DISTRICT
    if feature_class == "H":
        return Kind.SEA if code in _SEAS else Kind.WATER
    if feature_class == "U":
        return Kind.SEA
    if feature_class == "T":
        return Kind.ISLAND if code in _ISLANDS else Kind.RELIEF
    if feature_class == "L":
        return Kind.CONTINENT if code == "CONT" else Kind.RELIEF if code in {"PRK", "RES"} else Kind.AREA
    return Kind.RELIEF if feature_class == "V" else Kind.SITE


@dataclass(frozen=True, slots=True)
class Known:
    """What the embedded gazetteer knows beyond GeoNames of one of its entries: a better middle, a size, a remark."""

    lat: float
    lon: float
    radius_km: float | None
    note: str = ""
    contested: bool = False
    countries: tuple[str, ...] = ()


def build_from_geonames(
    directory: Path, target: Path, progress: Progress | None = None, *, classes: str = "AHLPSTUV"
) -> int:
    """Build a gazetteer file from the dumps in a folder, and return the number of places taken from them.

    Args:
        directory: holds allCountries.txt (or .zip), admin1CodesASCII.txt, admin2Codes.txt and, if alternate names are
            wanted, alternateNamesV2.txt (or .zip), as on https://download.geonames.org/export/dump/.
        target: the file to write; what stands there stays whole until the new one is ready.
        progress: called every few thousand lines.
        classes: GeoNames' feature classes to take; roads and railways (R) are left out unless named.

    Our own tables (seas, world regions, contested names, usual abbreviations) and the outlines of countries are laid
    over from the embedded gazetteer.

    Raises:
        GazetteerError: a file is missing.
        TableError: a line can't be read; the message names file and line.
    """
    report = progress or (lambda _name, _done, _whole: None)
    known = _known()
    with Writer(target, stamp="geonames") as writer:
        writer.meta("sources", f"GeoNames dumps from {directory.name}; the tables of dateline_geo")
        admin1, admin2 = _codes(directory, "admin1CodesASCII.txt"), _codes(directory, "admin2Codes.txt")
        ranks = array("B", bytes(TOP_ID + 1))  # 25 steps to a power of ten; 0 where GeoNames has no such place
        separate = _exists(directory, "alternateNamesV2.txt")
        count = 0
        for number, row in _lines(directory, "allCountries.txt", COLUMNS, report):
            entry = _entry(number, row, admin1, admin2, known, names=not separate, classes=classes)
            if entry is not None:
                writer.add(entry)
                ranks[entry.id] = max(1, min(255, round(entry.prominence * 25)))
                count += 1
        if separate:
            _alternates(directory, writer, ranks, report)
        _usual(writer, ranks, known)
        _tables(writer)
    return count


def _entry(
    number: int,
    row: list[str],
    admin1: dict[str, int],
    admin2: dict[str, int],
    known: dict[int, Known],
    *,
    names: bool,
    classes: str,
) -> Entry | None:
    feature_class, code, country = row[6], row[7], row[8]
    if feature_class not in classes or not feature_class:
        return None
    try:
        geonameid, lat, lon, people = int(row[0]), float(row[4]), float(row[5]), int(row[14] or 0)
    except ValueError as error:
        raise TableError(f"allCountries.txt, line {number}: an id, degree or population is no number") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise TableError(f"allCountries.txt, line {number}: {lat}, {lon} is no place on the Earth")
    kind = kind_of(feature_class, code)
    base, radius = _WEIGHTS.get(code, _CLASSES[feature_class])
    rank = prominence(kind, people, capital=code == "PPLC") if people else base
    if code in _SETTLED_OUT or kind is Kind.HISTORICAL:
        rank = min(rank, 1.5)
    better = known.get(geonameid)
    if better is not None and kind in {Kind.COUNTRY, Kind.REGION, Kind.DISTRICT}:
        lat, lon, radius = better.lat, better.lon, better.radius_km or radius
    first = admin1.get(f"{country}.{row[10]}", 0)
    second = admin2.get(f"{country}.{row[10]}.{row[11]}", 0)
    alternates = [row[2], *(row[3].split(",") if names else ())]
    return Entry(
        id=geonameid,
        name=row[1],
        kind=kind,
        lat=lat,
        lon=lon,
        country=country,
        admin1=0 if first == geonameid else first,
        admin2=0 if second == geonameid else second,
        population=people,
        radius_km=None if kind is Kind.SETTLEMENT else radius,
        names=tuple(n for n in dict.fromkeys(alternates) if n and kept(n, row[1], people, native_from=0)),
        note=better.note if better else "",
        contested=better.contested if better else False,
        countries=better.countries if better else (country,) if kind is Kind.COUNTRY else (),
        source=SOURCE,
        prominence=rank,
    )


def _alternates(directory: Path, writer: Writer, ranks: "array[int]", report: Progress) -> None:
    for number, row in _lines(directory, "alternateNamesV2.txt", 4, report):
        if row[2] in NO_NAMES:
            continue
        try:
            geonameid = int(row[1])
        except ValueError as error:
            raise TableError(f"alternateNamesV2.txt, line {number}: {row[1]!r} is no id of GeoNames") from error
        rank = ranks[geonameid] / 25 if 0 < geonameid <= TOP_ID else 0.0
        name = row[3]
        if not rank:
            continue
        if row[2] == "abbr":
            writer.short(geonameid, name, rank)
            continue
        if not kept(name, "", 0, native_from=0):
            continue
        flags = [cell == "1" for cell in (*row[4:8], "", "", "", "")][:4]
        how = How.FORMER if flags[3] else How.USUAL if row[2] == "en" and (flags[0] or flags[1]) else How(0)
        writer.name(geonameid, name, rank, how)


def _known() -> dict[int, Known]:
    db = _embedded()
    rows = db.execute("SELECT id, key, note, contested, countries FROM details")
    details = {number: row for number, *row in rows}
    known = {}
    for place in read_pages(db):
        key, note, contested, countries = details.get(place.id, (None, None, 0, None))
        if key is None and (place.id in details or place.radius is not None):
            known[place.id] = Known(
                place.lat / 1e4,
                place.lon / 1e4,
                None if place.radius is None else float(place.radius),
                note or "",
                bool(contested),
                tuple(countries.split()) if countries else (),
            )
    db.close()
    return known


def _usual(writer: Writer, ranks: "array[int]", known: dict[int, Known]) -> None:
    """Lay the usual names and abbreviations of our tables, and the outlines, over GeoNames' own entries."""
    db = _embedded()
    own = {number for (number,) in db.execute("SELECT id FROM details WHERE key IS NOT NULL")}
    usual, main = int(How.USUAL), int(How.MAIN)
    for key, packed in db.execute("SELECT key, places FROM names"):
        for (value,) in iter_unpack("<I", packed):
            place = value >> 8
            wanted = value & usual or (value & main and place in known)  # "Andorra" for the Principality of Andorra
            if wanted and ranks[place] and place not in own:
                writer.key(key, place, ranks[place] / 25, How(value & 0xFF & ~main | usual))
    for number, rings, approximate, source in db.execute(
        "SELECT id, rings, approximate, source FROM extents ORDER BY id"
    ):
        if number not in own and ranks[number]:
            writer.packed_extent(number, rings, approximate=bool(approximate), source=source)
    db.close()


def _tables(writer: Writer) -> None:
    number = TOP_ID
    for name in PLACE_TABLES:
        for row in tables.read_places(tables.HERE / f"{name}.tsv"):
            writer.add(tables.row_entry(row, number))
            number -= 1


def _embedded() -> Connection:
    if not EMBEDDED.is_file():
        raise GazetteerError(f"The embedded gazetteer is not at {EMBEDDED}. Install dateline again.")
    return connect(f"{EMBEDDED.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _exists(directory: Path, name: str) -> bool:
    return (directory / name).is_file() or (directory / name).with_suffix(".zip").is_file()


@contextmanager
def _opened(directory: Path, name: str) -> Iterator[tuple[IO[bytes], int]]:
    plain, packed = directory / name, (directory / name).with_suffix(".zip")
    if plain.is_file():
        with plain.open("rb") as file:
            yield file, plain.stat().st_size
    elif packed.is_file():
        try:
            archive = zipfile.ZipFile(packed)
            size = archive.getinfo(name).file_size
        except (zipfile.BadZipFile, KeyError) as error:
            raise GazetteerError(f"{packed} is damaged or has no {name} ({error}). Download it again.") from error
        with archive, archive.open(name) as member:
            yield member, size
    else:
        raise GazetteerError(
            f"There is no {name} (or {packed.name}) in {directory}. "
            "Download it from https://download.geonames.org/export/dump/ and try again."
        )


def _lines(directory: Path, name: str, least: int, report: Progress) -> Iterator[tuple[int, list[str]]]:
    with _opened(directory, name) as (file, whole):
        done = 0
        for number, line in enumerate(file, 1):
            done += len(line)
            if number % 20_000 == 0:
                report(name, done, whole)
            if not line.strip() or line.startswith(b"#"):
                continue
            try:
                cells = line.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError as error:
                raise TableError(f"{name}, line {number}: not UTF-8 ({error.reason})") from error
            if len(cells) < least:
                raise TableError(f"{name}, line {number}: {len(cells)} columns instead of {least}")
            yield number, cells
        report(name, whole, whole)


def _codes(directory: Path, name: str) -> dict[str, int]:
    codes = {}
    for number, row in _lines(directory, name, 4, lambda _name, _done, _whole: None):
        if not row[3].isdecimal():
            raise TableError(f"{name}, line {number}: {row[3]!r} is no id of GeoNames")
        codes[row[0]] = int(row[3])
    return codes


__all__ = ["Progress", "build_from_geonames", "kind_of"]
