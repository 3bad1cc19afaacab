"""One column for each thing of an event that the page draws, filters or lists: typed arrays under a JSON header.

The container is a 4-byte length, the header, and the arrays one after the other, each at a multiple of 8 bytes.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.model import Event, Manner, Status, Story
from dateline.render.basemap import load_basemap
from dateline.render.cards import utf16_offsets
from dateline.render.pieces import pieces_of
from dateline.render.style import LOOKS
from dateline.story.say import say_clock, soon_after
from dateline_geo.place import Extent, Kind, Place, Precision
from dateline_timeline.when import Basis, Grain, When

# A chunk is unpacked when one of its items is looked at: 500 cards are about 300 KB and take 3 ms.
CHUNK = 500
TEXTS = 25  # whole articles are longer

EPOCH = 719163  # the ordinal of 1970-01-01
NONE = -(2**31)  # no day

CATEGORIES = tuple(LOOKS)
STATUSES = tuple(Status)
MANNERS = tuple(Manner)
PRECISIONS = ("", *Precision)
GRAINS = tuple(Grain)
BASES = tuple(Basis)

# The place of each in its row above: 10,000 events ask for six of them.
_CATEGORY, _STATUS, _MANNER, _PRECISION, _GRAIN, _BASIS = (
    {str(name): number for number, name in enumerate(names)}
    for names in (CATEGORIES, STATUSES, MANNERS, PRECISIONS, GRAINS, BASES)
)

# How far an area reaches that no source gives a size for, in kilometres; drawn as approximate in any case.
USUAL_RADIUS = {Precision.NEAR: 10.0, Precision.DISTRICT: 20.0, Precision.REGION: 90.0}

# Nothing reaches farther than half round the Earth, in kilometres.
HALF_ROUND = 20_038.0

# A territory that reaches farther from its middle, in kilometres, is larger than nearly all first-level regions.
REGION_REACH = 300.0

APPROXIMATE, OPEN_START, OPEN_END, NO_YEAR, NEW, CHANGED, REVIEWED, MERGED = (1 << bit for bit in range(8))

_HEX = re.compile(r"(?:[0-9a-f]{2})+")


class _Table:
    """Strings that many rows share, numbered as they come; number 0 is the empty string."""

    def __init__(self) -> None:
        self.rows: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.rows)
            self.rows.append(text)
        return found


class _Lists:
    """A list of numbers for each row: how long each list is, and all lists in one."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.values: list[int] = []

    def add(self, values: Sequence[int]) -> None:
        self.values.extend(values)
        self.lengths.append(len(values))


class Columns:
    """One column for each thing that is drawn, filtered or listed."""

    def __init__(
        self,
        story: Story,
        articles: Mapping[str, int],
        new: Collection[str],
        changed: Collection[str],
        merged: Collection[str],
    ) -> None:
        self.events = story.events
        self.extents = story.extents
        self.names = {c.code: c.name for c in load_basemap(110).countries if c.code}
        events = story.events
        self.publishers, self.actors = _Table(), _Table()
        self.countries, self.regions = _Table(), _Table()
        self.by_publisher, self.by_actor = _Lists(), _Lists()
        self.evidence: list[tuple[int, int, int, int]] = []
        self.places: dict[str, int] = {}
        self.place_rows: list[tuple[Place, Precision]] = []
        units = [utf16_offsets(article.text) for article in story.articles]
        publishers = [self.publishers.number(article.publisher) for article in story.articles]
        self.flags = [
            (NEW if event.id in new else 0)
            | (CHANGED if event.id in changed else 0)
            | (MERGED if event.id in merged else 0)
            | (REVIEWED if event.reviewed else 0)
            for event in events
        ]
        self.place = [self._place(event) for event in events]
        for number, event in enumerate(events):
            said: dict[int, None] = {}
            for account in event.accounts:
                piece = account.evidence[0] if account.evidence else None
                article = articles.get(piece.article) if piece else None
                if piece is None or article is None:
                    continue
                unit = units[article]
                said[publishers[article]] = None
                self.evidence.append((number, article, unit(piece.start), unit(piece.end)))
            self.by_publisher.add([publisher for publisher in said if publisher])
            self.by_actor.add([self.actors.number(actor) for actor in dict.fromkeys(event.actors) if actor])

    def _place(self, event: Event) -> int:
        """The number of the event's place and precision in the table of places, or -1."""
        resolution = event.where.resolution if event.where else None
        if resolution is None or resolution.place is None:
            return -1
        place = resolution.place
        precision = _drawn(place, resolution.precision or place.precision, self.extents)
        key = f"{precision} {place.key} {place.lat} {place.lon}"
        found = self.places.get(key)
        if found is None:
            found = self.places[key] = len(self.place_rows)
            self.place_rows.append((place, precision))
            self.countries.number(place.country)
            self.regions.number(f"{place.country}\t{place.admin1}" if place.admin1 else "")
        return found

    def pack(self, articles: int, drops: Mapping[str, int], reasons: Mapping[str, str], *, include_text: bool) -> bytes:
        """The block `head`, before it is deflated."""
        events, rows = self.events, self.place_rows
        times = [event.when.when if event.when else None for event in events]
        extents, ring_numbers = self._rings()
        starts = np.array([_day(when, last=False) for when in times], np.int32)
        ends = np.array([_day(when, last=True) for when in times], np.int32)
        arrays: dict[str, NDArray[np.generic]] = {
            "start": starts,
            "end": ends,
            "grain": np.array([_GRAIN[when.grain] if when else 0 for when in times], np.uint8),
            "basis": np.array([_BASIS[when.basis] if when else 0 for when in times], np.uint8),
            "flags": np.array(
                [flag | _time_flags(when) for flag, when in zip(self.flags, times, strict=True)], np.uint8
            ),
            "category": np.array([_CATEGORY.get(event.category, _CATEGORY["other"]) for event in events], np.uint8),
            "status": np.array([_STATUS[event.status] for event in events], np.uint8),
            "manner": np.array([_MANNER[event.voice.manner] for event in events], np.uint8),
            "independent": np.array([min(event.independent, 255) for event in events], np.uint8),
            "reports": np.array([min(len(event.accounts), 65535) for event in events], np.uint16),
            "salience": np.array([round(255 * min(max(event.salience, 0), 1)) for event in events], np.uint8),
            "place": np.array(self.place, np.int32),
            "lat": np.array([_latitude(place.lat) for place, _ in rows], np.float32),
            "lon": np.array([_longitude(place.lon) for place, _ in rows], np.float32),
            "precision": np.array([_PRECISION[precision] for _, precision in rows], np.uint8),
            "radius": np.array([self._radius(place, precision) for place, precision in rows], np.float32),
            "extent": np.array(ring_numbers, np.int32),
            "country": np.array([self.countries.number(place.country) for place, _ in rows], np.uint16),
            "region": np.array(
                [self.regions.number(f"{p.country}\t{p.admin1}" if p.admin1 else "") for p, _ in rows], np.uint32
            ),
            "publisherLengths": _lengths(self.by_publisher.lengths),
            "publisherValues": np.array(self.by_publisher.values, np.uint16),
            "actorLengths": _lengths(self.by_actor.lengths),
            "actorValues": np.array(self.by_actor.values, np.uint32),
        }
        _strings(arrays, "headlines", [event.headline for event in events])
        _strings(arrays, "placeNames", [place.name for place, _ in rows])
        _strings(arrays, "written", [_as_written(event) for event in events])
        _strings(arrays, "dates", [_unsaid(when) for when in times])
        header = {
            "events": len(events),
            "articles": articles,
            "chunk": CHUNK,
            "texts": TEXTS if include_text else 0,
            "categories": [[name, look.label, look.light, look.dark] for name, look in LOOKS.items()],
            "statuses": STATUSES,
            "manners": MANNERS,
            "precisions": PRECISIONS,
            "grains": GRAINS,
            "bases": BASES,
            "publishers": self.publishers.rows,
            "actors": self.actors.rows,
            "countries": [[code, self.names.get(code, code)] for code in self.countries.rows],
            "regions": self.regions.rows,
            "extents": extents,
            "drops": drops,
            "reasons": reasons,
            "pieces": pieces_of(starts, ends),
        }
        return _container(header, arrays)

    def pack_trail(self) -> bytes:
        """The block `trail`: ids, and where each event stands in which article. The first view needs none of it."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for number, name in enumerate(("evidenceEvent", "evidenceArticle", "evidenceStart", "evidenceEnd")):
            arrays[name] = np.array([row[number] for row in self.evidence], np.uint32)
        ids = [event.id for event in self.events]
        plain = len({len(name) for name in ids}) == 1 and all(map(_HEX.fullmatch, ids))
        if plain:
            arrays["ids"] = np.frombuffer(bytes.fromhex("".join(ids)), np.uint8)
        else:
            _strings(arrays, "ids", ids)
        return _container({"events": len(ids), "idBytes": len(ids[0]) // 2 if plain else 0}, arrays)

    def _radius(self, place: Place, precision: Precision) -> float:
        extent = self.extents.get(place.key) or place.extent
        radius = (extent.radius_km if extent else None) or place.radius_km or USUAL_RADIUS.get(precision, 0.0)
        if not 0 <= radius <= HALF_ROUND:  # also what is no number
            radius = USUAL_RADIUS.get(precision, 0.0)
        return USUAL_RADIUS[Precision.NEAR] if precision == Precision.NEAR and not extent else radius

    def _rings(self) -> tuple[list[list[list[int]]], list[int]]:
        """The rings of all areas as differences in 1/1000 degree, and which of them each place has (-1: none)."""
        rings: list[list[list[int]]] = []
        known: dict[str, int] = {}
        numbers = []
        for place, precision in self.place_rows:
            if precision in (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR):
                numbers.append(-1)
                continue
            if place.key not in known:
                shape = _outline(self.extents.get(place.key) or place.extent, place, precision)
                known[place.key] = len(rings) if shape else -1
                if shape:
                    rings.append(shape)
            numbers.append(known[place.key])
        return rings, numbers


def _drawn(place: Place, precision: Precision, extents: Mapping[str, Extent]) -> Precision:
    """How a place is drawn: a usual region or a territory of the past is hatched like any region, if it is no larger.

    Seas, continents, and what nobody knows the size of, stay in the margin.
    """
    if precision != Precision.AREA or place.kind not in (Kind.AREA, Kind.HISTORICAL, Kind.RELIEF, Kind.ISLAND):
        return precision
    extent = extents.get(place.key) or place.extent
    if extent and extent.rings:
        points = [point for ring in extent.rings for point in ring]
        reach = 111 * (max(lat for _, lat in points) - min(lat for _, lat in points)) / 2
    else:
        reach = (extent.radius_km if extent else None) or place.radius_km or float("inf")
    return Precision.REGION if reach <= REGION_REACH else precision


def _outline(extent: Extent | None, place: Place, precision: Precision) -> list[list[int]]:
    """The rings of an area, or of the country on the basemap where nobody gave one."""
    rings: list[NDArray[np.float64]] = []
    if extent and extent.rings:
        rings = [np.array(ring, np.float64) for ring in extent.rings]
    elif precision == Precision.COUNTRY and place.country:
        rings = [ring for c in load_basemap(50).countries if c.code == place.country for ring in c.rings]
    # Longitudes may pass 180 so that a ring does not jump; what passes 540 is on no map, as what is no number.
    rings = [ring for ring in rings if len(ring) and np.isfinite(ring).all() and float(np.abs(ring).max()) <= 540]
    if not rings:
        return []
    everything = np.concatenate(rings)
    # A shape is drawn a few hundred pixels wide: more than 1/300 of its size nobody sees, and islets neither.
    step = max(float(np.ptp(everything[:, 1])), float(np.ptp(everything[:, 0])) / 2, 0.01) / 300
    rings.sort(key=lambda ring: -float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])))
    return [
        _differences(_thin(ring, step))
        for ring in rings[:40]
        if max(float(np.ptp(ring[:, 0])), float(np.ptp(ring[:, 1]))) > 2 * step
    ]


def _thin(ring: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Leave out points nearer than `step` degrees to the one kept before; the last point stays."""
    grid = np.round(ring / step)
    keep = np.ones(len(ring), bool)
    keep[1:-1] = (np.diff(grid, axis=0)[:-1] != 0).any(axis=1)
    return ring[keep]


def _differences(ring: NDArray[np.float64]) -> list[int]:
    points = np.round(ring * 1000).astype(np.int64)
    numbers: list[int] = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()
    return numbers


def _container(header: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """A length, a header that says where each array is, and the arrays."""
    offset = 0
    where = {}
    body = []
    for name, array in arrays.items():
        raw = array.tobytes()
        where[name] = [offset, len(array), array.dtype.name]
        padding = -len(raw) % 8
        body.append(raw + b"\0" * padding)
        offset += len(raw) + padding
    text = msgspec.json.encode({**header, "arrays": where})
    text += b" " * (-(len(text) + 4) % 8)
    return b"".join([len(text).to_bytes(4, "little"), text, *body])


def _strings(arrays: dict[str, NDArray[np.generic]], name: str, rows: Sequence[str]) -> None:
    """A column of strings: how long each is in bytes of UTF-8, and all of them. Without any, neither has an entry."""
    raw = b"".join(encoded := [row.encode("utf-8", "replace") for row in rows])
    arrays[f"{name}Lengths"] = _lengths([len(row) for row in encoded] if raw else [])
    arrays[name] = np.frombuffer(raw, np.uint8)


def _lengths(lengths: Sequence[int]) -> NDArray[np.generic]:
    """Lengths in a row, which deflate better than where each thing starts, as narrow as they fit."""
    return np.array(lengths, np.uint16 if max(lengths, default=0) < 65536 else np.uint32)


def _day(when: When | None, *, last: bool) -> int:
    """Days since 1970-01-01 of one side of an interval, or `NONE`. An open side has none; a half-known one does."""
    if when is None or not when.year_known:
        return NONE
    day = when.latest if last else when.earliest
    return NONE if day is None else day.toordinal() - EPOCH


def _time_flags(when: When | None) -> int:
    if when is None:
        return 0
    return (
        (APPROXIMATE if when.approximate else 0)
        | (OPEN_START if when.open_start else 0)
        | (OPEN_END if when.open_end else 0)
        | (0 if when.year_known else NO_YEAR)
    )


def _unsaid(when: When | None) -> str:
    """What days alone do not say of a date: its EDTF where it has no day or no year, a clock time, "or soon after"."""
    if when is None:
        return ""
    if not when.year_known or (when.earliest is None and when.latest is None):
        return when.edtf
    if after := soon_after(when):
        return f"A{after}"
    return f"T{say_clock(when.time)}" if when.time[:1].isdigit() else ""


def _as_written(event: Event) -> str:
    """The words for a place whose name is contested; else nothing."""
    where = event.where
    place = where.resolution.place if where else None
    return where.resolution.mention.text if where and place and place.contested else ""


def _latitude(value: float) -> float:
    return min(max(value, -90.0), 90.0) if value == value else 0.0  # NaN is not itself


def _longitude(value: float) -> float:
    return (value + 180) % 360 - 180 if abs(value) < 1e6 else 0.0
