"""Sorts the events of a still map: dots and areas by place, badges for what is too large for one, the unplaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Event, Story
from dateline_geo.place import Extent, Place, Precision


@dataclass(frozen=True, slots=True)
class Mark:
    """Events at one place, meant with one precision: numbers and events in the story's order."""

    place: Place
    precision: Precision
    numbers: tuple[int, ...]
    events: tuple[Event, ...]
    extent: Extent | None

    @property
    def salience(self) -> float:
        """That of its weightiest event."""
        return max(event.salience for event in self.events)

    @property
    def first(self) -> Event:
        """The weightiest event, the earliest of equals."""
        return min(self.events, key=lambda event: -event.salience)


@dataclass(frozen=True, slots=True)
class Marks:
    """All events of a story by how they are drawn. Each number is in exactly one."""

    dots: tuple[Mark, ...]  # sites, settlements, near them
    areas: tuple[Mark, ...]  # districts and regions
    badges: tuple[Mark, ...]  # countries, seas, several countries: never a pin
    unplaced: tuple[int, ...]


DOTS = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
_AREAS = (Precision.DISTRICT, Precision.REGION)


def sort_marks(story: Story) -> Marks:
    """Every event of a story, by precision."""
    groups: dict[tuple[str, str, float, float], list[tuple[int, Event]]] = {}
    about: dict[tuple[str, str, float, float], tuple[Place, Precision]] = {}
    unplaced = []
    for index, event in enumerate(story.events):
        resolution = event.where.resolution if event.where else None
        place = resolution.place if resolution else None
        if resolution is None or place is None:
            unplaced.append(index + 1)
            continue
        precision = resolution.precision or place.precision
        key = (place.key, str(precision), place.lat, place.lon)
        groups.setdefault(key, []).append((index + 1, event))
        about.setdefault(key, (place, precision))
    marks = []
    for key, members in groups.items():
        place, precision = about[key]
        numbers, events = tuple(number for number, _ in members), tuple(event for _, event in members)
        marks.append(Mark(place, precision, numbers, events, extent_of(story, place)))
    return Marks(
        tuple(mark for mark in marks if mark.precision in DOTS),
        tuple(mark for mark in marks if mark.precision in _AREAS),
        tuple(mark for mark in marks if mark.precision not in DOTS + _AREAS),
        tuple(unplaced),
    )


def extent_of(story: Story, place: Place) -> Extent | None:
    """The ground that a place covers: the story's, its own, or a circle of its rough size."""
    extent = story.extents.get(place.key) or place.extent
    if extent is not None and (extent.rings or extent.radius_km):
        return extent
    return Extent((), place.radius_km) if place.radius_km else None


def corners(mark: Mark) -> list[tuple[float, float]]:
    """Longitudes and latitudes that a view must hold to show the mark."""
    place, extent = mark.place, mark.extent
    if mark.precision in DOTS or extent is None:
        return [(place.lon, place.lat)]
    if extent.rings:
        lons = [lon for ring in extent.rings for lon, _ in ring]
        lats = [lat for ring in extent.rings for _, lat in ring]
        return [(min(lons), min(lats)), (max(lons), max(lats))]
    reach = min(20.0, (extent.radius_km or 0) / 111.0)
    return [(place.lon - reach, place.lat - reach), (place.lon + reach, place.lat + reach)]


def close_groups(places: Sequence[tuple[float, float, Mark]], cell: float) -> list[list[tuple[float, float, Mark]]]:
    """Marks that fall into one cell of a grid of `cell` points, in reading order."""
    cells: dict[tuple[int, int], list[tuple[float, float, Mark]]] = {}
    for x, y, mark in places:
        cells.setdefault((int(x // cell), int(y // cell)), []).append((x, y, mark))
    return [cells[key] for key in sorted(cells, key=lambda at: (-at[1], at[0]))]
