"""Codes of precision as ACLED and UCDP GED use them, so that our rows can stand beside theirs; see docs/exports.md."""

from dateline_geo.place import Kind, Precision
from dateline_timeline.when import When


def acled_geo(precision: Precision | None) -> int | None:
    """ACLED's geo_precision: 1 the named place itself, 2 near it or a small area, 3 a larger region.

    A country or wider has no code there, since ACLED codes no such event.
    """
    if precision is None:
        return None
    return {
        Precision.SITE: 1,
        Precision.SETTLEMENT: 1,
        Precision.NEAR: 2,
        Precision.DISTRICT: 2,
        Precision.REGION: 3,
    }.get(precision)


def _days(when: When | None) -> int | None:
    """Days that the words allow, None where a side is open or nothing is known."""
    if when is None or when.earliest is None or when.latest is None or when.open_start or when.open_end:
        return None
    return (when.latest - when.earliest).days + 1


def acled_time(when: When | None) -> int | None:
    """ACLED's time_precision: 1 the day, 2 the week, 3 the month; coarser times have no code there."""
    days = _days(when)
    if days is None or days > 31:
        return None
    if days == 1:
        return 1
    return 2 if days <= 7 else 3


def ged_where(precision: Precision | None, kind: Kind | None) -> int | None:
    """UCDP GED's where_prec: 1 the point, 2 within some 25 km, 3 second-order division, 4 first-order, 5 a vague area,
    6 the country, 7 international waters.
    """  # noqa: D205  one sentence
    if precision is None:
        return None
    if precision is Precision.AREA:
        return 7 if kind is Kind.SEA else 5
    return {
        Precision.SITE: 1,
        Precision.SETTLEMENT: 1,
        Precision.NEAR: 2,
        Precision.DISTRICT: 3,
        Precision.REGION: 4,
        Precision.COUNTRY: 6,
    }[precision]


def ged_date(when: When | None) -> int | None:
    """UCDP GED's date_prec: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year; None beyond."""
    days = _days(when)
    if days is None or days > 366:
        return None
    for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if days <= most:
            return code
    return 5
