"""Promises of salience and of the gates: what is looked back on counts, bounds hold, gates open and close."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Article, Dated, Event, Evidence, Manner, Status, Voice, Where
from dateline.story import article_salience, article_saliences, story_salience
from dateline.story.gates import Span, Spot, agree_on_place, agree_on_time, span_of
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

PUBLISHED = dt.date(2025, 6, 30)
BODY = Article("a", "Title", "Something happened. " * 200, PUBLISHED)
WRITTEN = Basis.EXPLICIT


def event(
    days_ago: int | None, *, basis: Basis = WRITTEN, words: bool = True, start: int = 0, grain: Grain = Grain.DAY
) -> Event:
    when = None
    if days_ago is not None:
        day = PUBLISHED - dt.timedelta(days_ago)
        last = day if grain is Grain.DAY else day + dt.timedelta(6)
        when = Dated(
            When(day, last, grain, day.isoformat(), basis, ""), "", 0.9, 0 if words else -1, 4 if words else -1
        )
    return Event(
        f"e{days_ago}{start}", "Headline", "quote", "other", when, None, Voice(Manner.STATED), Status.HAPPENED,
        (Evidence("a", start, start + 10),),
    )  # fmt: skip


def place(kind: Kind, precision: Precision, lat: float, lon: float, **more: object) -> Spot:
    return Spot(Place(f"k{lat}{lon}{kind}", kind.value, kind, precision, lat, lon, **more), precision)  # type: ignore[arg-type]


def test_a_day_looked_back_on_counts_more_than_the_day_s_news() -> None:
    """A day weeks ago weighs more than yesterday, and that more than a lent publication day."""
    landmark = article_salience(event(20), BODY)
    yesterday = article_salience(event(1, basis=Basis.RELATIVE), BODY)
    lent = article_salience(event(0, words=False, basis=Basis.INFERRED), BODY)
    assert landmark > yesterday > lent > 0


def test_a_chronicle_counts_more() -> None:
    """An article that dates thirty days gives each of them more weight than one that dates two."""
    assert (
        article_saliences([event(n) for n in range(10, 40)], BODY)[0]
        > 2 * article_saliences([event(10), event(12)], BODY)[0]
    )


def test_what_many_tell_comes_before_what_one_dates_and_places() -> None:
    """Eight reports of something somewhere in a country weigh more than one caption with a day and a town."""
    told = story_salience([event(3, start=3000, grain=Grain.WEEK)], 8, 700)
    caption = story_salience([event(0)], 1, 700)
    assert told > caption


@given(st.lists(st.one_of(st.none(), st.integers(-400, 4000)), max_size=50))
def test_in_article_salience_is_bounded(ages: list[int | None]) -> None:
    """Whatever an article dates, salience is above 0 and at most 1."""
    assert all(0 < value <= 1 for value in article_saliences([event(age) for age in ages], BODY))


def test_more_independent_reports_matter_more() -> None:
    """The same event with more independent reports is more salient, and so is one told earlier in its article."""
    assert story_salience([event(1)] * 3, 3, 10) > story_salience([event(1)] * 3, 1, 10)
    assert story_salience([event(1)], 1, 10) > story_salience([event(1, start=3000)], 1, 10)
    assert story_salience([event(1)], 1, 10) > story_salience([event(None)], 1, 10)


@given(st.integers(1, 500), st.integers(0, 100_000), st.integers(1, 2000))
def test_story_salience_is_bounded(independent: int, start: int, articles: int) -> None:
    """Salience stays between 0 and 1."""
    assert 0 <= story_salience([event(3, start=start)], independent, articles) <= 1


days = st.integers(700_000, 700_400)
spans = st.builds(lambda first, length: Span(first, first + length), days, st.integers(0, 40))


@given(spans, spans)
def test_the_gate_on_time_is_fair(one: Span, other: Span) -> None:
    """The gate says the same both ways, opens for equal times, and stays closed where more than a day lies between."""
    there, back = agree_on_time(one, other), agree_on_time(other, one)
    assert (there is None) == (back is None)
    assert agree_on_time(one, one) is not None
    if one.first - other.last > 1 or other.first - one.last > 1:
        assert there is None


def test_an_open_or_yearless_date_has_no_days() -> None:
    """A date with an open side ("since June") or of no known year is not compared by days."""
    base = event(3).when
    assert base is not None
    assert span_of(base) is not None
    since = Dated(When(PUBLISHED, None, Grain.DAY, "2025-06-30/..", WRITTEN, "", open_end=True), "", 0.9)
    yearless = Dated(When(None, None, Grain.DAY, "XXXX-06-05", WRITTEN, "", year_known=False), "", 0.9)
    assert span_of(since) is None
    assert span_of(yearless) is None
    assert span_of(None) is None


def test_the_gate_on_places() -> None:
    """A town lies in its region and country, not in another's; neighbours pass with less, far towns do not."""
    town = place(Kind.SETTLEMENT, Precision.SETTLEMENT, 47.07, 15.44, country="AT", admin1="Styria")
    suburb = place(Kind.SETTLEMENT, Precision.SETTLEMENT, 47.0, 15.5, country="AT", admin1="Styria")
    far = place(Kind.SETTLEMENT, Precision.SETTLEMENT, 48.3, 14.3, country="AT", admin1="Upper Austria")
    region = place(Kind.REGION, Precision.REGION, 47.3, 15.0, country="AT", admin1="Styria")
    country = place(Kind.COUNTRY, Precision.COUNTRY, 47.6, 14.1, country="AT")
    abroad = place(Kind.COUNTRY, Precision.COUNTRY, 46.1, 14.8, country="SI")
    sea = place(Kind.SEA, Precision.AREA, 44.0, 14.0, radius_km=400)
    same, near = agree_on_place(town, town), agree_on_place(town, suburb)
    assert same is not None
    assert near is not None
    assert same.weight > near.weight > 0
    assert agree_on_place(town, far) is None
    for inner in (town, region):
        assert agree_on_place(inner, country) is not None
        assert agree_on_place(country, inner) is not None
        assert agree_on_place(inner, abroad) is None
    assert agree_on_place(town, region) is not None
    assert agree_on_place(far, region) is None
    assert agree_on_place(sea, town) is not None


def test_a_placed_event_is_more_salient() -> None:
    """A town is worth more than no place."""
    town = Place("gn:1", "Graz", Kind.SETTLEMENT, Precision.SETTLEMENT, 47.07, 15.44)
    where = Where(Resolution(Mention(0, 4, "Graz"), town, 0.9, ""), "", 0.9)
    bare = event(2)
    placed = Event(bare.id, "h", "q", "other", bare.when, where, bare.voice, bare.status, bare.evidence)
    assert story_salience([placed], 1, 4) > story_salience([bare], 1, 4)
