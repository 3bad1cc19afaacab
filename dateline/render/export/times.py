"""Times for formats that have less than EDTF: parts of a date as far as they are known, and the words for the rest."""

import datetime as dt
import re
from dataclasses import dataclass

from dateline.render.chart.words import when_words
from dateline.render.export.rows import Row
from dateline_timeline.when import Grain

_YEARS = (Grain.YEAR, Grain.DECADE, Grain.CENTURY, Grain.MILLENNIUM, Grain.PERIOD)
_MONTHS = (Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF)
_CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A date as far as it is known: `month` and `day` are None where only the year, or year and month, are."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601 with reduced precision: "2020", "2020-05", "2020-05-04"."""
        words = f"{self.year:04d}"
        if self.month is not None:
            words += f"-{self.month:02d}"
        return f"{words}-{self.day:02d}" if self.day is not None else words


def part_of(day: dt.date, grain: str) -> Part:
    """A bound, no finer than the words were."""
    if grain in _YEARS:
        return Part(day.year)
    return Part(day.year, day.month) if grain in _MONTHS else Part(day.year, day.month, day.day)


def parts_of(row: Row) -> tuple[Part | None, Part | None]:
    """First and last part of the time, None where open or unknown."""
    first = part_of(row.earliest, row.grain) if row.earliest else None
    last = part_of(row.latest, row.grain) if row.latest else None
    when = row.event.when.when if row.event.when else None
    if when is not None and when.open_end:
        last = None
    if when is not None and when.open_start:
        first = None
    return first, last


def words_of(row: Row) -> str:
    """The time as people write it."""
    return when_words(row.event.when.when if row.event.when else None)


def is_one_day(row: Row) -> bool:
    """Whether the words give one day of a known year."""
    first, last = parts_of(row)
    return first is not None and first == last and first.day is not None


def clock_of(row: Row) -> tuple[int, int] | None:
    """Hour and minute where the words give both."""
    when = row.event.when.when if row.event.when else None
    found = _CLOCK.match(when.time) if when else None
    return (int(found[1]), int(found[2])) if found else None
