"""Calendar arithmetic on whole days, and the same interval as TIMEX3 and as EDTF."""

import datetime as dt
from dataclasses import dataclass

from dateline_timeline.when import Grain

# Meteorological seasons of the northern hemisphere, first month and length; winter runs into the next year.
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
EDTF_SEASON = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `first` to `last`, with the grain, the TIMEX3 value and the EDTF string that name them."""

    first: dt.date | None
    last: dt.date | None
    grain: Grain
    value: str
    edtf: str


def last_of_month(year: int, month: int) -> dt.date:
    """The last day of a month of the years 1 to 9999."""
    if month == 12:
        return dt.date(year, 12, 31)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def shift_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month that many months away."""
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def shift_days(day: dt.date, days: int) -> dt.date | None:
    """The day that many days away, None outside the years 1 to 9999."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def edtf_year(year: int) -> str:
    """The year of history (no year 0, BC negative) as EDTF writes it: 44 BC is -0043."""
    astronomical = year if year > 0 else year + 1
    if astronomical < -9999 or astronomical > 9999:
        return f"Y{astronomical}"
    return f"-{-astronomical:04}" if astronomical < 0 else f"{astronomical:04}"


def edtf_within(year: int, *parts: int) -> str:
    """A month, season, quarter, half or day of a year as EDTF writes it, which has none beyond the year 9999."""
    whole = edtf_year(year)
    return whole if whole.startswith("Y") else "-".join((whole, *(f"{part:02}" for part in parts)))


def timex_year(year: int) -> str:
    """The year as TIMEX3 writes it: BC0044."""
    return f"BC{-year:04}" if year < 0 else f"{year:04}"


def _ok(year: int) -> bool:
    return 1 <= year <= 9999


def day_stretch(day: dt.date) -> Stretch:
    """One day."""
    return Stretch(day, day, Grain.DAY, day.isoformat(), day.isoformat())


def month_stretch(year: int, month: int, mod: str | None = None) -> Stretch:
    """A month, or its first, middle or last ten days (early: 1 to 10, mid: 11 to 20, late: from 21)."""
    value, edtf = f"{timex_year(year)}-{month:02}", edtf_within(year, month)
    if not _ok(year):
        return Stretch(None, None, Grain.MONTH, value, edtf)
    first, last = dt.date(year, month, 1), last_of_month(year, month)
    if mod in ("START", "MID", "END"):
        first, last = {
            "START": (first, first.replace(day=10)),
            "MID": (first.replace(day=11), first.replace(day=20)),
            "END": (first.replace(day=21), last),
        }[mod]
        return Stretch(first, last, Grain.DAYS, value, f"{first}~/{last}~")
    return Stretch(first, last, Grain.MONTH, value, edtf)


def week_of_month(year: int, month: int, week: int) -> Stretch:
    """The first, second … week of a month as news means it: days 1 to 7, 8 to 14 …; the last (-1) its last seven.

    The TIMEX3 value is the ISO week that has most of these days.
    """
    if not _ok(year):
        return month_stretch(year, month)
    end = last_of_month(year, month)
    first = end - dt.timedelta(days=6) if week < 0 else dt.date(year, month, 7 * week - 6)
    last = min(end, first + dt.timedelta(days=6))
    number = (first + dt.timedelta(days=3 if week <= 4 else 0)).isocalendar()
    return Stretch(first, last, Grain.WEEK, f"{number.year:04}-W{number.week:02}", f"{first}~/{last}~")


def year_stretch(year: int, mod: str | None = None) -> Stretch:
    """A year, or four months of it (early: January to April, mid: May to August, late: from September)."""
    value, edtf = timex_year(year), edtf_year(year)
    if not _ok(year):
        return Stretch(None, None, Grain.YEAR, value, edtf)
    months = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}.get(mod or "", (1, 12))
    first, last = dt.date(year, months[0], 1), last_of_month(year, months[1])
    if mod in ("START", "MID", "END"):
        edtf = f"{year:04}-{months[0]:02}~/{year:04}-{months[1]:02}~"
    return Stretch(first, last, Grain.YEAR, value, edtf)


def quarter_stretch(year: int, quarter: int) -> Stretch:
    """A quarter of a calendar year."""
    value, edtf = f"{timex_year(year)}-Q{quarter}", edtf_within(year, 32 + quarter)
    if not _ok(year):
        return Stretch(None, None, Grain.QUARTER, value, edtf)
    return Stretch(dt.date(year, 3 * quarter - 2, 1), last_of_month(year, 3 * quarter), Grain.QUARTER, value, edtf)


def half_stretch(year: int, half: int) -> Stretch:
    """A half of a calendar year."""
    value, edtf = f"{timex_year(year)}-H{half}", edtf_within(year, 39 + half)
    if not _ok(year):
        return Stretch(None, None, Grain.HALF, value, edtf)
    return Stretch(dt.date(year, 6 * half - 5, 1), last_of_month(year, 6 * half), Grain.HALF, value, edtf)


def season_month(season: str, *, southern: bool = False) -> int:
    """The first month of a season; half a year off in the southern hemisphere."""
    return (SEASON_MONTHS[season] + 5) % 12 + 1 if southern else SEASON_MONTHS[season]


def season_stretch(year: int, season: str, *, southern: bool = False) -> Stretch:
    """A meteorological season; the northern winter of 1941 begins in December 1941, and so does a southern summer."""
    # EDTF numbers the seasons without a hemisphere 21 to 24, those of the southern one 29 to 32.
    code = EDTF_SEASON[season] + (8 if southern else 0)
    value, edtf = f"{timex_year(year)}-{season}", edtf_within(year, code)
    begin = season_month(season, southern=southern)
    end_year, end_month = shift_months(year, begin, 2)
    if not _ok(year) or not _ok(end_year):
        return Stretch(None, None, Grain.SEASON, value, edtf)
    return Stretch(dt.date(year, begin, 1), last_of_month(end_year, end_month), Grain.SEASON, value, edtf)


def decade_stretch(start: int, mod: str | None = None) -> Stretch:
    """A decade from its first year; early is its first four years, mid the next three, late the last three."""
    value = f"{start // 10:03}"
    if not 1 <= start <= 9989:
        return Stretch(None, None, Grain.DECADE, value, f"{start // 10:03}X")
    offsets = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}.get(mod or "", (0, 9))
    a, b = start + offsets[0], start + offsets[1]
    edtf = f"{a:04}~/{b:04}~" if mod in ("START", "MID", "END") else f"{start // 10:03}X"
    return Stretch(dt.date(a, 1, 1), dt.date(b, 12, 31), Grain.DECADE, value, edtf)


def century_stretch(century: int, mod: str | None = None, half: int | None = None) -> Stretch:
    """A century as news counts it: the 20th is 1900 to 1999, early its first 30 years, late its last 30.

    The 7th century BC is 700 to 601 BC.
    """
    if century < 0:
        start, end = century * 100, century * 100 + 99
        value = f"BC{-century - 1:02}"
    else:
        start, end = (century - 1) * 100, (century - 1) * 100 + 99
        value = f"{century - 1:02}"
    approximate = ""
    if mod in ("START", "MID", "END"):
        low, high = {"START": (0, 29), "MID": (30, 69), "END": (70, 99)}[mod]
        start, end, approximate = start + low, start + high, "~"
    elif half:
        start, end = (start, start + 49) if half == 1 else (start + 50, end)
    start = start or 1
    if century > 99 or century < -99:
        return Stretch(None, None, Grain.CENTURY, value, "XXXX")
    edtf = f"{edtf_year(start)}{approximate}/{edtf_year(end)}{approximate}"
    if century < 0:
        return Stretch(None, None, Grain.CENTURY, value, edtf)
    if not approximate and not half and century > 1:
        edtf = f"{century - 1:02}XX"
    return Stretch(dt.date(start, 1, 1), dt.date(end, 12, 31), Grain.CENTURY, value, edtf)


def millennium_stretch(millennium: int) -> Stretch:
    """A millennium: the 2nd is 1000 to 1999, the 3rd BC is 3000 to 2001 BC."""
    if millennium < 0:
        edtf = f"{edtf_year(millennium * 1000)}/{edtf_year(millennium * 1000 + 999)}"
        return Stretch(None, None, Grain.MILLENNIUM, f"BC{-millennium - 1}", edtf)
    start = (millennium - 1) * 1000
    if millennium > 9:
        return Stretch(
            None, None, Grain.MILLENNIUM, str(millennium - 1), f"{edtf_year(start)}/{edtf_year(start + 999)}"
        )
    first = dt.date(start or 1, 1, 1)
    return Stretch(
        first,
        dt.date(start + 999, 12, 31),
        Grain.MILLENNIUM,
        str(millennium - 1),
        f"{first.year:04}/{start + 999:04}",
    )


def week_stretch(day: dt.date) -> Stretch | None:
    """The ISO week (Monday to Sunday) of a day."""
    year, week, weekday = day.isocalendar()
    first, last = shift_days(day, 1 - weekday), shift_days(day, 7 - weekday)
    if first is None or last is None:
        return None
    return Stretch(first, last, Grain.WEEK, f"{year:04}-W{week:02}", f"{first}/{last}")


def weekend_stretch(day: dt.date) -> Stretch | None:
    """Saturday and Sunday of the ISO week of a day."""
    year, week, weekday = day.isocalendar()
    first, last = shift_days(day, 6 - weekday), shift_days(day, 7 - weekday)
    if first is None or last is None:
        return None
    return Stretch(first, last, Grain.DAYS, f"{year:04}-W{week:02}-WE", f"{first}/{last}")
