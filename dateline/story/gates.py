"""The gates before any comparison of words: can two reports mean the same time, and the same place?"""

import datetime as dt
import math
from dataclasses import dataclass

from dateline.model import Dated, Where
from dateline.story.say import say_days
from dateline_geo.place import Kind, Place, Precision
from dateline_timeline.when import Basis

_EARTH_KM = 6371.0
_SAME_SPOT_KM = 5.0
_NEIGHBOURS_KM = 25.0  # a camp or an airport lies so near the town that it is named after
_SUBURB_KM = 12.0  # two towns farther apart than this are not confused
_WRITTEN_OUT = -0.6  # agreement of two neighbouring days that are both written out
_LONGEST_DAYS = 366  # a decade or a century holds too much to say anything

LIKELY = 0.4
"""Confidence of a place from which it may keep two reports apart; below are those lent by another sentence."""

_LARGE = frozenset({Precision.DISTRICT, Precision.REGION, Precision.COUNTRY, Precision.AREA})
_SIZE_KM = {Precision.DISTRICT: 40.0, Precision.REGION: 150.0, Precision.COUNTRY: 600.0, Precision.AREA: 800.0}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two dates or two places go together.

    `weight` is 1 for the same, 0 for just compatible, and below 0 where only much else could make them one. `pattern`
    says it in words about `one` and `other`, which are put in only when somebody wants to read it.
    """

    weight: float
    pattern: str
    one: "Span | str" = ""
    other: "Span | str" = ""

    @property
    def reason(self) -> str:
        """The agreement in words."""
        return self.pattern.format(one=self.one, other=self.other)


@dataclass(frozen=True, slots=True)
class Span:
    """The days in which an event lies, as ordinals.

    `sure` where the words alone say the day, and nothing was counted or lent.
    """

    first: int
    last: int
    sure: bool = False

    @property
    def days(self) -> int:
        """Length, at least 1."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        """In plain words."""
        return say_days(dt.date.fromordinal(self.first), dt.date.fromordinal(self.last))


def span_of(dated: Dated | None) -> Span | None:
    """The bounded days of a date; None for an event without one, with an open side or with an unknown year."""
    if dated is None:
        return None
    when = dated.when
    if when.earliest is None or when.latest is None or when.open_start or when.open_end or not when.year_known:
        return None
    sure = dated.start >= 0 and when.basis is Basis.EXPLICIT and not when.approximate
    span = Span(when.earliest.toordinal(), when.latest.toordinal(), sure)
    return span if span.days <= _LONGEST_DAYS else None


def label_of(dated: Dated | None) -> str:
    """What an event without bounded days says of its time: compared letter for letter."""
    return dated.when.edtf if dated is not None else ""


def agree_on_time(one: Span, other: Span) -> Agreement | None:
    """Whether two stretches of days can hold the same event; None where they can't."""
    if one.days > other.days:
        one, other = other, one
    if one.first == other.first and one.last == other.last:
        if one.days == 1:
            return Agreement(1.0, "the same day, {one}", one)
        return Agreement(0.8 if one.days <= 7 else 0.5, "the same time, {one}", one)
    if other.first <= one.first and one.last <= other.last:
        weight = 0.7 if other.days <= 7 else 0.4 if other.days <= 31 else 0.2
        return Agreement(weight, "{one} lies within {other}", one, other)
    if one.days == other.days == 1 and abs(one.first - other.first) == 1:
        # Papers that write out different days mostly tell of two; a day that was counted or lent may be off by one.
        weight = _WRITTEN_OUT if one.sure and other.sure else 0.1
        return Agreement(
            weight, "neighbouring days, {one} and the day after", one if one.first < other.first else other
        )
    if one.first <= other.last and other.first <= one.last:
        return Agreement(0.1, "{one} overlaps {other}", one, other)
    return None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the precision with which the report means it."""

    place: Place
    precision: Precision

    @property
    def large(self) -> bool:
        """An area, not a point."""
        return self.precision in _LARGE

    @property
    def town(self) -> bool:
        """A settlement itself, not the country around it."""
        return self.place.kind is Kind.SETTLEMENT and self.precision is Precision.SETTLEMENT

    @property
    def radius_km(self) -> float:
        """Rough size of the area."""
        return self.place.radius_km or _SIZE_KM.get(self.precision, _NEIGHBOURS_KM)


def spot_of(where: Where | None) -> Spot | None:
    """The resolved place of an event, None for one that is not placed or whose place is a guess."""
    if where is None or where.resolution.place is None or where.confidence < LIKELY:
        return None
    place = where.resolution.place
    return Spot(place, where.resolution.precision or place.precision)


def kilometres(one: Place, other: Place) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def agree_on_place(one: Spot, other: Spot) -> Agreement | None:
    """Whether two places can be the place of the same event; None where they can't."""
    if one.place.key == other.place.key:
        return Agreement(0.5 if one.large else 1.0, "the same place, {one}", one.place.name)
    if one.large and (not other.large or one.radius_km > other.radius_km):
        one, other = other, one
    if other.large:
        return _within(one, other)
    distance = kilometres(one.place, other.place)
    if distance <= _SAME_SPOT_KM:
        return Agreement(0.9, "{one} and {other} are the same spot", one.place.name, other.place.name)
    if distance > _NEIGHBOURS_KM:
        return None
    if one.town and other.town and distance > _SUBURB_KM:
        return None
    weight = 0.2 if one.town and other.town else 0.6
    return Agreement(weight, "{one} is near {other}", one.place.name, other.place.name)


def _within(inner: Spot, outer: Spot) -> Agreement | None:
    """Containment, by the gazetteer's divisions where both have them, else by distance."""
    here, there = inner.place, outer.place
    if here.country and there.country and here.country != there.country:
        return None
    if outer.precision is Precision.COUNTRY and here.country == there.country != "":
        return _inside(0.3, here, there)
    if outer.precision is Precision.REGION and here.admin1 and there.admin1:
        return _inside(0.5, here, there) if here.admin1 == there.admin1 else None
    if kilometres(here, there) <= outer.radius_km * 1.2:
        return _inside(0.2 if outer.precision is Precision.AREA else 0.5, here, there)
    return None


def _inside(weight: float, inner: Place, outer: Place) -> Agreement:
    return Agreement(weight, "{one} lies in {other}", inner.name, outer.name)
