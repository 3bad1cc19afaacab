"""Compares the events of a reading with the annotation of its article."""

import datetime as dt
import json
import math
from dataclasses import dataclass
from pathlib import Path

from dateline.model import Event

POINTS = {"site", "settlement"}


@dataclass(frozen=True, slots=True)
class Gold:
    """What a careful reader wrote down of one event: days are ISO, None is an open side, XXXX an unknown year."""

    seed: str
    quote: str
    what: str
    earliest: str | None
    latest: str | None
    status: str
    place: str
    lat: float
    lon: float
    precision: str
    within_km: float
    contested: bool


def load_gold(path: Path) -> list[Gold]:
    """Read one annotation."""
    loaded = json.loads(path.read_text(encoding="utf-8"))
    gold = []
    for event in loaded["events"]:
        place = event["place"] or {"name": "", "lat": 0.0, "lon": 0.0, "precision": "", "within_km": 0.0}
        gold.append(
            Gold(
                loaded["seed"],
                event["quote"],
                event["what"],
                event["earliest"],
                event["latest"],
                event.get("status", ""),
                place["name"],
                place["lat"],
                place["lon"],
                place["precision"],
                place["within_km"],
                event.get("contested", False),
            )
        )
    return gold


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    return 12_742 * math.asin(
        math.sqrt(math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2)
    )


def reports_of(event: Event) -> list[Event]:
    """The single reports that an event holds."""
    return list(event.reports or (event,))


def find_event(gold: Gold, text: str, events: list[Event]) -> Event | None:
    """The shown event whose words are those of the annotation: by its trigger, else the shortest that covers them."""
    start = text.index(gold.quote)
    end = start + len(gold.quote)
    triggered = [e for e in events if start <= e.trigger[0] < end]
    if triggered:
        return triggered[0]
    covering = [e for e in events if e.evidence[0].start <= start and end <= e.evidence[0].end]
    return min(covering, key=lambda e: e.evidence[0].end - e.evidence[0].start, default=None)


def when_is_right(gold: Gold, event: Event) -> bool:
    """Our interval lies within the annotated one and is as precise; an unknown year stays unknown or says why not."""
    if event.when is None:
        return False
    when = event.when.when
    if gold.earliest and gold.earliest.startswith("XXXX"):
        unknown = not when.year_known and when.edtf.endswith(gold.earliest[4:])
        inferred = when.basis == "inferred" and bool(when.reason) and when.edtf[4:] == gold.earliest[4:]
        return unknown or inferred
    if gold.latest is None:
        return when.latest is None and when.earliest is not None and when.earliest.isoformat() >= (gold.earliest or "")
    if gold.earliest is None:
        return (
            when.earliest in (None, dt.date.min) and when.latest is not None and when.latest.isoformat() <= gold.latest
        )
    if when.earliest is None or when.latest is None:
        return False
    return gold.earliest <= when.earliest.isoformat() and when.latest.isoformat() <= gold.latest


def where_is_right(gold: Gold, event: Event) -> bool:
    """Our place lies where the annotated one lies, and nothing larger than a town is a point."""
    if not gold.place:
        return True
    place = event.where.resolution.place if event.where else None
    if place is None or event.where is None:
        return False
    precision = event.where.resolution.precision or place.precision
    if gold.precision not in {*POINTS, "near"} and precision in POINTS:
        return False
    if gold.contested and not (place.contested and place.note):
        return False
    return kilometres(gold.lat, gold.lon, place.lat, place.lon) <= gold.within_km
