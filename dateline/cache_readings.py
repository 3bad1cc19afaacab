"""Readings in the cache: to compact bytes and back.

A place that ten events name is written once. With every event carrying its own copy of a place, and of the places that
the words could have meant, a thousand made-up readings of fifty events took 3.1 s of CPU to decode; so they take 0.5 s
(and as much again in the garbage collector, unless the command line pauses it).
"""

import dataclasses
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import msgspec

from dateline.cache import Cache, cache_key
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

KIND = "reading"


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


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    places: list[msgspec.Raw]  # each a Place
    resolutions: list[_Resolution]
    mentioned: list[int]  # Reading.places
    events: list[Event]  # without their places
    wheres: list[tuple[int, str, float] | None]
    drops: tuple[Drop, ...]
    dates: tuple[Timex, ...]


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
_DECODER = msgspec.msgpack.Decoder(_Entry)
_PLACE_DECODER = msgspec.msgpack.Decoder(Place)
_PLACES_KEPT = 50_000
_ENCODER = msgspec.msgpack.Encoder()


class ReadingCache:
    """Readings by article. `version` names all else that they depend on: program, model, gazetteer, settings."""

    def __init__(self, cache: Cache, version: str) -> None:
        self._cache = cache
        self._version = version
        self._places: dict[bytes, Place] = {}

    def get(self, article: Article) -> Reading | None:
        """What was read in the very same article, which may lie under another name now; None if it wasn't read."""
        key = self._key(article)
        data = self._cache.get(KIND, key)
        if data is None:
            return None
        try:
            return decode_reading(data, article, self._places)
        except (msgspec.DecodeError, IndexError):
            self._cache.forget(KIND, key)
            return None

    def put(self, reading: Reading) -> None:
        """Keep a reading."""
        self._cache.put(KIND, self._key(reading.article), encode_reading(reading))

    def through(
        self, articles: Iterable[Article], read: Callable[[Iterable[Article]], Iterator[Reading]]
    ) -> Iterator[Reading]:
        """Readings of articles in their order: kept ones from the cache, the others from `read`, which are then kept.

        `read` gets only the articles that are not kept and must answer in their order. It runs ahead no further than
        it asks for articles, and memory holds the kept readings that wait for it.
        """
        waiting: deque[Article | Reading] = deque()

        def missing() -> Iterator[Article]:
            for article in articles:
                kept = self.get(article)
                waiting.append(article if kept is None else kept)
                if kept is None:
                    yield article

        fresh = read(missing())
        for reading in fresh:
            self.put(reading)
            while isinstance(first := waiting.popleft(), Reading):
                yield first
            yield reading
        yield from (kept for kept in waiting if isinstance(kept, Reading))

    def _key(self, article: Article) -> bytes:
        said = [f"{name}={getattr(article, name)}" for name in _SAID]
        return cache_key(_SHAPE, self._version, *said)


def encode_reading(reading: Reading) -> bytes:
    """All of a reading but its article."""
    places: dict[Place, int] = {}
    resolutions: dict[Resolution, int] = {}
    packed: list[_Resolution] = []

    def place_number(place: Place | None) -> int:
        return -1 if place is None else places.setdefault(place, len(places))

    def number(resolution: Resolution) -> int:
        if resolution not in resolutions:
            resolutions[resolution] = len(packed)
            mention = resolution.mention
            alternatives = [(place_number(a.place), a.score) for a in resolution.alternatives]
            packed.append(
                _Resolution(
                    mention.start,
                    mention.end,
                    mention.text,
                    place_number(resolution.place),
                    resolution.score,
                    resolution.reason,
                    resolution.precision,
                    alternatives,
                    resolution.role,
                )
            )
        return resolutions[resolution]

    def where_of(event: Event) -> tuple[int, str, float] | None:
        where = event.where
        return None if where is None else (number(where.resolution), where.basis, where.confidence)

    entry = _Entry(
        places=[],
        mentioned=[number(resolution) for resolution in reading.places],
        wheres=[where_of(event) for event in reading.events],
        events=[dataclasses.replace(event, where=None) for event in reading.events],
        resolutions=packed,
        drops=reading.drops,
        dates=reading.dates,
    )
    return _ENCODER.encode(msgspec.structs.replace(entry, places=[msgspec.Raw(_ENCODER.encode(p)) for p in places]))


def decode_reading(data: bytes, article: Article, known: dict[bytes, Place] | None = None) -> Reading:
    """The reading of an article from its bytes.

    `known` holds places that were decoded before and is added to: articles of one story name the same ones.

    Raises:
        msgspec.DecodeError, IndexError: they are no reading.
    """
    entry = _DECODER.decode(data)
    places = _decode_places(entry.places, {} if known is None else known)
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
        for r in entry.resolutions
    ]
    for event, where in zip(entry.events, entry.wheres, strict=False):
        if where is not None:
            # The event was made two lines above and nobody has seen it: `replace` would copy its twenty fields.
            object.__setattr__(event, "where", Where(resolutions[where[0]], where[1], where[2]))
    mentioned = tuple([resolutions[i] for i in entry.mentioned])
    return Reading(article, tuple(entry.events), entry.drops, mentioned, entry.dates)


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
