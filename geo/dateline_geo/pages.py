"""Keeps places in pages of records of one size: reading a place takes two bisections, no statement of SQL."""

import sqlite3
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from .errors import TableError

PAGE = 128
"""Records in a page: smaller ones cost more statements, larger ones read more neighbours that nobody asked for."""

MOST = 4_096
"""Pages held in memory before they are let go: the embedded gazetteer has 2,300 of 6 kB, all of GeoNames 105,000."""

_RECORD = struct.Struct("<BB2siiIIIHHH")
_SIZE = _RECORD.size
NO_RADIUS = 0xFFFF
NO_COUNTRY = b"--"


class Record(NamedTuple):
    """What is kept of every place. Degrees are in ten thousandths; a division's id is 0 where there is none."""

    id: int
    name: str
    kind: int  # position in `store.KINDS`
    lat: int
    lon: int
    country: str
    admin1: int
    admin2: int
    population: int
    radius: int | None  # kilometres
    more: bool  # whether the table `details` has more


_Page = tuple["array[int]", bytes, str]
"""The ids of a page, its records, and all its names one after the other."""

Rest = tuple[int, int, bytes, int, int, int, int, int, int, int, int]
"""What is kept beside a name: kind, whether there are details, country, latitude, longitude, both divisions, people,
radius, and where the name begins among those of its page and how long it is."""

_unpack = _RECORD.unpack_from


def _packed(numbers: "array[int]") -> bytes:
    """Numbers of 32 bits, the lowest byte first, whatever the machine."""
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(packed: bytes) -> "array[int]":
    numbers = array("I", packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def write_pages(db: sqlite3.Connection, places: Iterable[Record]) -> int:
    """Write places, which come in the order of their ids, into `pages` and `directory`; returns how many they were.

    Raises:
        TableError: a number of a place is too large for its field.
    """
    count, firsts = 0, array("I")
    rest = iter(places)
    while part := list(islice(rest, PAGE)):
        records, at = bytearray(), 0
        for place in part:
            try:
                records += _RECORD.pack(
                    place.kind,
                    place.more,
                    place.country.encode() or NO_COUNTRY,
                    place.lat,
                    place.lon,
                    place.admin1,
                    place.admin2,
                    place.population,
                    NO_RADIUS if place.radius is None else place.radius,
                    at,
                    len(place.name),
                )
            except struct.error as error:
                raise TableError(f"{place.name}: a number does not fit into the gazetteer ({error})") from error
            at += len(place.name)
        ids = array("I", [place.id for place in part])
        names = "".join([place.name for place in part])
        db.execute("INSERT INTO pages VALUES(?,?,?,?)", (part[0].id, _packed(ids), bytes(records), names))
        firsts.append(part[0].id)
        count += len(part)
    db.execute("INSERT INTO directory VALUES(?)", (_packed(firsts),))
    return count


def read_pages(db: sqlite3.Connection) -> Iterator[Record]:
    """Every place of a gazetteer file, in the order of the ids."""
    for ids, records, text in db.execute("SELECT ids, records, names FROM pages ORDER BY first"):
        for number, rest in zip(_numbers(ids), _RECORD.iter_unpack(records), strict=True):
            kind, more, country, lat, lon, admin1, admin2, population, radius, start, length = rest
            name = text[start : start + length]
            code = "" if country == NO_COUNTRY else country.decode()
            reach = None if radius == NO_RADIUS else radius
            yield Record(number, name, kind, lat, lon, code, admin1, admin2, population, reach, bool(more))


class Pages:
    """Reads single places of an open gazetteer file; pages that were read stay in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._cursor = db.cursor()
        self._firsts = _numbers(db.execute("SELECT firsts FROM directory").fetchone()[0])
        self._pages: dict[int, _Page] = {}

    def get(self, number: int) -> tuple[str, Rest] | None:
        """Return the name of the place with this id and what else is kept of it, None where there is none."""
        at = bisect_right(self._firsts, number) - 1
        page = self._pages.get(at)
        if page is None:
            if at < 0:
                return None
            page = self._load(at)
        ids, records, text = page
        index = bisect_left(ids, number)
        if index == len(ids) or ids[index] != number:
            return None
        rest = _unpack(records, index * _SIZE)
        start = rest[-2]
        return text[start : start + rest[-1]], rest

    def _load(self, at: int) -> _Page:
        if len(self._pages) >= MOST:
            self._pages.clear()
        row = self._cursor.execute("SELECT ids, records, names FROM pages WHERE first = ?", (self._firsts[at],))
        ids, records, text = row.fetchone()
        page = self._pages[at] = (_numbers(ids), records, text)
        return page
