"""When: expressions of time found in text and normalised to intervals (TIMEX3, EDTF)."""

from dateline_timeline.find import DateReading, day_first_for, find_dates, read_dates
from dateline_timeline.published import PublicationBound, bound_publication
from dateline_timeline.tense import Tense
from dateline_timeline.when import Basis, DateRange, Grain, Refusal, Timex, TimexType, When

__all__ = [
    "Basis",
    "DateRange",
    "DateReading",
    "Grain",
    "PublicationBound",
    "Refusal",
    "Tense",
    "Timex",
    "TimexType",
    "When",
    "bound_publication",
    "day_first_for",
    "find_dates",
    "read_dates",
]
