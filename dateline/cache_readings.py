"""Readings in the cache: to compact bytes and back, in two parts.

Of some 150 events that are read in an article a dozen are shown; a story is told of these alone. So an entry has a part
that is told and one with the rest (events that are not shown, all places and dates), which only corrections, a
geocoding service and `dateline extract` ask for. 716 articles of Timeline17 took 1.0 s of CPU to decode as a whole, and
0.3 s as far as they are told.

A place that ten events name is written once: with every event carrying its own copy of a place, and of the places that
the words could have meant, decoding took six times as long.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from dateline.cache import Cache, cache_key, pack, unpack
from dateline.drop_list import PackedDrops, pack_drops
from dateline.model import (
    Article,
    Dated,
    Difference,
    Drop,
    Event,
    Evidence,
    Quantity,
    Reading,
    Voice,
    Where,
)
from dateline_geo.place import Alternative, Extent, Mention, Place, Precision, Resolution
from dateline_timeline.when import Timex, When

TOLD = "reading"
REST = "rest of reading"


class _Resolution(msgspec.Struct, frozen=True, array_like=True):
    start: int
    end: int
    text: str
    place: int  # index, -1 for none
    score: float
    reason: str
    precision: Precision | None
    alternatives: list[tuple[int, float]]
    role: str


class _Part(msgspec.Struct, frozen=True, array_like=True):
    """Some of the events of a reading, `at` their places among all, and what they need."""

    places: list[msgspec.Raw]  # each a Place
    resolutions: list[_Resolution]
    at: list[int]
    events: list[Event]  # without their places
    wheres: list[tuple[int, str, float] | None]
    reasons: dict[str, int] = {}
    drops: bytes = b""  # lines of JSON, compressed
    mentioned: list[int] = []  # Reading.places
    dates: tuple[Timex, ...] = ()


_TYPES = (
    Alternative, Article, Dated, Difference, Drop, Event, Evidence, Extent, Mention, Place, Quantity, Reading,
    Resolution, Timex, Voice, When, Where,
)  # fmt: skip
# The shape of everything that is stored: with another version of it no older entry is found.
_SHAPE = hashlib.sha256(
    repr([(kind.__name__, [(f.name, str(f.type)) for f in dataclasses.fields(kind)]) for kind in _TYPES]).encode()
).hexdigest()
# Where an article lies, and what its file calls it, has no say in what is read in it; everything else may have.
_SAID = tuple(f.name for f in dataclasses.fields(Article) if f.name not in ("path", "sha256", "source_id"))
_DECODER = msgspec.msgpack.Decoder(_Part)
_PLACE_DECODER = msgspec.msgpack.Decoder(Place)
_PLACES_KEPT = 50_000
_ENCODER = msgspec.msgpack.Encoder()


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading without its article, as it is kept and as it comes from another process."""

    told: bytes
    rest: bytes


class ReadingCache:
    """Readings by article. `version` names all else that they depend on: program, model, gazetteer, settings.

    `whole` gives readings with all that was read; without it they come as far as a story is told of them: with the
    events that are shown and the drops.
    """

    def __init__(self, cache: Cache, version: str, *, whole: bool = True) -> None:
        self._cache = cache
        self._version = version
        self._whole = whole
        self._places: dict[bytes, Place] = {}

    def get(self, article: Article) -> Reading | None:
        """What was read in the very same article, which may lie under another name now; None if it wasn't read."""
        key = self._key(article)
        told = self._cache.get(TOLD, key)
        rest = self._cache.get(REST, key) if self._whole and told is not None else None
        if told is None or (self._whole and rest is None):
            return None
        try:
            return _decode(told, rest, article, self._places)
        except (msgspec.DecodeError, LookupError, ValueError):
            self._cache.forget(TOLD, key)
            return None

    def put(self, reading: Reading) -> None:
        """Keep a reading."""
        self._keep(pack_reading(reading), reading.article)

    def missing(self, articles: Iterable[Article]) -> list[Article]:
        """Articles that were not read before, in their order; a damaged entry does not show here."""
        keys = self._cache.keys(TOLD)
        if self._whole:
            keys &= self._cache.keys(REST)
        return [article for article in articles if self._key(article) not in keys]

    def through(
        self,
        articles: Iterable[Article],
        fresh: Iterator[Packed | Reading],
        missing: Sequence[Article],
        read: Callable[[list[Article]], Iterator[Packed | Reading]],
        meanwhile: Callable[[Iterable[Reading]], None] = lambda kept: None,  # noqa: ARG005
    ) -> Iterator[Reading]:
        """Readings of articles in their order: kept ones from the cache, the others from `fresh`, which are then kept.

        What is kept is decoded first, while other processes read.

        Args:
            articles: all of them.
            fresh: readings of `missing`, in its order. One that is no `Packed` is given on and not kept: its reader
                died, and the next run tries again.
            missing: what `missing` gave.
            read: reads those whose entry turns out to be damaged.
            meanwhile: what else there is to do before the first of `fresh` is waited for; it is given what was kept.
        """
        articles = list(articles)
        expected = {id(article) for article in missing}
        kept = {id(article): self.get(article) for article in articles if id(article) not in expected}
        damaged = [article for article in articles if kept.get(id(article), True) is None]
        again = read(damaged) if damaged else iter(())
        meanwhile(reading for reading in kept.values() if reading is not None)
        for article in articles:
            known = kept.pop(id(article), None)
            if known is not None:
                yield known
                continue
            made = next(fresh) if id(article) in expected else next(again)
            if isinstance(made, Reading):
                yield made
            else:
                self._keep(made, article)
                yield unpack_reading(made, article, whole=self._whole, known=self._places)

    def _keep(self, packed: Packed, article: Article) -> None:
        key = self._key(article)
        self._cache.put_packed(REST, key, packed.rest)
        self._cache.put_packed(TOLD, key, packed.told)

    def _key(self, article: Article) -> bytes:
        said = [f"{name}={getattr(article, name)}" for name in _SAID]
        return cache_key(_SHAPE, self._version, *said)


def pack_reading(reading: Reading) -> Packed:
    """All of a reading but its article."""
    shown, hidden = _Packer(), _Packer()
    for number, event in enumerate(reading.events):
        (shown if event.shown else hidden).add(number, event)
    mentioned = [hidden.number(resolution) for resolution in reading.places]
    return Packed(
        pack(_ENCODER.encode(shown.part(drops=pack_drops(reading.drops)))),
        pack(_ENCODER.encode(hidden.part(mentioned=mentioned, dates=reading.dates))),
    )


def unpack_reading(
    packed: Packed, article: Article, *, whole: bool = True, known: dict[bytes, Place] | None = None
) -> Reading:
    """The reading of an article from its bytes; without its rest where the whole is not asked for.

    `known` holds places that were decoded before and is added to: articles of one story name the same ones.

    Raises:
        msgspec.DecodeError, LookupError, ValueError: they are no reading.
    """
    told, rest = unpack(packed.told), unpack(packed.rest) if whole else None
    if told is None or (whole and rest is None):
        raise msgspec.DecodeError("its checksum does not fit")
    return _decode(told, rest, article, {} if known is None else known)


class _Packer:
    """Gathers events with the places and resolutions that they share, each once."""

    def __init__(self) -> None:
        self._places: dict[Place, int] = {}
        self._numbers: dict[Resolution, int] = {}
        self._seen: dict[int, int] = {}  # by identity: hashing a place hashes its outline
        self._resolutions: list[_Resolution] = []
        self._at: list[int] = []
        self._events: list[Event] = []
        self._wheres: list[tuple[int, str, float] | None] = []

    def add(self, at: int, event: Event) -> None:
        """Add an event and its place among all of the reading."""
        where = event.where
        self._at.append(at)
        self._wheres.append(None if where is None else (self.number(where.resolution), where.basis, where.confidence))
        self._events.append(event if where is None else dataclasses.replace(event, where=None))

    def number(self, resolution: Resolution) -> int:
        """Its index; equal ones have one."""
        known = self._seen.get(id(resolution))
        if known is None:
            known = self._seen[id(resolution)] = self._number(resolution)
        return known

    def part(
        self, drops: PackedDrops | None = None, mentioned: Iterable[int] = (), dates: tuple[Timex, ...] = ()
    ) -> _Part:
        """What was added, with what is said of the article as a whole."""
        raw = [msgspec.Raw(_ENCODER.encode(place)) for place in self._places]
        reasons, lines = (drops.counts, drops.packed) if drops is not None else ({}, b"")
        return _Part(
            raw, self._resolutions, self._at, self._events, self._wheres, reasons, lines, list(mentioned), dates
        )

    def _number(self, resolution: Resolution) -> int:
        if resolution not in self._numbers:
            self._numbers[resolution] = len(self._resolutions)
            mention = resolution.mention
            self._resolutions.append(
                _Resolution(
                    mention.start,
                    mention.end,
                    mention.text,
                    self._place(resolution.place),
                    resolution.score,
                    resolution.reason,
                    resolution.precision,
                    [(self._place(a.place), a.score) for a in resolution.alternatives],
                    resolution.role,
                )
            )
        return self._numbers[resolution]

    def _place(self, place: Place | None) -> int:
        return -1 if place is None else self._places.setdefault(place, len(self._places))


def _decode(told: bytes, rest: bytes | None, article: Article, known: dict[bytes, Place]) -> Reading:
    part = _DECODER.decode(told)
    _resolve(part, known)
    drops = PackedDrops(part.reasons, part.drops)
    if rest is None:
        return Reading(article, tuple(part.events), drops)
    other = _DECODER.decode(rest)
    resolutions = _resolve(other, known)
    events = dict(zip((*part.at, *other.at), (*part.events, *other.events), strict=True))
    mentioned = tuple([resolutions[i] for i in other.mentioned])
    return Reading(article, tuple([events[i] for i in range(len(events))]), drops, mentioned, other.dates)


def _resolve(part: _Part, known: dict[bytes, Place]) -> list[Resolution]:
    """Give the events of a part their places again; all resolutions of the part."""
    places = _decode_places(part.places, known)
    resolutions = [
        Resolution(
            Mention(r.start, r.end, r.text),
            None if r.place < 0 else places[r.place],
            r.score,
            r.reason,
            r.precision,
            tuple([Alternative(places[i], score) for i, score in r.alternatives]),
            r.role,
        )
        for r in part.resolutions
    ]
    for event, where in zip(part.events, part.wheres, strict=False):
        if where is not None:
            # The event was made two lines above and nobody has seen it: `replace` would copy its twenty fields.
            object.__setattr__(event, "where", Where(resolutions[where[0]], where[1], where[2]))
    return resolutions


def _decode_places(raws: list[msgspec.Raw], known: dict[bytes, Place]) -> list[Place]:
    if len(known) > _PLACES_KEPT:
        known.clear()
    places = []
    for raw in raws:
        data = bytes(raw)
        place = known.get(data)
        if place is None:
            place = known[data] = _PLACE_DECODER.decode(data)
        places.append(place)
    return places
