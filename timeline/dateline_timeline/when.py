"""What a date is: the types that flow out of this package."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Grain(StrEnum):
    """How finely the words tell the time; it decides how a date is drawn."""

    MINUTE = "minute"
    HOUR = "hour"
    PART = "part of day"
    DAY = "day"
    DAYS = "days"  # a stated stretch of days, a weekend
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half year"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    PERIOD = "period"  # a named era or event with its own bounds


class TimexType(StrEnum):
    """The four types of TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Basis(StrEnum):
    """Where the interval comes from."""

    EXPLICIT = "explicit"  # the words alone say it
    RELATIVE = "relative"  # counted from the publication date or from another date of the text
    INHERITED = "inherited"  # the year, month or day was stated in an earlier sentence
    INFERRED = "inferred"  # a named year, a bound; `reason` says from what


@dataclass(frozen=True, slots=True)
class When:
    """An interval with a reason.

    `earliest` and `latest` are the first and last day (inclusive) that the words allow; None where a side is open
    ("before 1990") or where the year is not known. Years before 1 and after 9999 have no day: only `edtf` has them.
    `edtf` is an Extended Date/Time Format string, level 2 where needed ("XXXX-06-05", "1970/1999~", "-0600").
    `reason` is a sentence for the reader. `year_known` is False for "5 June" without a year.
    """

    earliest: dt.date | None
    latest: dt.date | None
    grain: Grain
    edtf: str
    basis: Basis
    reason: str
    approximate: bool = False
    year_known: bool = True
    open_start: bool = False  # "until 1990"
    open_end: bool = False  # "since 1990"
    time: str = ""  # "14:30", "14:30+04:00", "EV" as in TIMEX3


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time in a text: code point offsets, TIMEX3 type and value, and its interval if it has one.

    `when` is None for durations, sets and vague references (PRESENT_REF) that name no stretch of the calendar, and
    for relative expressions that have nothing to be counted from.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    when: When | None
    anchored_by: str = ""  # "published", "text", "" : what a relative expression was counted from
    period: bool = False  # names an era, not a moment: nothing inherits it


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two expressions that are the ends of one stretch ("from 5 to 8 May 1945"), with the interval that they span.

    `start` to `end` covers the words from "from" or "between" to the second expression.
    """

    start: int
    end: int
    text: str
    first: Timex
    last: Timex
    when: When


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that look like a date and were not taken for one, or a date that does not exist."""

    start: int
    end: int
    text: str
    reason: str  # a short code: impossible, no-publication-date, not-a-date …
    detail: str
