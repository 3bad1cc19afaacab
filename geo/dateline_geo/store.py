"""The gazetteer's file: its SQLite schema, and the writer that every build goes through."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from itertools import groupby
from math import log10
from operator import itemgetter
from pathlib import Path
from struct import pack as pack_struct
from types import MappingProxyType, TracebackType
from typing import Self

from .errors import TableError
from .names import exact, fold, script, sounds
from .pages import Record, write_pages
from .patterns import words
from .place import Kind, Ring
from .shapes import pack

FORMAT = "dateline-gazetteer 5"
"""Raised whenever the schema or the folding of names changes: an older file is refused with a message."""

TOP_ID = (1 << 24) - 1
"""Ids of places have 24 bits: GeoNames' own ids from below, everything else from the top down."""

KINDS = tuple(Kind)

FURTHER = 1.5
"""What a further name counts less than the main one, in powers of ten of people: chosen by hand, so that Hong Kong does
not answer first to "Victoria"."""

ROMANISED = words(
    "AE AF AM AZ BG BH BY DJ DZ EG ER ET GE IQ IR JO KG KW KZ LB LY MA MK MN MR OM PK PS QA RU SA SD SO SS SY TD TJ TM "
    "TN UA UZ YE"
)
"""Countries whose places are written in Latin letters in more than one way, and so are kept by their sounds as well."""
FEWEST_PEOPLE = 2_000  # of a settlement that is: 23,417 keys more, .8 MB

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE pages(first INTEGER PRIMARY KEY, ids BLOB, records BLOB, names TEXT);
CREATE TABLE directory(firsts BLOB);
CREATE TABLE details(id INTEGER PRIMARY KEY, key TEXT, names TEXT, note TEXT, contested INTEGER, first INTEGER,
    last INTEGER, source TEXT, countries TEXT, geonameid INTEGER);
CREATE INDEX details_key ON details(key);
CREATE TABLE extents(id INTEGER PRIMARY KEY, rings BLOB, approximate INTEGER, source TEXT);
CREATE TABLE names(key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
CREATE TABLE starts(word TEXT PRIMARY KEY, longest INTEGER) WITHOUT ROWID;
CREATE TABLE grid(cell INTEGER PRIMARY KEY, places BLOB);
"""


class How(IntFlag):
    """How a name belongs to a place: eight bits beside the place's id."""

    MAIN = 1  # the gazetteer's own first name
    USUAL = 2  # named by a table that people wrote, or by a country's or region's standard
    SHORT = 4  # an abbreviation, kept with its capitals
    SEAT = 8  # the name of the town after which a district is called
    FORMER = 16  # no longer in use


@dataclass(frozen=True, slots=True)
class Entry:
    """One place as the writer takes it; `names` are its further names, `shorts` the ones whose capitals matter."""

    id: int
    name: str
    kind: Kind
    lat: float
    lon: float
    country: str = ""
    admin1: int = 0
    admin2: int = 0
    population: int = 0
    radius_km: float | None = None
    names: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    key: str = ""
    note: str = ""
    contested: bool = False
    years: tuple[int | None, int | None] | None = None
    source: str = ""
    countries: tuple[str, ...] = ()
    geonameid: int | None = None
    prominence: float = 0.0
    below: Mapping[str, float] = field(default_factory=dict)  # keys under which it must stay below this prominence


def prominence(kind: Kind, population: int, *, capital: bool = False) -> float:
    """How likely a bare name means this place before anything else is known, on the scale of log10 of people.

    A country comes before a town of the same name (Luxembourg), a town before its district and, unless it is much
    smaller, before its region (New York, Washington; but Georgia the state before Georgia in Texas).
    """
    size = log10(population + 1)
    if kind is Kind.COUNTRY:
        return size + 2.0
    if kind is Kind.REGION:
        return size - 0.7
    if kind is Kind.DISTRICT:
        return size - 1.0
    return size + (1.0 if capital else 0.0)


def cell(lat: float, lon: float) -> int:
    """Number of the one-degree cell of the `grid` table that a point lies in."""
    return (int(lat + 90.0) * 360 + int(lon + 180.0) % 360) if lat < 90.0 else 179 * 360


def kept(name: str, main: str, population: int, native_from: int = 10_000) -> bool:
    """Whether an alternate name is worth its bytes.

    Out go machine romanisations ("lndn"; GeoNames writes them without capitals), airport codes, web addresses, and
    the names in scripts without a romanisation here of places with fewer than `native_from` people.
    """
    if len(name) < 2 or len(name) > 60 or "/" in name or "(" in name or "," in name or name == main:
        return False
    if name.isascii() and name.isupper() and len(name) <= 4:
        return False
    kind = script(name)
    if kind == "LATIN" and len(name) < 3:
        return False
    if kind == "LATIN":
        return name[0].isupper() or not name[0].isalpha() or (" " in name and not name.islower())
    if kind in {"CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN"}:
        return True
    return bool(kind) and kind != "MODIFIER" and population >= native_from


class Writer:
    """Writes a gazetteer file; use as a context manager, and the file appears only when all went well."""

    def __init__(self, target: Path, *, stamp: str) -> None:
        """Begin a file beside `target`; `stamp` tells from what it is made."""
        self.target = target
        target.parent.mkdir(parents=True, exist_ok=True)
        self._draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
        self._scratch = target.with_name(f".{target.name}.{os.getpid()}.scratch")
        self._remove()
        self._db = sqlite3.connect(self._draft)
        self._db.executescript(SCHEMA)
        self._db.execute("ATTACH ? AS scratch", (str(self._scratch),))
        self._db.execute("PRAGMA scratch.journal_mode = OFF")
        self._db.execute(
            "CREATE TABLE scratch.places(id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, lat INTEGER, lon INTEGER, "
            "country TEXT, admin1 INTEGER, admin2 INTEGER, population INTEGER, radius INTEGER, more INTEGER)"
        )
        self._db.execute("CREATE TABLE scratch.raw(key TEXT, place INTEGER, rank INTEGER)")
        self._db.execute("CREATE TABLE scratch.cells(cell INTEGER, place INTEGER)")
        self._db.execute("INSERT INTO meta VALUES('format', ?), ('stamp', ?)", (FORMAT, stamp))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        else:
            self._db.close()
        self._remove()

    def _remove(self) -> None:
        self._draft.unlink(missing_ok=True)
        self._scratch.unlink(missing_ok=True)

    def meta(self, key: str, value: str) -> None:
        """Note a fact about the build."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))

    def add(self, entry: Entry) -> None:
        """Add a place with all its names."""
        if not 0 < entry.id <= TOP_ID:
            raise TableError(f"{entry.name}: id {entry.id} does not fit into the gazetteer's 24 bits")
        rich = bool(entry.key or entry.note or entry.years or entry.countries or entry.contested)
        self._db.execute(
            "INSERT INTO scratch.places VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            (
                entry.id,
                entry.name,
                KINDS.index(entry.kind),
                round(entry.lat * 1e4),
                round(entry.lon * 1e4),
                entry.country,
                entry.admin1,
                entry.admin2,
                entry.population,
                round(entry.radius_km) if entry.radius_km is not None else None,
                rich,
            ),
        )
        if rich:
            first, last = entry.years or (None, None)
            self._db.execute(
                "INSERT INTO details VALUES(?,?,?,?,?,?,?,?,?,?)",
                (
                    entry.id,
                    entry.key or None,
                    "\n".join(entry.names) or None,
                    entry.note or None,
                    int(entry.contested),
                    first,
                    last,
                    entry.source or None,
                    " ".join(entry.countries) or None,
                    entry.geonameid,
                ),
            )
        self._db.execute("INSERT INTO scratch.cells VALUES(?,?)", (cell(entry.lat, entry.lon), entry.id))
        self.name(entry.id, entry.name, entry.prominence, How.MAIN, entry.below)
        for name in entry.names:
            self.name(entry.id, name, entry.prominence, How.USUAL if rich else How(0), entry.below)
        for name in entry.shorts:
            self.short(entry.id, name, entry.prominence)
        self.alike(entry)

    def alike(self, entry: Entry) -> None:
        """Let the sounds of a place's names lead to it, where names are romanised in more than one way."""
        if entry.country in ROMANISED and entry.kind is Kind.SETTLEMENT and entry.population >= FEWEST_PEOPLE:
            for key in sorted({sounds(name) for name in (entry.name, *entry.names)} - {""}):
                self.key(f"~{key}", entry.id, entry.prominence, How(0))

    def name(
        self, place: int, name: str, rank: float, how: How, below: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        """Let a name lead to a place; a further name counts thirty times less, a former one a hundred."""
        key = fold(name)
        if key:
            if how & How.FORMER:
                rank -= 2.0
            elif not how & How.MAIN:
                rank -= 0.25 if how & How.USUAL else FURTHER
            self.key(key, place, min(rank, below.get(key, rank)), how)

    def short(self, place: int, name: str, rank: float) -> None:
        """Let an abbreviation, as written, lead to a place."""
        self.key(exact(name), place, rank, How.SHORT | How.USUAL)

    def key(self, key: str, place: int, rank: float, how: How) -> None:
        """Let a key, as `fold` or `exact` makes it, lead to a place at a prominence."""
        self._db.execute(
            "INSERT INTO scratch.raw VALUES(?,?,?)", (key, place << 8 | int(how), max(0, round(rank * 100)))
        )

    def extent(self, place: int, rings: tuple[Ring, ...], *, approximate: bool, source: str) -> None:
        """Give a place its outline."""
        packed = pack(rings)
        if packed:
            self.packed_extent(place, packed, approximate=approximate, source=source)

    def borrow_extent(self, place: int, other: int) -> bool:
        """Give a place the outline of another one, and say whether that has one."""
        done = self._db.execute(
            "INSERT INTO extents SELECT ?, rings, approximate, source FROM extents WHERE id = ?", (place, other)
        )
        return done.rowcount == 1

    def packed_extent(self, place: int, packed: bytes, *, approximate: bool, source: str) -> None:
        """Give a place its outline as `shapes.pack` makes it."""
        self._db.execute("INSERT INTO extents VALUES(?,?,?,?)", (place, packed, int(approximate), source))

    def _grouped(self) -> Iterator[tuple[str, bytes]]:
        """Yield each key with its places, the most prominent first, each place once."""
        key, seen, values = "", dict[int, int](), list[int]()
        rows = self._db.execute("SELECT key, place FROM scratch.raw ORDER BY key, rank DESC, place")
        for new, value in rows:
            if new != key:
                if key:
                    yield key, pack_struct(f"<{len(values)}I", *values)
                key, seen, values = new, {}, []
            at = seen.get(value >> 8)
            if at is None:
                seen[value >> 8] = len(values)
                values.append(value)
            else:
                values[at] |= value & 0xFF
        if key:
            yield key, pack_struct(f"<{len(values)}I", *values)

    def _finish(self) -> None:
        longest: dict[str, int] = {}
        write = self._db.cursor()
        for key, places in self._grouped():
            write.execute("INSERT INTO names VALUES(?,?)", (key, places))
            if " " in key:
                words = key.lstrip("=").split(" ")
                longest[words[0]] = max(longest.get(words[0], 0), len(words))
        write.executemany("INSERT INTO starts VALUES(?,?)", sorted(longest.items()))
        cells = self._db.execute("SELECT cell, place FROM scratch.cells ORDER BY cell, place")
        for number, rows in groupby(cells, key=itemgetter(0)):
            inside = [place for _, place in rows]
            write.execute("INSERT INTO grid VALUES(?,?)", (number, pack_struct(f"<{len(inside)}I", *inside)))
        rows = self._db.execute("SELECT * FROM scratch.places ORDER BY id")
        count = write_pages(self._db, (Record(*row) for row in rows))
        (names,) = self._db.execute("SELECT count(*) FROM names").fetchone()
        self.meta("places", str(count))
        self.meta("names", str(names))
        self._db.commit()
        self._db.execute("DETACH scratch")
        self._db.execute("VACUUM")
        self._db.close()
        self._draft.replace(self.target)
