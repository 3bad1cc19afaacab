"""A roll-up as the page shows it: how many events, when, where, and the sentences of those that matter most.

It is never called an event: its headline counts, and its sentences stand in a digest, which says whose each one is and
where it can be read. The digest is an article of the page, so that the page's own reader opens it.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.model import Article, Dated, Event, Evidence, Manner, Status, Voice, Where
from dateline.scale.tables import RollupRow
from dateline.story.say import say_days
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

_GRAINS = {
    "day": Grain.DAY, "week": Grain.WEEK, "month": Grain.MONTH, "year": Grain.YEAR, "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}  # fmt: skip
_ID_DIGITS = 16
_BASIS = "the stretch of time that a roll-up counts"


@dataclass(frozen=True, slots=True)
class Teller:
    """What roll-ups are told with: the articles that they cite, the gazetteer, and the largest count of all."""

    articles: Mapping[str, Article]
    gazetteer: Gazetteer
    most: int


@dataclass(frozen=True, slots=True)
class Telling:
    """What stands on the page: a single event, or a roll-up with its digest."""

    event: Event
    digest: Article | None = None


def roll_up(row: RollupRow, tops: Sequence[Event], teller: Teller) -> Telling:
    """The roll-up of a row of the table.

    Args:
        row: what was counted.
        tops: the events that matter most, first the one that matters most.
        teller: what to tell it with.
    """
    where = _where(row, tops, teller.gazetteer)
    place = where.resolution.place if where is not None else None
    time = say_days(row.first, row.last) if row.first and row.last else "no bounded date"
    spot = _named(place, row.scope, teller.gazetteer) if place is not None else "not placed"
    title = f"{row.events:,} events: {spot}, {time}"
    lines = [f"{number}. {_line(top, teller.articles)}" for number, top in enumerate(tops, 1)]
    head = (
        f"A roll-up, and no event: {row.events:,} events told in {row.reports:,} reports.\n"
        f"Status: {row.statuses}. Kind: {row.categories}.{_span(row)}\n"
        f"The {len(lines)} that matter most, each with its source:\n\n"
    )
    quote = "\n\n".join(lines)
    identity = hashlib.sha256(row.bucket.encode()).hexdigest()[:_ID_DIGITS]
    digest = Article(f"digest-{identity}", title, head + quote, publisher="a roll-up", language="en")
    return Telling(
        Event(
            id=identity,
            headline=title,
            quote=quote,
            category=row.categories.split(" ")[0],
            when=_when(row),
            where=where,
            voice=Voice(Manner.ATTRIBUTED, "those who are named after each sentence", ""),
            status=Status(row.statuses.split(" ")[0]),
            evidence=(Evidence(digest.id, len(head), len(head) + len(quote)),),
            salience=round(math.log1p(row.events) / math.log1p(max(2, teller.most)), 4),
        ),
        digest,
    )


def _line(top: Event, articles: Mapping[str, Article]) -> str:
    """A sentence and whose it is: publisher, day, title, and where it can be read."""
    article = articles.get(top.evidence[0].article) if top.evidence else None
    if article is None:
        return f"“{top.quote}”"
    parts = (
        article.publisher, article.published.isoformat() if article.published else "", article.title,
        article.url or article.path,
    )  # fmt: skip
    return f"“{top.quote}” — {', '.join(part for part in parts if part)}"


def _span(row: RollupRow) -> str:
    if row.earliest is None or row.latest is None:
        return ""
    return f" Dates: {say_days(row.earliest, row.latest)}."


def _when(row: RollupRow) -> Dated | None:
    if row.first is None or row.last is None:
        return None
    reason = "counted together, not dated by an article"
    when = When(row.first, row.last, _GRAINS[row.unit], _edtf(row.unit, row.first, row.last), Basis.INFERRED, reason)
    return Dated(when, _BASIS, 1.0)


def _edtf(unit: str, first: dt.date, last: dt.date) -> str:
    iso = first.isoformat()
    match unit:
        case "day":
            return iso
        case "month":
            return iso[:7]
        case "year":
            return iso[:4]
        case "decade":
            return f"{iso[:3]}X"
        case _:
            return f"{iso}/{last.isoformat()}"


def _where(row: RollupRow, tops: Sequence[Event], gazetteer: Gazetteer) -> Where | None:
    """The area of a roll-up, with the outline that the gazetteer has of it."""
    own = tops[0].where
    if not row.area or own is None or own.resolution.place is None:
        return None
    place = own.resolution.place
    precision = own.resolution.precision or place.precision
    if row.scope == "region":
        found = gazetteer.get(row.area)
        place = found or replace(place, key=row.area, name=place.admin1, kind=Kind.REGION, population=0)
        precision = Precision.REGION
    elif row.scope == "country":
        place = country_place(row.area, gazetteer) or replace(place, key=row.area, kind=Kind.COUNTRY, population=0)
        precision = Precision.COUNTRY
    reason = f"{row.events:,} events were counted there"
    resolution = Resolution(Mention(0, 0, ""), replace(place, precision=precision), 1.0, reason, precision)
    return Where(resolution, "the area that a roll-up counts", 1.0)


def country_place(code: str, gazetteer: Gazetteer) -> Place | None:
    """A country by its ISO code."""
    named = gazetteer.lookup(gazetteer.country_name(code))
    return next((place for place in named if place.kind is Kind.COUNTRY and place.country == code), None)


def _named(place: Place, scope: str, gazetteer: Gazetteer) -> str:
    country = gazetteer.country_name(place.country) if place.country and scope != "country" else ""
    return ", ".join(dict.fromkeys(part for part in (place.name, country) if part))
