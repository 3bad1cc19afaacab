"""A small story that has one of everything the page can show; all of it is made up."""

# ruff: noqa: E501  what is shown and what is expected read better in one line

import datetime as dt
import hashlib
from dataclasses import replace

from dateline.model import (
    Article,
    Dated,
    Difference,
    Drop,
    Event,
    Evidence,
    Manner,
    Quantity,
    Status,
    Story,
    Voice,
    Where,
)
from dateline_geo.place import Alternative, Extent, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

RIDGE = """The bridge at Marvik burned on 3 March 2024, the harbour police said.
Two people were injured. 🔥 Work on a new bridge is to begin in May 2024 in the district of Old Vell.
In Sunland, the minister denied that the fire was set on purpose.
The ferry had stopped in the winter of 2023.
Since 1998 the town has had no second road, and in the 19th century it had none at all.
"""
GAZETTE = """A fire destroyed the Marvik bridge on the night of 3 March 2024; three people were hurt, hospitals said.
"""
COURIER = """Ships were held in the Inner Sea last week.
Twenty kilometres north of Marvik a camp was opened on 8 March 2024.
On 5 June people met in the Great Valley, which its other side calls Low Valley.
"""


def _article(number: int, title: str, text: str, day: dt.date, publisher: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        digest[:12], title, text, day, "front matter", publisher, url=f"https://news.example/{number}", path=f"{number}.txt", sha256=digest,
    )  # fmt: skip


ARTICLES = (
    _article(1, "Bridge burns at Marvik", RIDGE, dt.date(2024, 3, 10), "The Ridge"),
    _article(2, "Fire at Marvik", GAZETTE, dt.date(2024, 3, 4), "Gazette"),
    _article(3, "From the coast", COURIER, dt.date(2024, 3, 12), "Coast Courier"),
)

SUNLAND = Place("ne:SUN", "Sunland", Kind.COUNTRY, Precision.COUNTRY, 47.0, 14.0, "AT", radius_km=200)
MARVIK = Place("gn:1", "Marvik", Kind.SETTLEMENT, Precision.SETTLEMENT, 47.2, 13.1, "AT", "Vell", population=20_000)
BRIDGE = Place("osm:1", "Marvik bridge", Kind.SITE, Precision.SITE, 47.25, 13.2, "AT", "Vell")
VELL = Place("gn:2", "Old Vell", Kind.DISTRICT, Precision.DISTRICT, 47.4, 14.2, "AT", "Vell", radius_km=30)
VALLEY = Place(
    "table:valley", "Upper Vell", Kind.AREA, Precision.REGION, 46.9, 15.0, "AT", "Vell", radius_km=60, contested=True,
    note="The name is used by one side only; the other side calls it Low Valley.",
)  # fmt: skip
INNER_SEA = Place("ne:sea", "Inner Sea", Kind.SEA, Precision.AREA, 44.0, 14.5, "")
OTHER_MARVIK = Place("gn:9", "Marvik", Kind.SETTLEMENT, Precision.SETTLEMENT, 59.1, 10.2, "NO", population=900)


def _event(
    number: int, article: Article, quote: str, headline: str, category: str, when: When | None, words: str,
    place: Place | None, place_words: str, precision: Precision | None = None, voice: Voice | None = None,
    status: Status = Status.HAPPENED, trigger: str = "", **more: object,
) -> Event:  # fmt: skip
    start = article.text.index(quote)

    def span(part: str) -> tuple[int, int]:
        at = article.text.find(part, start) if part else -1
        return (at, at + len(part)) if at >= 0 else (-1, -1)

    dated = Dated(when, "in the same sentence", 0.9, *span(words)) if when else None
    where = None
    if place_words:
        others = (Alternative(OTHER_MARVIK, 0.08),) if place is MARVIK else ()
        where = Where(
            Resolution(Mention(*span(place_words), place_words), place, 0.92, "the larger of two, in the publisher's country", precision, others),
            "named in the same clause", 0.9,
        )  # fmt: skip
    event = Event(
        hashlib.sha256(f"one of everything {number}".encode()).hexdigest()[:12], headline, quote, category, dated, where,
        voice or Voice(Manner.STATED), status, (Evidence(article.id, start, start + len(quote)),),
        salience=0.5, trigger=span(trigger),
    )  # fmt: skip
    return replace(event, **more)  # type: ignore[arg-type]


def _day(year: int, month: int, day: int) -> When:
    date = dt.date(year, month, day)
    return When(date, date, Grain.DAY, date.isoformat(), Basis.EXPLICIT, "the day is written out")


def everything() -> Story:
    """Twelve events: every precision, every kind of date, every status, one of them joined from two reports."""
    ridge, gazette, courier = ARTICLES
    burned = "The bridge at Marvik burned on 3 March 2024, the harbour police said."
    first = _event(
        1, ridge, burned, "Bridge at Marvik burns", "disaster", _day(2024, 3, 3), "3 March 2024", BRIDGE, "bridge at Marvik",
        voice=Voice(Manner.ATTRIBUTED, "the harbour police", "said"), trigger="burned",
    )  # fmt: skip
    second = _event(
        2, gazette, GAZETTE.strip(), "Fire destroys bridge", "disaster", _day(2024, 3, 3), "3 March 2024", MARVIK, "Marvik",
        voice=Voice(Manner.ATTRIBUTED, "hospitals", "said"), trigger="destroyed",
    )  # fmt: skip
    joined = replace(
        first, reports=(first, second), independent=2, joined=("same day", "same place", "similar words"),
        differences=(Difference("injured", ((first.id, "two people"), (second.id, "three people"))),),
        actors=("harbour police",), numbers=(Quantity("injured", 2, 3, "people", "two people", 70, 80),),
        reviewed="A. Reader, 2024-04-01",
    )  # fmt: skip
    events = [
        joined,
        _event(3, ridge, "Two people were injured.", "Two injured on the bridge", "health", _day(2024, 3, 3), "", MARVIK, "Marvik"),
        _event(
            4, ridge, "Work on a new bridge is to begin in May 2024 in the district of Old Vell.", "Work on a new bridge to begin", "economy",
            When(dt.date(2024, 5, 1), dt.date(2024, 5, 31), Grain.MONTH, "2024-05", Basis.EXPLICIT, "the month is written out"), "May 2024",
            VELL, "Old Vell", status=Status.PLANNED, trigger="begin",
        ),
        _event(
            5, ridge, "In Sunland, the minister denied that the fire was set on purpose.", "Minister denies arson", "politics",
            _day(2024, 3, 4), "", SUNLAND, "Sunland", voice=Voice(Manner.DENIED, "the minister", "denied"), status=Status.DENIED, trigger="denied",
        ),
        _event(6, ridge, "In Sunland, the minister", "Minister speaks", "politics", _day(2024, 3, 4), "", SUNLAND, "Sunland"),
        _event(
            7, ridge, "The ferry had stopped in the winter of 2023.", "Ferry stops", "economy",
            When(dt.date(2023, 12, 1), dt.date(2024, 2, 29), Grain.SEASON, "2023-24", Basis.EXPLICIT, "winter from December to February", approximate=True),
            "winter of 2023", MARVIK, "the town",
        ),
        _event(
            8, ridge, "Since 1998 the town has had no second road", "No second road", "other",
            When(dt.date(1998, 1, 1), None, Grain.YEAR, "1998/..", Basis.EXPLICIT, "“since” leaves the end open", open_end=True), "1998", MARVIK, "the town",
        ),
        _event(
            9, ridge, "in the 19th century it had none at all", "No road at all", "other",
            When(dt.date(1801, 1, 1), dt.date(1900, 12, 31), Grain.CENTURY, "18XX", Basis.EXPLICIT, "a whole century", approximate=True), "19th century", MARVIK, "the town",
        ),
        _event(
            10, courier, "Ships were held in the Inner Sea last week.", "Ships held in the Inner Sea", "crime",
            When(dt.date(2024, 3, 4), dt.date(2024, 3, 10), Grain.WEEK, "2024-03-04/2024-03-10", Basis.RELATIVE, "the week before the publication date"), "last week",
            INNER_SEA, "Inner Sea", voice=Voice(Manner.ALLEGED, "", "reportedly"),
        ),
        _event(
            11, courier, "Twenty kilometres north of Marvik a camp was opened on 8 March 2024.", "Camp opened north of Marvik", "conflict",
            _day(2024, 3, 8), "8 March 2024", MARVIK, "Marvik", precision=Precision.NEAR, trigger="opened",
        ),
        _event(
            12, courier, "On 5 June people met in the Great Valley", "Meeting in the Great Valley", "culture",
            When(None, None, Grain.DAY, "XXXX-06-05", Basis.EXPLICIT, "the text does not say the year", year_known=False), "5 June", VALLEY, "Great Valley",
        ),
        _event(13, courier, "which its other side calls Low Valley", "Other side names the valley", "politics", None, "", None, ""),
    ]  # fmt: skip

    def key(event: Event) -> tuple[bool, dt.date, str]:
        day = event.when and (event.when.when.earliest or event.when.when.latest)
        return day is None, day or dt.date.max, event.id

    square = ((14.4, 46.6), (15.6, 46.5), (15.7, 47.3), (14.5, 47.4), (14.4, 46.6))
    land = ((9.5, 46.4), (17.2, 46.4), (17.1, 49.0), (9.5, 49.0), (9.5, 46.4))
    return Story(
        "Fire at the Marvik bridge",
        tuple(sorted(events, key=key)),
        ARTICLES,
        (
            Drop("no-publication-date", gazette.id, 0, 6, "“last night” has nothing to be counted from"),
            Drop("not-in-gazetteer", courier.id, 0, 5, "no place is called that"),
            Drop("not-in-gazetteer", courier.id, 20, 25, "no place is called that"),
            Drop("unreadable-file", "", 0, 0, "scans/4.pdf: the file has no text"),
        ),
        extents={"table:valley": Extent((square,)), "ne:SUN": Extent((land,))},
    )
