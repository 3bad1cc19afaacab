"""How much an event matters: within its own article, and then within the whole story."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from dateline.model import Article, Dated, Event, Status
from dateline_geo.place import Precision
from dateline_timeline.when import Grain

# Tuned on the articles and timelines of Timeline17's "libya" and "mj" (development data), by the date F1 of the most
# reported days; bench/story.md has the grid. They lie on a plateau, not on a peak.
_LENT_DAY = 0.1  # no words date the event, it was lent a day, mostly that of publication; 0 to 0.3 alike
_LOOK_BACK = 12  # days after which looking back further adds nothing; 8 to 20 alike
_LOOK_BACK_POWER = 0.75  # 0.5 to 1 alike
_CHRONICLE_DAYS = (
    15  # an article that dates many days is a chronicle; more count no more: 10 to 17 alike, 30 costs 12 points
)
_AHEAD = 0.3  # of a day still to come: 0.1 to 1 alike
# What the most telling event there can be has, so that salience ends at 1.
_FULL: float = (1 + _LOOK_BACK**_LOOK_BACK_POWER) * _CHRONICLE_DAYS


def _day(event: Event) -> Dated | None:
    """The event's date where it is one single known day."""
    dated = event.when
    if dated is None or dated.when.earliest is None or dated.when.earliest != dated.when.latest:
        return None
    return dated


def article_salience(event: Event, article: Article, dated_days: int = 1) -> float:
    """How strongly one article marks the event's day as one to remember, 0 to 1.

    A day that words name, and that is looked back on from some distance, is worth more than the day's own news; an
    article that dates many days is a chronicle, whose choice of days was made by somebody who knew what mattered.
    It is a pure function of one article, so that an article never has to be read again when others join it.

    Args:
        event: an event of that article.
        article: the article.
        dated_days: how many different days before its publication the article gives to events.
    """
    chronicle = min(_CHRONICLE_DAYS, max(1, dated_days))
    dated = _day(event)
    if dated is None or dated.when.earliest is None:
        return round(_LENT_DAY * chronicle / _FULL, 5)
    gap = (article.published - dated.when.earliest).days if article.published else 0
    weight = 1.0 if dated.start >= 0 else _LENT_DAY
    if gap < 0 or event.status in (Status.PLANNED, Status.HYPOTHETICAL):
        weight *= _AHEAD
    distance: float = 1 + min(max(gap, 0), _LOOK_BACK) ** _LOOK_BACK_POWER
    return round(min(1.0, weight * distance * chronicle / _FULL), 5)


def article_saliences(events: Sequence[Event], article: Article) -> tuple[float, ...]:
    """The in-article salience of each event of one article, in their order."""
    published = article.published or dt.date.max
    days = {
        dated.when.earliest
        for event in events
        if (dated := _day(event)) is not None
        and dated.when.earliest is not None
        and dated.start >= 0
        and dated.when.earliest < published
    }
    return tuple(article_salience(event, article, len(days)) for event in events)


# Independent reports beyond which more say little more. With 64, and with a third of the weight on reports, captions of
# photographs, which have a day and a town, came before what eight papers told (read on Timeline17's "libya").
_MANY = 12
_TIME = {Grain.MINUTE: 1.0, Grain.HOUR: 1.0, Grain.PART: 1.0, Grain.DAY: 1.0, Grain.DAYS: 0.7, Grain.WEEK: 0.5}
_SPACE = {Precision.SITE: 1.0, Precision.SETTLEMENT: 1.0, Precision.NEAR: 0.8, Precision.DISTRICT: 0.6}
_REALITY = {Status.HAPPENED: 1.0, Status.ONGOING: 1.0, Status.PLANNED: 0.7, Status.DENIED: 0.6}


def story_salience(reports: Iterable[Event], independent: int, reports_in_all: int) -> float:
    """How much an event matters in the story, 0 to 1: what a page shows first when it can't show all.

    Args:
        reports: the single reports of the event.
        independent: how many of them are not copies.
        reports_in_all: independent articles in the story; the more there are, the less one report is worth.
    """
    told = tuple(reports)
    spread = math.log1p(independent) / math.log1p(max(4, min(_MANY, reports_in_all)))
    looked_back = math.fsum(report.salience for report in told)
    position = max(1 / (1 + report.evidence[0].start / 600) if report.evidence else 0.0 for report in told)
    time = max(_TIME.get(r.when.when.grain, 0.3) if r.when and r.when.when.earliest else 0.0 for r in told)
    space = max(_SPACE.get(_precision(r) or Precision.AREA, 0.3) if _precision(r) else 0.0 for r in told)
    reality = max(_REALITY.get(report.status, 0.4) for report in told)
    score = 0.5 * min(1.0, spread) + 0.15 * looked_back / (looked_back + 0.2) + 0.15 * position
    return round(reality * (score + 0.1 * time + 0.1 * space), 4)


def _precision(event: Event) -> Precision | None:
    if event.where is None or event.where.resolution.place is None:
        return None
    return event.where.resolution.precision or event.where.resolution.place.precision
