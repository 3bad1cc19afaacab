"""Reading one article as a whole: what geo, timeline and events say is put together without loss."""

import datetime as dt

import pytest

from dateline.model import Article, Reading
from dateline.reading import read_article
from dateline_geo.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(gazetteer: Gazetteer, text: str, published: dt.date | None = None, **known: str) -> Reading:
    return read_article(Article("a", "", text, published, **known), gazetteer)  # type: ignore[arg-type]


def test_an_event_lasts_as_long_as_its_range(gazetteer: Gazetteer) -> None:
    """Both ends of "from 5 to 8 May" date the event, and neither is listed as left out."""
    reading = read(gazetteer, "The army held manoeuvres near Graz from 5 to 8 May 2021.")
    event = next(event for event in reading.events if event.shown)
    assert event.when is not None
    assert (event.when.when.earliest, event.when.when.latest) == (dt.date(2021, 5, 5), dt.date(2021, 5, 8))
    assert "from 5 to 8 May 2021" in event.when.basis
    assert not [drop for drop in reading.drops if drop.reason.startswith("date-")]


@pytest.mark.parametrize(("url", "day"), [("https://news.example.co.uk/1", 4), ("https://news.example.us/1", 3)])
def test_the_order_of_day_and_month_is_the_publishers(gazetteer: Gazetteer, url: str, day: int) -> None:
    """04/03/2020 is the 4th of March in Britain and the 3rd of April in the United States."""
    reading = read(gazetteer, "The bridge in Leeds was closed on 04/03/2020 after a fire.", url=url)
    assert [date.when.earliest.day for date in reading.dates if date.when and date.when.earliest] == [day]


def test_every_offset_points_at_its_words(gazetteer: Gazetteer) -> None:
    """Places, dates, events and drops of a text with odd characters all point at what they say."""
    text = (
        "\ufeff  PARİS — On 3 March 2021 😀 police in São Paulo arrested 12 people, “officials” said.\r\n\r\nNo more."
    )
    reading = read(gazetteer, text, dt.date(2021, 3, 4))
    for place in reading.places:
        assert text[place.mention.start : place.mention.end] == place.mention.text
    for date in reading.dates:
        assert text[date.start : date.end] == date.text
    for event in reading.events:
        at = event.evidence[0]
        assert text[at.start : at.end] == event.quote
        assert event.trigger[0] < event.trigger[1]
    assert len(reading.places) >= 1
    assert len(reading.dates) == 1
    assert all(0 <= drop.start <= drop.end <= len(text) for drop in reading.drops)
