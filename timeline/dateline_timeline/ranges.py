"""Joins two dates that are the ends of one stretch: "from 1975 to 1990", "14–15 June", "between March and May"."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from dateline_timeline.when import Basis, DateRange, Grain, Timex, TimexType, When

_JOINT: Final = re.compile(r"\s*(?:[-–—‑−]|to|through|thru|until|till|and)(?:\s+(?:the|about|around|early|late))?\s*")
_FROM: Final = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)


def find_ranges(text: str, timexes: Sequence[Timex]) -> tuple[DateRange, ...]:
    """The ranges among the dates of a text, in order; each date is part of one range at most."""
    found: list[DateRange] = []
    at = 0
    while at + 1 < len(timexes):
        one = _range(text, timexes[at], timexes[at + 1])
        if one is None:
            at += 1
        else:
            found.append(one)
            at += 2
    return tuple(found)


def _range(text: str, first: Timex, last: Timex) -> DateRange | None:
    if first.when is None or last.when is None or TimexType.SET in (first.type, last.type):
        return None
    between = text[first.end : last.start]
    if len(between) > 20 or not _JOINT.fullmatch(between):
        return None
    before = _FROM.search(text[max(0, first.start - 14) : first.start])
    if between.strip().startswith("and") and not (before and before.group().lower().startswith("between")):
        return None
    earliest, latest = first.when.earliest, last.when.latest
    if first.when.year_known != last.when.year_known:
        return None
    if first.when.year_known and (earliest is None or latest is None or latest < earliest):
        return None
    start = first.start - len(before.group()) if before else first.start
    inherited = Basis.INHERITED in (first.when.basis, last.when.basis)
    basis = last.when.basis if last.when.basis is not Basis.EXPLICIT or not inherited else Basis.EXPLICIT
    words = text[start : last.end]
    when = When(
        earliest,
        latest,
        max(first.when.grain, last.when.grain, key=_ORDER.index),
        f"{_bound(first.when, earliest)}/{_bound(last.when, latest)}",
        basis,
        f"'{words}': {first.when.reason}; {last.when.reason}",
        first.when.approximate or last.when.approximate,
        first.when.year_known,
    )
    return DateRange(start, last.end, words, first, last, when)


def _bound(when: When, day: dt.date | None) -> str:
    """An end of the interval as EDTF: the expression's own where an interval may hold it, else its outer day."""
    if day is not None and ("/" in when.edtf or when.grain in (Grain.QUARTER, Grain.HALF, Grain.SEASON)):
        return day.isoformat() + ("~" if when.approximate else "")
    return when.edtf


# From fine to coarse.
_ORDER: Final = tuple(Grain)
