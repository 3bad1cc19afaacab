"""Reads the tables that people write: tab-separated, one place or one alias a line, each line with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import TableError
from .place import Kind
from .store import Entry

HERE = Path(__file__).parent / "tables"

PLACE_COLUMNS = [
    "key",
    "name",
    "kind",
    "lat",
    "lon",
    "radius_km",
    "countries",
    "rank",
    "years",
    "contested",
    "aliases",
    "note",
    "source",
]
ALIAS_COLUMNS = ["place", "aliases", "shorts", "former", "source"]
NOTE_COLUMNS = ["place", "contested", "note", "source"]
OUTLINE_COLUMNS = ["key", "of", "name", "source"]
POINT_COLUMNS = ["place", "name", "lat", "lon", "radius_km", "source"]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place that no package has. `rank` is its prominence, on the scale of log10 of people."""

    key: str
    name: str
    kind: Kind
    lat: float
    lon: float
    radius_km: float | None
    countries: tuple[str, ...]
    rank: float
    years: tuple[int | None, int | None] | None
    contested: bool
    aliases: tuple[str, ...]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Further names of a country ("US"), a region ("US-CA") or any GeoNames entry ("gn:2643743").

    `shorts` are abbreviations, whose capitals and dots matter; `former` are names no longer in use.
    """

    place: str
    aliases: tuple[str, ...]
    shorts: tuple[str, ...]
    former: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PointRow:
    """A better middle and size of a region than its settlements give."""

    place: str
    name: str
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A neutral remark on a place that a package has, named as in `AliasRow`."""

    place: str
    contested: bool
    note: str


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8") as lines:
        header: list[str] = []
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = [c.strip() for c in line.split("\t")]
            where = f"{path.name}, line {number}"
            if not header:
                header = cells
                if header != columns:
                    raise TableError(f"{where}: the columns must be {' '.join(columns)}, and are {' '.join(header)}")
                continue
            if len(cells) > len(columns):
                raise TableError(f"{where}: {len(cells)} columns instead of {len(columns)}")
            yield where, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def several(cell: str) -> tuple[str, ...]:
    """Split a cell with several names at its bars."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _number(where: str, column: str, cell: str, low: float, high: float) -> float:
    try:
        value = float(cell)
    except ValueError as error:
        raise TableError(f"{where}: {column} is {cell!r}, and must be a number") from error
    if not low <= value <= high:
        raise TableError(f"{where}: {column} is {cell}, and must lie between {low:g} and {high:g}")
    return value


def _years(where: str, cell: str) -> tuple[int | None, int | None] | None:
    if not cell:
        return None
    first, bar, last = cell.partition("/")
    try:
        return (int(first) if first else None, int(last) if last else None) if bar else (int(first), int(first))
    except ValueError as error:
        raise TableError(f"{where}: years are {cell!r}, and must look like 1922/1991, /1918 or -539/") from error


def read_places(path: Path) -> Iterator[PlaceRow]:
    """Yield the places of a table.

    Raises:
        TableError: a line that can't be read; the message names file and line.
    """
    seen: set[str] = set()
    for where, row in _rows(path, PLACE_COLUMNS):
        if not row["key"] or row["key"] in seen:
            raise TableError(f"{where}: the key {row['key']!r} is missing or was used before")
        seen.add(row["key"])
        if row["kind"] not in set(Kind):
            raise TableError(f"{where}: kind is {row['kind']!r}, and must be one of {', '.join(Kind)}")
        if not row["source"]:
            raise TableError(f"{where}: the source is missing")
        yield PlaceRow(
            key=row["key"],
            name=row["name"],
            kind=Kind(row["kind"]),
            lat=_number(where, "lat", row["lat"], -90, 90),
            lon=_number(where, "lon", row["lon"], -180, 180),
            radius_km=_number(where, "radius_km", row["radius_km"], 0, 20_000) if row["radius_km"] else None,
            countries=tuple(row["countries"].split()),
            rank=_number(where, "rank", row["rank"], 0, 12) if row["rank"] else 5.0,
            years=_years(where, row["years"]),
            contested=row["contested"] == "yes",
            aliases=several(row["aliases"]),
            note=row["note"],
            source=row["source"],
        )


def read_aliases(path: Path) -> Iterator[AliasRow]:
    """Yield the further names of a table."""
    for where, row in _rows(path, ALIAS_COLUMNS):
        if not row["place"] or not row["source"]:
            raise TableError(f"{where}: the place or the source is missing")
        yield AliasRow(
            row["place"], several(row["aliases"]), several(row["shorts"]), several(row["former"]), row["source"]
        )


def read_notes(path: Path) -> Iterator[NoteRow]:
    """Yield the remarks of a table."""
    for where, row in _rows(path, NOTE_COLUMNS):
        if not row["place"] or not row["note"] or not row["source"]:
            raise TableError(f"{where}: the place, the note or the source is missing")
        yield NoteRow(row["place"], row["contested"] == "yes", row["note"])


def read_outlines(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the key of each place that is drawn as another, and the GeoNames number of that other one."""
    for where, row in _rows(path, OUTLINE_COLUMNS):
        if not row["key"] or not row["source"] or not row["of"].removeprefix("gn:").isdecimal():
            raise TableError(f"{where}: the key, the source or the GeoNames entry (gn:…) to be drawn as is missing")
        yield row["key"], int(row["of"].removeprefix("gn:"))


def read_points(path: Path) -> Iterator[PointRow]:
    """Yield the middles of regions of a table."""
    for where, row in _rows(path, POINT_COLUMNS):
        yield PointRow(
            row["place"],
            row["name"],
            _number(where, "lat", row["lat"], -90, 90),
            _number(where, "lon", row["lon"], -180, 180),
            _number(where, "radius_km", row["radius_km"], 0, 20_000),
        )


def row_entry(row: PlaceRow, number: int, more: tuple[str, ...] = ()) -> Entry:
    """Return a table's row as the writer takes it; `more` are names from elsewhere."""
    return Entry(
        id=number,
        name=row.name,
        kind=row.kind,
        lat=row.lat,
        lon=row.lon,
        country=row.countries[0] if len(row.countries) == 1 else "",
        radius_km=row.radius_km,
        names=tuple(dict.fromkeys((*row.aliases, *more))),
        key=f"table:{row.key}",
        note=row.note or (past(row.years) if row.kind is Kind.HISTORICAL else ""),
        contested=row.contested,
        years=row.years,
        source=row.source,
        countries=row.countries,
        prominence=row.rank,
    )


def past(years: tuple[int | None, int | None] | None) -> str:
    """Return the remark on a place that is no more: "A state or region of the past (1299 to 1922)."."""

    def year(number: int) -> str:
        return f"{-number} BC" if number < 0 else str(number)

    first, last = years or (None, None)
    if first is not None and last is not None:
        span = f" ({year(first)} to {year(last)})"
    elif last is not None:
        span = f" (until {year(last)})"
    else:
        span = f" (from {year(first)})" if first is not None else ""
    return f"A state or region of the past{span}."
