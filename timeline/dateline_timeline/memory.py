"""What a text has said so far, and the rules by which that and the publication give a date its year."""

import datetime as dt
from dataclasses import dataclass, replace

from dateline_timeline import civil
from dateline_timeline.civil import Stretch
from dateline_timeline.meaning import Point
from dateline_timeline.tense import Tense
from dateline_timeline.when import Basis, Grain, When

# Months. Tuned on the dev half of TimeBank and AQUAINT (bench/dates.md).
AHEAD = 6
AHEAD_PAST = 2
AHEAD_MONTH = 3


@dataclass(slots=True)
class Memory:
    """What the text has said so far: the last stretch of the calendar, and in which sentence."""

    last: Stretch | None = None
    year: int | None = None
    year_text: str = ""
    year_sentence: int = -9
    day: dt.date | None = None
    scene: dt.date | None = None  # the day that is told of, not the one on which somebody told it
    scene_sentence: int = -9
    scene_told: bool = False  # no other day was said than one on which somebody spoke
    month: tuple[int, int] | None = None
    quarter: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch with its basis in words."""

    stretch: Stretch | None
    value: str
    basis: Basis
    reason: str
    anchored_by: str = ""
    year_known: bool = True
    refusal: str = ""


def near_year(month: int, day: int | None, tense: Tense | None, published: dt.date) -> int:
    """The year of a day or month without one.

    A day is taken in the year that brings it nearest to the publication, up to `AHEAD` months ahead of it when
    the verb is not past, two months when it is; a month of a past verb is over or runs, one of a future verb is
    to come.
    """
    ahead = month - published.month
    if day is not None:
        if ahead > (AHEAD if tense is not Tense.PAST else AHEAD_PAST):
            return published.year - 1
        if ahead < -AHEAD and tense is Tense.FUTURE:
            return published.year + 1
        if ahead <= AHEAD - 12 and tense is None:
            return published.year + 1
        return published.year
    if tense is Tense.FUTURE:
        return published.year + (ahead < 0)
    return published.year - (ahead > (AHEAD_MONTH if tense is None else 0))


def interval(point: Point, answer: Answer, stretch: Stretch, time: str, before: str) -> When:
    """The interval of a dated expression; `before` is the word before it, which may leave a side open.

    What happens before or after a time of day ("shortly after 6 p.m.") happens on that day, at about that time.
    """
    earliest, latest, edtf = stretch.first, stretch.last, stretch.edtf
    timed = bool(point.clock or point.part) and before in ("before", "after")
    soft = point.approximate or timed
    approximate = soft or point.mod in ("START", "MID", "END") or point.week is not None
    grain = stretch.grain
    if point.clock:
        grain = Grain.MINUTE if ":" in point.clock and not point.clock.endswith(":00") else Grain.HOUR
    elif point.part:
        grain = Grain.PART
    if soft and not point.clock and "/" not in edtf and "X" not in edtf:  # at about six, on that very day
        edtf += "~"
    open_start = before in ("until", "till", "before") and not timed
    open_end = before in ("since", "after") and not timed
    if open_start:
        if before == "before" and earliest is not None:
            latest = civil.shift_days(earliest, -1)
            edtf = f"../{latest}" if latest else edtf
        elif latest is not None:
            edtf = f"../{edtf.rpartition('/')[2]}" if "X" not in edtf else f"../{latest}"
        earliest = None
    elif open_end:
        if before == "after" and latest is not None:
            earliest = civil.shift_days(latest, 1)
            edtf = f"{earliest}/.." if earliest else edtf
        elif earliest is not None:
            edtf = f"{edtf.partition('/')[0]}/.." if "X" not in edtf else f"{earliest}/.."
        latest = None
    return When(
        earliest,
        latest,
        grain,
        edtf,
        answer.basis,
        answer.reason,
        approximate,
        answer.year_known,
        open_start,
        open_end,
        time,
    )


def rounded(point: Point, when: When) -> When:
    """A round number of a hundred years or more means the years about that one, by half of what it was rounded to.

    "2,000 years ago" is no single year of antiquity; TIMEX3 gives it one all the same, which stays the value.
    """
    step = abs(point.step or 0)
    if point.unit != "Y" or step < 100 or step % 10 or when.earliest is None or when.latest is None:
        return when
    half = next(unit for unit in (1000, 100, 10) if step % unit == 0) // 2
    year = when.earliest.year
    first, last = year - half, min(9999, year + half)
    begins = f"{first:04}" if first >= 0 else f"-{-first:04}"  # before our era, where days of ours end
    return replace(
        when, earliest=dt.date(first, 1, 1) if first > 0 else None, latest=dt.date(last, 12, 31), grain=Grain.PERIOD,
        edtf=f"{begins}~/{last:04}~", approximate=True, open_start=first <= 0,
        reason=f"{when.reason}, in round numbers",
    )  # fmt: skip
