"""What the grammar ties to an event: its place and its date, and no topic, target, home or other clause's time."""

import datetime as dt
import re

import pytest

from dateline.events import Assembly, assemble, is_shown, tense_at
from dateline.events.tree import datelines
from dateline.model import Article, Event
from dateline.parse import block_starts, load_pipeline
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline import read_dates

PUBLISHED = dt.date(2024, 5, 16)  # a Thursday
PLACES = {"Lisbon": Kind.SETTLEMENT, "Porto": Kind.SETTLEMENT, "Portugal": Kind.COUNTRY}


def read(text: str) -> Assembly:
    doc = load_pipeline()(text)
    found = []
    for name, kind in PLACES.items():
        for match in re.finditer(rf"\b{name}\b", text):
            place = Place(f"t:{name}", name, kind, Precision(kind.value), 39.0, -9.0, "PT")
            found.append(Resolution(Mention(*match.span(), name), place, 0.9, "the only one of that name"))
    when = read_dates(text, published=PUBLISHED, tense=tense_at(doc))
    places = tuple(sorted(found, key=lambda r: r.mention.start))
    return assemble(Article("a1", "", text, PUBLISHED), doc, places, when.timexes, when.periods)


def shown(text: str) -> list[Event]:
    return [event for event in read(text).events if is_shown(event)]


def place(event: Event) -> str:
    return event.where.resolution.place.name if event.where and event.where.resolution.place else ""


@pytest.mark.parametrize(
    "text",
    [
        "Clashes at the port of Lisbon killed ten people on Tuesday.",
        "A crowd set fire to a church in Lisbon on Tuesday.",
        "Rebels captured the outskirts of Lisbon on Tuesday.",
        "The singer died at his Lisbon home on Tuesday.",
        "Ten people were killed on Tuesday when a bomb exploded in Lisbon.",
        "A factory 20 kilometers north of Lisbon burned down on Tuesday.",
        "Troops flew to Lisbon on Tuesday.",
    ],
)
def test_a_place_is_carried_along(text: str) -> None:
    """Sites, outskirts, happenings and journeys hand their place on to the event."""
    assert [place(event) for event in shown(text)] == ["Lisbon"]


@pytest.mark.parametrize(
    "text",
    [
        "The council voted on Tuesday to impose sanctions on Portugal.",
        "The envoy met senators on Tuesday to urge support for the mission in Portugal.",
        "A Lisbon-based charity opened a new clinic on Tuesday.",
        "The brothers defended the show on Tuesday while the trial goes on in Portugal.",
        "The team reminisced on Tuesday about walking on the beach in Portugal.",
        "Rebels attacked an oil station on Tuesday, about 300 kilometers south of Lisbon.",
        "The general even threatened on Tuesday to take the war to Portugal.",
        "A guard was shot in Lisbon in March, and soldiers were held by rebels on Tuesday.",
    ],
)
def test_a_topic_is_no_place(text: str) -> None:
    """What is only spoken of, voted on, based somewhere or told of by another clause puts no dot on the map."""
    tuesday = [event for event in shown(text) if event.when and event.when.when.edtf == "2024-05-14"]
    assert tuesday
    assert [place(event) for event in tuesday] == [""] * len(tuesday)


def test_a_name_that_is_no_sure_place_is_kept_with_its_reason() -> None:
    """A reader sees the words that may tell the place, and which place they would mean."""
    (event,) = shown("The council voted on Tuesday to impose sanctions on Portugal.")
    assert event.where is not None
    assert event.where.resolution.mention.text == "Portugal"
    assert [other.place.name for other in event.where.resolution.alternatives] == ["Portugal"]
    assert "do not say that it happened there" in event.where.resolution.reason


@pytest.mark.parametrize(
    "text",
    [
        "The judge refused to discuss a 2003 raid in which guards say the drug was found in Lisbon.",
        "The spokesman said on Tuesday that the doctor had spent four months in Lisbon.",
        "The mayor travels with a tent, whose appearance in 2009 frustrated officials in Lisbon.",
    ],
)
def test_another_clause_dates_nothing(text: str) -> None:
    """A day of a saying, of a thing or of an aside is shown as the day of no other event."""
    assert not [e for e in shown(text) if e.when and place(e) == "Lisbon"]


def test_what_a_simple_past_tells_after_something_ends() -> None:
    """Deaths after a vote lie in the months after it, and not in an open end; a perfect stays open."""
    (event,) = shown("More than 1,100 people were killed in Lisbon after the vote of December 2007.")
    assert event.when is not None
    assert event.when.when.earliest == dt.date(2007, 12, 1)
    assert event.when.when.latest == dt.date(2008, 4, 1)  # 92 days after the end of December


def test_a_forecast_without_a_date_is_not_shown() -> None:
    """What somebody says will happen, at no time, is not on the page."""
    assert shown("Freedom will reduce the threat of extremists in Portugal.") == []


def test_readers_comments_are_no_article() -> None:
    """What stands below a reader's time stamp is not the paper's."""
    text = "A bridge fell in Lisbon on Tuesday.\n\nMay 14, 2024 at 10:09 pm | Reply He invaded Portugal on Monday."
    assert [place(event) for event in shown(text)] == ["Lisbon"]
    assert "furniture" in {drop.reason for drop in read(text).drops}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Send us your video. Lisbon, Portugal (CNN) -- Battles raged.", "Lisbon, Portugal (CNN) -- "),
        ("Prices rose. LISBON/PORTO (Reuters) - Fuel is short.", "LISBON/PORTO (Reuters) - "),
    ],
)
def test_a_dateline_is_known_by_its_agency(text: str, line: str) -> None:
    """The agency in brackets makes a dateline, also after a summary and in small letters."""
    assert line in [text[start:end] for start, end in datelines(text, block_starts(text))]


def test_brackets_alone_are_no_dateline() -> None:
    """The Fund (IMF) names no agency that files from anywhere."""
    text = "The Fund (IMF) - Said to be slow - met in Lisbon."
    assert datelines(text, block_starts(text)) == ()
