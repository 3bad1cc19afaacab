"""When: expressions of time found in text and normalised to intervals (TIMEX3, EDTF)."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

# Loaded on first use: the grammar takes a tenth of a second, and who only tells what was read needs none.
_HOMES = {
    "Basis": "dateline_timeline.when",
    "DateRange": "dateline_timeline.when",
    "DateReading": "dateline_timeline.find",
    "Grain": "dateline_timeline.when",
    "PublicationBound": "dateline_timeline.published",
    "Refusal": "dateline_timeline.when",
    "Tense": "dateline_timeline.tense",
    "Timex": "dateline_timeline.when",
    "TimexType": "dateline_timeline.when",
    "When": "dateline_timeline.when",
    "bound_publication": "dateline_timeline.published",
    "day_first_for": "dateline_timeline.find",
    "find_dates": "dateline_timeline.find",
    "read_dates": "dateline_timeline.find",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dateline_timeline' has no attribute {name!r}")
