"""The dates that a person writes into corrections: EDTF, as far as people need it, to an interval."""

import calendar
import datetime as dt
import re

from dateline_timeline.when import Basis, Grain, When

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?:T(?P<time>\d{2}:\d{2})(?::\d{2})?)?(?P<mark>[~?%]?)",
    re.ASCII,
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
_HELP = (
    "write a day (2025-06-05), a month (2025-06), a year (2025), a decade (202X), a stretch (2025-06-05/2025-06-07, "
    "2025-06/..), about (2025~), or a day of an unknown year (XXXX-06-05)"
)


def parse_edtf(text: str, reason: str) -> When:
    """An interval from an EDTF string.

    Raises:
        ValueError: it is none, or a date that doesn't exist; the message says what can be written.
    """
    first, slash, last = text.strip().partition("/")
    if not slash:
        return _single(first, reason, text)
    start = None if first in ("..", "") else _single(first, reason, text)
    end = None if last in ("..", "") else _single(last, reason, text)
    if start is None and end is None:
        raise ValueError(f"{text!r} has neither a start nor an end; {_HELP}")
    earliest = start.earliest if start is not None else None
    latest = end.latest if end is not None else None
    if (start is not None and earliest is None) or (end is not None and latest is None):
        raise ValueError(f"{text!r} has a side without a year; {_HELP}")
    if earliest is not None and latest is not None and latest < earliest:
        raise ValueError(f"{text!r} ends before it begins")
    sides = [side for side in (start, end) if side is not None]
    grains = {side.grain for side in sides}
    grain = Grain.DAYS if grains == {Grain.DAY} and len(sides) == 2 else max(sides, key=_coarse).grain
    return When(
        earliest,
        latest,
        grain,
        text.strip(),
        Basis.EXPLICIT,
        reason,
        approximate=any(side.approximate for side in sides),
        open_start=start is None,
        open_end=end is None,
    )


_GRAINS = list(Grain)


def _coarse(when: When) -> int:
    return _GRAINS.index(when.grain)


def _single(text: str, reason: str, whole: str) -> When:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{whole!r} is no date; {_HELP}")
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    approximate = mark != ""
    unknown = year == "XXXX"
    if "X" in (month or "") or "X" in (day or "") or (unknown and day is None):
        raise ValueError(f"{text!r} leaves open what must be said; {_HELP}")
    if unknown:
        _exists(2000, int(month), int(day), text)
        return When(None, None, Grain.DAY, text, Basis.EXPLICIT, reason, approximate=approximate, year_known=False)
    if "X" in year:
        if month:
            raise ValueError(f"{text!r} has a month in an unknown year; {_HELP}")
        low = int(year.replace("X", "0"))
        high = int(year.replace("X", "9"))
        grain = Grain.DECADE if year.count("X") == 1 else Grain.CENTURY
        return _made(dt.date(max(low, 1), 1, 1), dt.date(high, 12, 31), grain, text, reason, approximate)
    number = int(year)
    if number == 0:
        raise ValueError(f"{text!r}: years before 1 can't be placed on the timeline")
    if month is None:
        return _made(dt.date(number, 1, 1), dt.date(number, 12, 31), Grain.YEAR, text, reason, approximate)
    part = int(month)
    if day is None and part in _SEASONS | _QUARTERS:
        begin, end = (_SEASONS | _QUARTERS)[part]
        last_year = number + (end < begin)
        if last_year > dt.MAXYEAR:
            raise ValueError(f"{text!r} is beyond the year 9999")
        grain = Grain.SEASON if part in _SEASONS else Grain.QUARTER
        last = dt.date(last_year, end, calendar.monthrange(last_year, end)[1])
        return _made(dt.date(number, begin, 1), last, grain, text, reason, approximate)
    if day is None:
        first = _exists(number, part, 1, text)
        last = first.replace(day=calendar.monthrange(number, part)[1])
        return _made(first, last, Grain.MONTH, text, reason, approximate)
    only = _exists(number, part, int(day), text)
    return _made(only, only, Grain.DAY, text, reason, approximate, match["time"] or "")


def _exists(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is a date that doesn't exist") from error


def _made(
    first: dt.date, last: dt.date, grain: Grain, text: str, reason: str, approximate: bool, time: str = ""
) -> When:
    grain = Grain.MINUTE if time else grain
    return When(first, last, grain, text, Basis.EXPLICIT, reason, approximate=approximate, time=time)
