"""When an article without a publication date must have been published: what its own words allow."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dateline_timeline.civil import shift_days
from dateline_timeline.grammar import find
from dateline_timeline.meaning import Found, Point
from dateline_timeline.periods import PERIOD_WORDS, Period, find_periods
from dateline_timeline.tense import Tense, nearby
from dateline_timeline.tokens import Tokens, tokenize

_HEAD = 8  # tokens of a place before the date of a dateline
_AGENCY = 6  # tokens of an agency between it and the dash


@dataclass(frozen=True, slots=True)
class PublicationBound:
    """The days between which a text was published, as far as it tells; None where it does not.

    `years` are the years that agree with all its weekday-and-date pairs ("Tuesday, March 4"), within a hundred years.
    `reason` is a sentence for the reader.
    """

    earliest: dt.date | None
    latest: dt.date | None
    years: tuple[int, ...]
    reason: str


def bound_publication(text: str) -> PublicationBound:
    """Bound the publication date of a text by what it says: named years, the latest past year, weekdays with dates."""
    tokens = tokenize(text, also=PERIOD_WORDS)
    _, named = find_periods(tokens)
    return bound(tokens, find(tokens), named)


def named_year(periods: Iterable[Period]) -> Period | None:
    """The one named year that a text speaks of; None where there is none or where they disagree."""
    years = {one.year: one for one in periods if one.year is not None}
    return next(iter(years.values())) if len(years) == 1 else None


def bound(tokens: Tokens, found: list[Found], periods: list[Period]) -> PublicationBound:
    """`bound_publication` for a text that has been read already."""
    named = named_year(periods)
    if named is not None and named.year is not None:
        return PublicationBound(
            named.earliest,
            named.latest,
            (named.year,),
            f"the text speaks of '{named.name}', the official name of {named.year} ({named.source})",
        )
    line = _report_line(tokens, found)
    if line is not None:
        day, words = line
        after = shift_days(day, 1) or day  # printed the next morning
        return PublicationBound(day, after, (day.year,), f"its dateline is of '{words}'")
    earliest: dt.date | None = None
    said = ""
    pairs: list[tuple[int, int, int, str]] = []
    for one in found:
        point = one.meaning
        if not isinstance(point, Point):
            continue
        words = tokens.span(one.first, one.stop)
        if (
            point.year is not None
            and 1 <= point.year <= 9998
            and nearby(tokens, one.first, one.stop) is not Tense.FUTURE
        ):
            try:
                day = dt.date(point.year, point.month or 1, point.day or 1)
            except ValueError:
                continue
            if earliest is None or day > earliest:
                earliest, said = day, words
        elif point.year is None and point.weekday and point.month and point.day:
            pairs.append((point.month, point.day, point.weekday, words))
    years: tuple[int, ...] = ()
    reasons = []
    if earliest is not None:
        reasons.append(f"the latest past date it speaks of is '{said}'")
        if pairs:
            years = tuple(
                year for year in range(earliest.year, earliest.year + 100) if all(_fits(year, pair) for pair in pairs)
            )
    return PublicationBound(earliest, None, years, "; ".join(reasons) or "the text does not say")


def _report_line(tokens: Tokens, found: list[Found]) -> tuple[dt.date, str] | None:
    """The full date at the head of a report ("LONDON, 19 April 2011 (Reuters) –"), and its words."""
    if not found:
        return None
    one, point = found[0], found[0].meaning
    if one.first > _HEAD or not isinstance(point, Point) or not (point.year and point.month and point.day):
        return None
    if one.first and tokens.classes[one.first - 1] not in ",(":
        return None
    dash = next((i for i in range(one.stop, one.stop + _AGENCY) if tokens.classes[i : i + 1] == "-"), None)
    if dash is None or tokens.glued(dash) or "." in tokens.classes[one.stop : dash]:
        return None  # "On 19 April 2011, the London-based company …"
    try:
        return dt.date(point.year, point.month, point.day), tokens.span(one.first, one.stop)
    except ValueError:
        return None


def _fits(year: int, pair: tuple[int, int, int, str]) -> bool:
    month, day, weekday, _ = pair
    try:
        return dt.date(year, month, day).isoweekday() == weekday
    except ValueError:
        return False
