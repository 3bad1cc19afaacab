"""Times in plain English words, for reasons and differences."""

import datetime as dt

from dateline.corrections_date import parse_edtf
from dateline_timeline.when import Basis, When

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def say_day(day: dt.date) -> str:
    """5 June 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_days(first: dt.date, last: dt.date) -> str:
    """5 June 2025; June 2025; 2025; 2020 to 2024; 5 to 8 June 2025; 5 June to 3 July 2025."""
    if first == last:
        return say_day(first)
    after = last + dt.timedelta(1) if last < dt.date.max else last
    if first.day == 1 and after.day == 1:
        if first.month == 1 and after.month == 1:
            return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        start, end = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
        if (first.year, first.month) == (last.year, last.month):
            return f"{end} {last.year}"
        return (
            f"{start} to {end} {last.year}" if first.year == last.year else f"{start} {first.year} to {end} {last.year}"
        )
    if first.year != last.year:
        return f"{say_day(first)} to {say_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {say_day(last)}"
    return f"{first.day} to {say_day(last)}"


def say_clock(time: str) -> str:
    """18:00; midnight."""
    return "midnight" if time in ("24:00", "00:00") else time


def soon_after(when: When) -> str:
    """Words such as "December 2007 or soon after" for what came after something dated: the end that is drawn is ours.

    EDTF tells it: the start as the article has it, and an approximate end. Empty for every other interval.
    """
    start, _, end = when.edtf.partition("/")
    if when.basis is not Basis.INFERRED or not end.endswith("~") or start.endswith(("~", "?", "%", "..")):
        return ""
    try:
        dated = parse_edtf(start, "")
    except ValueError:  # of a kind that corrections can't say
        return ""
    if dated.earliest is None or dated.latest is None:
        return ""
    return f"{say_days(dated.earliest, dated.latest)} or soon after"


def say_when(when: When) -> str:
    """An interval in words, with its side that is open, its clock time, and "about" where it is approximate.

    What has no days (an unknown year, a date beyond the calendar) is given as EDTF.
    """
    if after := soon_after(when):
        return after
    about = "about " if when.approximate else ""
    if when.earliest is not None and when.latest is not None:
        days = say_days(when.earliest, when.latest)
        return f"{days}, {about}{say_clock(when.time)}" if when.time[:1].isdigit() else f"{about}{days}"
    if when.earliest is not None:
        return f"since {about}{say_day(when.earliest)}"
    if when.latest is not None:
        return f"until {about}{say_day(when.latest)}"
    return when.edtf
