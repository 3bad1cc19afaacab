"""The contract of `dateline extract`: a reading as one line of JSON, offsets in the text as it was given."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec

from dateline.homes import settle
from dateline.model import Article, Dated, Drop, Event, Reading, Where
from dateline.sources import read_sources
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Place, Resolution
from dateline_timeline.when import Timex, When

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output, and how many inputs were left out before it."""

    json: bytes
    left_out: int = 0


def iso(day: dt.date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return None if day is None else day.isoformat()


def place_json(place: Place) -> dict[str, Json]:
    """A place without its extent."""
    return {
        "key": place.key, "name": place.name, "kind": place.kind, "precision": place.precision, "lat": place.lat,
        "lon": place.lon, "country": place.country, "admin1": place.admin1, "geonameid": place.geonameid,
        "note": place.note, "contested": place.contested,
    }  # fmt: skip


def resolution_json(resolution: Resolution) -> dict[str, Json]:
    """A toponym: `lat` and `lon` are null where it was not placed."""
    place, mention = resolution.place, resolution.mention
    alternatives: list[Json] = [{"score": a.score, **place_json(a.place)} for a in resolution.alternatives]
    line: dict[str, Json] = {"start": mention.start, "end": mention.end, "text": mention.text, "lat": None, "lon": None}
    if place is not None:
        line |= place_json(place)
    precision = resolution.precision or (place.precision if place else None)
    line |= {"precision": precision, "score": resolution.score, "reason": resolution.reason, "role": resolution.role}
    return line | {"alternatives": alternatives}


def when_json(when: When) -> dict[str, Json]:
    """An interval: `earliest` and `latest` are ISO days or null."""
    return {
        "earliest": iso(when.earliest), "latest": iso(when.latest),
        "grain": when.grain, "edtf": when.edtf, "basis": when.basis, "reason": when.reason,
        "approximate": when.approximate, "year_known": when.year_known, "time": when.time,
    }  # fmt: skip


def timex_json(timex: Timex) -> dict[str, Json]:
    """An expression of time with its TIMEX3 type and value."""
    line: dict[str, Json] = {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type,
        "value": timex.value,
    }
    if timex.when is None:
        return line | {"edtf": None, "earliest": None, "latest": None, "basis": None}
    return line | when_json(timex.when)


def where_json(where: Where) -> dict[str, Json]:
    """The place of an event and why it is its place."""
    return resolution_json(where.resolution) | {"basis": where.basis, "confidence": where.confidence}


def dated_json(dated: Dated) -> dict[str, Json]:
    """The time of an event and why it is its time."""
    return when_json(dated.when) | {"why": dated.basis, "confidence": dated.confidence}


def event_json(event: Event) -> dict[str, Json]:
    """An event; `start` and `end` are those of the words it rests on."""
    at, where, dated = event.evidence[0], event.where, event.when
    spot = where.resolution.mention if where else None
    voice: dict[str, Json] = {"manner": event.voice.manner, "source": event.voice.source, "cue": event.voice.cue}
    numbers: list[Json] = [
        {"what": n.what, "low": n.low, "high": n.high, "unit": n.unit, "text": n.text} for n in event.numbers
    ]
    return {
        "id": event.id, "start": at.start, "end": at.end, "quote": event.quote, "headline": event.headline,
        "category": event.category, "status": event.status, "voice": voice,
        "place_span": [spot.start, spot.end] if spot else None, "place": where_json(where) if where else None,
        "date_span": [dated.start, dated.end] if dated and dated.start >= 0 else None,
        "when": dated_json(dated) if dated else None,
        "actors": list(event.actors), "numbers": numbers, "salience": event.salience, "shown": event.shown,
    }  # fmt: skip


def drop_json(drop: Drop) -> dict[str, Json]:
    """Something read and not shown."""
    return {"reason": drop.reason, "start": drop.start, "end": drop.end, "detail": drop.detail}


def reading_json(reading: Reading) -> dict[str, Json]:
    """Everything that was read in one article."""
    article = reading.article
    return {
        "id": article.source_id or article.id,
        "published": iso(article.published),
        "places": [resolution_json(place) for place in reading.places],
        "dates": [timex_json(date) for date in reading.dates],
        "events": [event_json(event) for event in reading.events],
        "drops": [drop_json(drop) for drop in reading.drops],
    }


def extract_lines(sources: Sequence[str | Path], *, stdin: BinaryIO | None = None, workers: int = 1) -> Iterator[Line]:
    """Read sources and give one line an article, in the input's order. Inputs left out are lines of drops alone."""
    from dateline.reading import read_articles  # a build, which writes some of this, reads in other processes

    encode = msgspec.json.Encoder().encode
    found = list(read_sources(sources, stdin=stdin, keep_duplicates=True))
    gazetteer = Gazetteer.open()
    articles = settle([item for item in found if isinstance(item, Article)], gazetteer)
    readings = read_articles(articles, gazetteer, workers=workers)
    for item in found:
        if isinstance(item, Article):
            yield Line(encode(reading_json(next(readings))))
        elif item.article:
            continue  # about an article that is read: not an input left out
        else:
            yield Line(encode({"id": None, "places": [], "dates": [], "events": [], "drops": [drop_json(item)]}), 1)
