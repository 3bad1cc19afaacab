"""What a story spans, and what to call it when nobody named it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.model import Event, Reading
from dateline_geo.place import Precision


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day of all dated events, and the box around all placed ones.

    Latitudes and longitudes are WGS 84 degrees. `west` is greater than `east` where the box crosses the antimeridian.
    """

    first: dt.date | None
    last: dt.date | None
    south: float | None = None
    west: float | None = None
    north: float | None = None
    east: float | None = None


def story_bounds(events: Iterable[Event]) -> Bounds:
    """The bounds of events; a side is None where nothing is dated, or placed."""
    days: list[dt.date] = []
    points: list[tuple[float, float]] = []
    for event in events:
        if event.when is not None:
            days.extend(day for day in (event.when.when.earliest, event.when.when.latest) if day is not None)
        if event.where is not None and event.where.resolution.place is not None:
            points.append((event.where.resolution.place.lat, event.where.resolution.place.lon))
    first, last = (min(days), max(days)) if days else (None, None)
    if not points:
        return Bounds(first, last)
    west, east = _narrowest([lon for _, lon in points])
    return Bounds(first, last, min(lat for lat, _ in points), west, max(lat for lat, _ in points), east)


def _narrowest(longitudes: Sequence[float]) -> tuple[float, float]:
    """The narrowest stretch of longitudes that holds all: the circle without its widest gap."""
    around = sorted({lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180 for lon in longitudes})
    gaps = [(after - before, before, after) for before, after in pairwise(around)]
    inside = max(gaps, default=(0.0, around[0], around[0]))
    outside = around[0] + 360 - around[-1]
    return (inside[2], inside[1]) if inside[0] > outside else (around[0], around[-1])


def default_title(readings: Iterable[Reading]) -> str:
    """A title for a story that was given none: its one article's own, else its two most frequent places and its years.

    Countries and smaller places of events that are shown count, seas and continents don't; each counts once an article.
    """
    told = sorted(readings, key=lambda reading: reading.article.id)
    if len(told) == 1 and told[0].article.title:
        return told[0].article.title
    counts: Counter[str] = Counter()
    for reading in told:
        named = {
            event.where.resolution.place.name
            for event in reading.events
            if event.shown
            and event.where is not None
            and event.where.resolution.place is not None
            and event.where.resolution.place.precision is not Precision.AREA
        }
        counts.update(named)
    places = " and ".join(sorted(counts, key=lambda name: (-counts[name], name))[:2])
    years = [str(r.article.published.year) for r in told if r.article.published is not None]
    span = "" if not years else min(years) if min(years) == max(years) else f"{min(years)} to {max(years)}"
    return ", ".join(part for part in (places, span) if part) or f"{len(told)} articles"
