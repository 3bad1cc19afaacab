"""Looks places up in a gazetteer file: by name, by key, by position, and what lies in what."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from math import cos, radians
from os import getpid
from pathlib import Path
from struct import unpack as unpack_struct
from threading import get_ident
from typing import Self

from .errors import GazetteerError
from .generics import GENERIC, stem
from .names import ARTICLES, SHORTENED, exact, fold, sounds, spell, writable
from .pages import NO_COUNTRY, NO_RADIUS, Pages, Rest
from .place import Extent, Kind, Place, Precision, make_place
from .shapes import inside, kilometres, unpack
from .store import FORMAT, KINDS, TOP_ID, How, cell

EMBEDDED = Path(__file__).parent / "data" / "gazetteer.sqlite"

PRECISIONS = {
    Kind.SITE: Precision.SITE,
    Kind.SETTLEMENT: Precision.SETTLEMENT,
    Kind.DISTRICT: Precision.DISTRICT,
    Kind.REGION: Precision.REGION,
    Kind.COUNTRY: Precision.COUNTRY,
    Kind.CONTINENT: Precision.AREA,
    Kind.AREA: Precision.AREA,
    Kind.SEA: Precision.AREA,
    Kind.WATER: Precision.REGION,
    Kind.RELIEF: Precision.REGION,
    Kind.ISLAND: Precision.REGION,
    Kind.HISTORICAL: Precision.AREA,
}

CACHED = 8_000
"""Places and names held in memory before both caches are emptied: some 6 MB, more than any article needs."""

LEAST_ALIKE = 0.6
"""Of `difflib.SequenceMatcher.ratio`, between names that sound alike; set by eye: "Zwara" and "Zuwarah" have .83."""

_NAME = "SELECT places FROM names WHERE key = ?"
_NOWHERE = ("", "")
_HOWS = tuple(How(bits) for bits in range(256))  # calling an enumeration takes longer than all else about a match
_Details = tuple[tuple[str, ...], str, bool, tuple[int | None, int | None] | None, str, tuple[str, ...]]
"""Names to show, note, whether the name is contested, years, source, countries."""
_NO_DETAILS: _Details = ((), "", False, None, "", ())
_PRECISIONS = tuple(PRECISIONS[kind] for kind in KINDS)
_PLAIN = tuple((bits, "") for bits in range(256))
_JOINTS = frozenset("-–.'’&/")  # what may stand within a name as a token of its own
_LONGEST_ID = len("gn:") + 18  # SQLite's integers have 18 digits and some
_MEND = "Install dateline again, or build the gazetteer with `dateline gazetteer build`."


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean, and how the name belongs to it. Of a tuple, the first is the most prominent."""

    place: Place
    how: How
    exact: bool  # the name is written as the gazetteer writes the place's main name, marks and capitals included
    generic: str = ""  # the word that was set aside to find it ("district" of "Khachmaz District")


class Gazetteer:
    """A read-only gazetteer. Cheap to open; give each thread its own. Can be pickled: it is opened again."""

    def __init__(self, path: Path, overlays: tuple[Path, ...] = ()) -> None:
        """Open a file; `Gazetteer.open` says what is wrong with it in friendlier words."""
        self.path = path
        self.overlays = overlays
        self._db = _connect(path)
        self._db.execute(f"PRAGMA mmap_size = {path.stat().st_size}")
        self._one = self._db.cursor()
        self._pages = Pages(self._db)
        self._places: dict[int, Place] = {}
        self._countries: dict[str, str] = {}
        self._divisions: dict[int, tuple[str, str]] = {}
        self._names: dict[str, tuple[int, ...]] = {}
        self._starts: dict[str, tuple[str, int, int]] = {}
        self._layers = _layers(overlays)
        shorts = self._one.execute("SELECT key, places FROM names WHERE key >= '=' AND key < '>'").fetchall()
        self._shorts = {key: unpack_struct(f"<{len(ids) // 4}I", ids) for key, ids in shorts}

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the embedded gazetteer, or the one at `path`.

        Raises:
            GazetteerError: there is none, it is damaged, or this version reads another format.
        """
        return cls(EMBEDDED if path is None else path)

    def with_overlay(self, path: Path) -> "Gazetteer":
        """Return a gazetteer that also knows the user's places in a CSV, GeoJSON or Linked Places file.

        They come before the gazetteer's own under their names. What was laid over before stays.

        Raises:
            GazetteerError: the file can't be read.
            TableError: a place in it can't be used; the message names file and line.
        """
        return Gazetteer(self.path, (*self.overlays, path))

    def close(self) -> None:
        """Let go of the file."""
        _kept.cache_clear()  # it may be one of those that `_reopen` hands out
        self._db.close()

    def __reduce__(self) -> tuple[Callable[..., "Gazetteer"], tuple[Path, tuple[Path, ...]]]:
        return _reopen, (self.path, self.overlays)

    def meta(self) -> dict[str, str]:
        """Return what the build noted: format, stamp, sources, number of places and names."""
        return dict(self._one.execute("SELECT key, value FROM meta").fetchall())

    # By name

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return every place that the name may mean, the most prominent first, without outlines.

        Names meet regardless of case, diacritics, punctuation, "Saint" and "St.", and, for Cyrillic, Greek, Armenian
        and Georgian, script. Abbreviations ("US", "Ill.", "W.Va.") are found only as they are written. A name with a
        generic word ("Khachmaz District", "the state of Victoria") also finds the division called by the rest.
        """
        key, packed = self._packed(name)
        place = self._place
        if " " not in key or GENERIC.isdisjoint(key.split(" ")):  # no generic word to set aside
            return tuple([place(number >> 8) for number in packed])
        return tuple([place(number) for number in self._candidates(name, key, packed)])

    def matches(self, name: str) -> tuple[Match, ...]:
        """Return every place that the name may mean, with how the name belongs to it; as `lookup` otherwise."""
        found = []
        for number, (how, generic) in self._candidates(name, *self._packed(name)).items():
            place = self._place(number)
            found.append(Match(place, _HOWS[how], exact=place.name == name and not generic, generic=generic))
        return tuple(found)

    def _candidates(self, name: str, key: str, packed: tuple[int, ...]) -> dict[int, tuple[int, str]]:
        """Return the ids that a name leads to, in order, with the bits of `How` and the generic word set aside."""
        found: dict[int, tuple[int, str]] = {}
        for number in packed:
            found[number >> 8] = _PLAIN[number & 0xFF]
        generic = stem(name) if " " in key and not GENERIC.isdisjoint(key.split(" ")) else None
        if generic is not None:
            for number in self._ids(fold(generic.rest)):
                if self._place(number >> 8).kind in generic.kinds:
                    found.setdefault(number >> 8, (number & 0xFF, generic.word))
        return found

    def alike(self, name: str) -> tuple[Match, ...]:
        """Return the settlements whose romanised names sound like the name, in a language that has many romanisations.

        For names that lead nowhere as they stand: "Zwara" is Zuwarah. What sounds alike and looks too different is
        left out; the caller should ask for a country that fits.
        """
        key = sounds(name)
        asked = _bare(fold(name))
        found = []
        for number in self._ids(f"~{key}") if key else ():
            place = self._place(number >> 8)
            if SequenceMatcher(None, asked, _bare(fold(place.name))).ratio() >= LEAST_ALIKE:
                found.append(Match(place, How(0), exact=False))
        return tuple(found)

    def _packed(self, name: str) -> tuple[str, tuple[int, ...]]:
        """Return a name's folded key, and the packed ids and bits of the abbreviation and of the name, each once."""
        short = exact(name)
        packed = self._short(short)
        if not packed and "." in short and short[-1] != ".":  # a sentence's end may have taken the last dot: "N.Y"
            packed = self._short(short + ".")
        key = fold(name)
        ids = self._ids(key)
        if not packed:
            return key, ids
        known = {number >> 8 for number in packed}
        return key, (*packed, *[number for number in ids if number >> 8 not in known])

    def has(self, name: str) -> bool:
        """Whether the name leads to any place (generic words are not set aside)."""
        return bool(self._short(exact(name)) or self._ids(fold(name)))

    def longest(self, tokens: Sequence[str], start: int = 0, limit: int = 8) -> int:
        """Return how many tokens from `start` on form the longest known name, 0 where there is none.

        Tokens are words as written, punctuation apart or not ("St.", "Guinea", "-", "Bissau").
        """
        first, most, known = self._start(tokens[start])
        if first == "the" and start + 1 < len(tokens):
            after = self.longest(tokens, start + 1, limit - 1)
            return after + 1 if after else known
        last = min(limit, len(tokens) - start, 2 * most - 1)  # a hyphen between all words is a token, too
        for count in range(1, last):
            sign = tokens[start + count][:1]
            if not sign.isalnum() and sign not in _JOINTS:
                last = count
                break
        for count in range(last, 1, -1):
            text = spell(tokens[start : start + count])
            key = fold(text)
            if key.count(" ") < most and self._known(key, text, tokens[start + count - 1]):
                return count
        return known

    def _start(self, token: str) -> tuple[str, int, int]:
        """Return a token's first word, the words of the longest name beginning so, and 1 if it is a name itself."""
        seen = self._starts.get(token)
        if seen is not None:
            return seen
        first = fold(token).split(" ", 1)[0]
        first = SHORTENED.get(first, first)
        row = self._one.execute("SELECT longest FROM starts WHERE word = ?", (first,)).fetchone() if first else None
        most = max([row[0] if row else 1, *(layer.starts.get(first, 1) for layer in self._layers)])
        known = int(bool(self._short(exact(token)) or (first and self._ids(fold(token)))))
        if len(self._starts) > CACHED:
            self._starts.clear()
        self._starts[token] = (first, most, known)
        return self._starts[token]

    def _known(self, key: str, text: str, last: str) -> bool:
        if not (last[0].isalnum() or last[-1] == "."):
            return False  # a name never ends with a comma or a dash
        return bool(self._short(exact(text)) or (last != "." and self._ids(key)))

    def _ids(self, key: str) -> tuple[int, ...]:
        """Return the packed ids and bits under a folded key: the user's own places first."""
        known = self._names.get(key)
        if known is not None:
            return known
        row = self._one.execute(_NAME, (key,)).fetchone()
        found = unpack_struct(f"<{len(row[0]) // 4}I", row[0]) if row else ()
        for layer in self._layers:
            found = (*layer.names.get(key, ()), *found)
        if len(self._names) > CACHED:
            self._names.clear()
        self._names[key] = found
        return found

    def _short(self, key: str) -> tuple[int, ...]:
        """Return the packed ids and bits under the key of an abbreviation: the user's own places first."""
        found = self._shorts.get(key, ())
        for layer in self._layers:
            found = (*layer.names.get(key, ()), *found)
        return found

    # By key

    def get(self, key: str) -> Place | None:
        """Return the place with this key, None where there is none."""
        number = self._number(key)
        if number is None:
            return None
        try:
            return self._place(number)
        except KeyError:
            return None

    def extent(self, key: str) -> Extent | None:
        """Return the outline of a place, else its radius, else None (a settlement, an unknown key)."""
        number = self._number(key)
        if number is None:
            return None
        for layer in self._layers:
            if number in layer.places:
                return layer.places[number].extent
        row = self._one.execute("SELECT rings, approximate, source FROM extents WHERE id = ?", (number,)).fetchone()
        place = self.get(key)
        if place is None:
            return None
        if row is not None:
            return Extent(unpack(row[0]), place.radius_km, bool(row[1]), row[2])
        if place.radius_km is not None:
            return Extent((), place.radius_km, True, place.source or "a circle of its size")
        return None

    def with_extent(self, place: Place) -> Place:
        """Return the place with its outline filled in."""
        return replace(place, extent=self.extent(place.key))

    def _number(self, key: str) -> int | None:
        if key.startswith("gn:"):
            return int(key[3:]) if len(key) < _LONGEST_ID and key[3:].isdecimal() else None
        for layer in self._layers:
            if key in layer.keys:
                return layer.keys[key]
        row = self._one.execute("SELECT id FROM details WHERE key = ?", (writable(key),)).fetchone()
        return None if row is None else int(row[0])

    def _place(self, number: int) -> Place:
        place = self._places.get(number)
        if place is not None:
            return place
        for layer in self._layers:
            if number in layer.places:
                return layer.places[number]
        fields = self._pages.get(number)
        if fields is None:
            raise KeyError(number)
        if len(self._places) > CACHED:
            self._places.clear()
        place = self._places[number] = self._read(number, *fields)
        return place

    def _read(self, number: int, name: str, rest: Rest) -> Place:
        kind, more, country, lat, lon, admin1, admin2, population, radius, _, _ = rest
        first = second = _NOWHERE
        if admin1:
            first = self._divisions.get(admin1) or self._division(admin1)
        if admin2:
            second = self._divisions.get(admin2) or self._division(admin2)
        own_key, own_id, known = self._details(number) if more else (None, None, _NO_DETAILS)
        return make_place(  # in the order of the fields of `Place`
            own_key or f"gn:{number}",
            name,
            KINDS[kind],
            _PRECISIONS[kind],
            lat / 1e4,
            lon / 1e4,
            "" if country == NO_COUNTRY else country.decode(),
            first[0],
            second[0],
            own_id if own_key else number,
            population,
            None if radius == NO_RADIUS else float(radius),
            None,  # its outline is read when it is asked for
            *known[:5],
            first[1],
            second[1],
            known[5],
        )

    def _details(self, number: int) -> tuple[str | None, int | None, _Details]:
        """Return what is known of few places: a key of their own, their id in GeoNames, and `_Details`."""
        key, geonameid, names, note, contested, begin, end, source, countries = self._one.execute(
            "SELECT key, geonameid, names, note, contested, first, last, source, countries FROM details WHERE id = ?",
            (number,),
        ).fetchone()
        return (
            key,
            geonameid,
            (
                tuple(names.split("\n")) if names else (),
                note or "",
                bool(contested),
                (begin, end) if begin is not None or end is not None else None,
                source or "",
                tuple(countries.split()) if countries else (),
            ),
        )

    def _division(self, number: int) -> tuple[str, str]:
        """Read name and key of a division; kept for good, since there are few and nearly every place has one."""
        fields = self._pages.get(number)
        division = _NOWHERE
        if fields is not None:
            key = self._details(number)[0] if fields[1][1] else None
            division = (fields[0], key or f"gn:{number}")
        self._divisions[number] = division
        return division

    def country_name(self, code: str) -> str:
        """Return the name of a country by its ISO 3166-1 code, the code itself where it is not known."""
        name = self._countries.get(code)
        if name is None:
            rows = self._one.execute("SELECT id FROM details WHERE countries = ? ORDER BY id", (code,)).fetchall()
            places = [self._place(number) for (number,) in rows]
            name = next((place.name for place in places if place.kind is Kind.COUNTRY), code)
            self._countries[code] = name
        return name

    # By position

    def near(self, lat: float, lon: float, km: float, kinds: Iterable[Kind] = ()) -> tuple[Place, ...]:
        """Return the places whose points lie within `km` of a point (degrees), the nearest first.

        `kinds` limits what is looked for; empty is everything.
        """
        wanted = frozenset(kinds)
        reach = km / 111.2
        beyond = abs(lat) + reach > 89.0  # around a pole every longitude is near
        wide = 180.0 if beyond else min(180.0, reach / cos(radians(abs(lat) + reach)))
        cells = {
            cell(y - 90.0, x % 360 - 180.0)
            for y in range(max(0, int(lat - reach + 90)), min(179, int(lat + reach + 90)) + 1)
            for x in range(int(lon - wide + 180 + 360) - 360, int(lon + wide + 180) + 1)
        }
        found: list[tuple[float, str, Place]] = []
        for number in sorted(cells):
            row = self._one.execute("SELECT places FROM grid WHERE cell = ?", (number,)).fetchone()
            ids = unpack_struct(f"<{len(row[0]) // 4}I", row[0]) if row else ()
            for layer in self._layers:
                ids = (*layer.grid.get(number, ()), *ids)
            for place_number in ids:
                place = self._place(place_number)
                away = kilometres(lat, lon, place.lat, place.lon)
                if away <= km and (not wanted or place.kind in wanted):
                    found.append((away, place.key, place))
        return tuple(place for _, _, place in sorted(found, key=lambda item: item[:2]))

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether `inner` lies in `outer`: by division and country, else by outline or radius and list of countries."""
        if outer.key == inner.key:
            return False
        if outer.kind is Kind.COUNTRY:
            return outer.country == inner.country
        if outer.kind is Kind.REGION or outer.kind is Kind.DISTRICT:
            if outer.key in (inner.admin1_key, inner.admin2_key):
                return True
            if inner.kind in {Kind.SETTLEMENT, Kind.DISTRICT, Kind.REGION, Kind.COUNTRY}:
                return False
        if outer.kind in {Kind.SITE, Kind.SETTLEMENT}:
            return False
        if inner.country and outer.countries and inner.country not in outer.countries:
            return False
        if len(outer.countries) > 1 and inner.kind is Kind.COUNTRY:
            return True
        shape = self.extent(outer.key)
        if shape is None:
            return False
        if shape.rings:
            return inside(shape.rings, inner.lat, inner.lon)
        return shape.radius_km is not None and kilometres(outer.lat, outer.lon, inner.lat, inner.lon) <= shape.radius_km


def _bare(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key


@dataclass(frozen=True, slots=True)
class Layer:
    """Places that a user lays over a gazetteer, held in memory; they come before the gazetteer's own."""

    places: dict[int, Place]
    keys: dict[str, int]
    names: dict[str, tuple[int, ...]]
    starts: dict[str, int]
    grid: dict[int, tuple[int, ...]]


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise GazetteerError(f"There is no gazetteer at {path}. {_MEND}")
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    except sqlite3.Error as error:
        raise GazetteerError(f"The gazetteer {path} can't be read ({error}). {_MEND}") from error
    if row is None or row[0] != FORMAT:
        has = row[0] if row else "none"
        raise GazetteerError(f"The gazetteer {path} has the format {has!r}, this version reads {FORMAT!r}. {_MEND}")
    if path.stat().st_size < pages * size:
        raise GazetteerError(f"The gazetteer {path} is cut short. {_MEND}")
    return db


def _layers(overlays: tuple[Path, ...]) -> tuple[Layer, ...]:
    from .overlay import read_layer

    return tuple(read_layer(path, order) for order, path in enumerate(overlays, 1))


@lru_cache(maxsize=8)
def _kept(_where: tuple[int, int], _stamps: tuple[int, ...], path: Path, overlays: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer(path, overlays)


def _reopen(path: Path, overlays: tuple[Path, ...]) -> Gazetteer:
    """Open a pickled gazetteer once in each process and thread, since a worker is sent one with every chunk.

    Files that have changed since are opened anew.
    """
    stamps = tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in (path, *overlays))
    return _kept((getpid(), get_ident()), stamps, path, overlays)


def read_stamp(path: Path) -> str | None:
    """Return from what the file at `path` was built, None where there is none that this version reads."""
    try:
        db = _connect(path)
    except GazetteerError:
        return None
    row = db.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    db.close()
    return None if row is None else str(row[0])


__all__ = ["CACHED", "EMBEDDED", "TOP_ID", "Gazetteer", "Layer", "Match", "read_stamp"]
