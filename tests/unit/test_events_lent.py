"""What the dateline, the day of publication and a quotation lend to an event, and what they do not."""

import datetime as dt
import re

import pytest

from dateline.events import assemble, is_shown, tense_at
from dateline.model import Article, Event, Status
from dateline.parse import load_pipeline
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline import read_dates

PUBLISHED = dt.date(2024, 5, 16)  # a Thursday
PLACES = {
    "LISBON": (Kind.SETTLEMENT, 38.7, -9.1, "PT"),
    "Lisbon": (Kind.SETTLEMENT, 38.7, -9.1, "PT"),
    "Almada": (Kind.SETTLEMENT, 38.68, -9.16, "PT"),
    "Porto": (Kind.SETTLEMENT, 41.1, -8.6, "PT"),
    "Tunisia": (Kind.COUNTRY, 34.0, 9.0, "TN"),
}


def shown(text: str, title: str = "") -> list[Event]:
    """The events for readers of an article published on 16 May 2024."""
    doc = load_pipeline()(text)
    found = []
    for name, (kind, lat, lon, country) in PLACES.items():
        for match in re.finditer(rf"\b{name}\b", text):
            place = Place(f"t:{name.title()}", name.title(), kind, Precision(kind.value), lat, lon, country)
            role = "dateline" if name.isupper() else ""
            found.append(Resolution(Mention(*match.span(), name), place, 0.9, "the only one of that name", role=role))
    when = read_dates(text, published=PUBLISHED, tense=tense_at(doc))
    places = tuple(sorted(found, key=lambda r: r.mention.start))
    assembly = assemble(Article("a1", title, text, PUBLISHED), doc, places, when.timexes, when.periods)
    return [event for event in assembly.events if is_shown(event)]


def place_of(events: list[Event], words: str) -> str:
    """The name of the place of the one event whose headline has these words, "" for none."""
    (event,) = (event for event in events if words in event.headline)
    place = event.where.resolution.place if event.where else None
    return place.name if place else ""


def when_of(events: list[Event], words: str) -> str:
    (event,) = (event for event in events if words in event.headline)
    return event.when.when.edtf if event.when else ""


def test_a_dateline_places_its_news() -> None:
    """What the first lines tell, with a day of these weeks, happened where the reporter writes from."""
    assert place_of(shown("LISBON (AP) — A warehouse collapsed on Tuesday."), "collapsed") == "Lisbon"


@pytest.mark.parametrize(
    "before",
    [
        "Doctors in Porto had waited for days. ",  # another town has taken over
        "A ferry lay off Porto for hours. The captain spoke to nobody. ",
    ],
)
def test_a_dateline_says_nothing_of_another_town(before: str) -> None:
    """A reporter in one town writes of another: what comes after its name has no place by the dateline."""
    events = shown(f"LISBON (AP) — Talks went on. {before}The lorry exploded on Tuesday.")
    assert place_of(events, "exploded") == ""


def test_a_suburb_is_the_datelines_town() -> None:
    """A place on the same ground takes nothing over."""
    events = shown("LISBON (AP) — Talks went on. Doctors in Almada had waited. The lorry exploded on Tuesday.")
    assert place_of(events, "exploded") == "Lisbon"


@pytest.mark.parametrize(
    "sentence", ["Tunisian officials closed the harbour on Tuesday.", "Tunisia recalled its envoy on Tuesday."]
)
def test_another_country_acts_elsewhere(sentence: str) -> None:
    """What another country or its people do is not placed by the dateline."""
    assert all(
        event.where is None or event.where.resolution.place is None or event.where.resolution.place.country != "PT"
        for event in shown(f"LISBON (AP) — Talks went on. {sentence}")
    )


def test_an_undated_past_begins_with_the_days_told_beside_it() -> None:
    """A paper of Thursday that tells of Saturday in its lead: what it does not date may be of Saturday too."""
    events = shown("Women raced for clothes in Lisbon. The event was held in Lisbon on Saturday.")
    assert when_of(events, "raced") == "2024-05-11/2024-05-16"


def test_today_in_a_quotation_is_the_day_of_speaking() -> None:
    """Nobody knows whether the words were said on the day of the paper or on the day before."""
    events = shown('LISBON (AP) — "Our men saved forty people in Lisbon today," the mayor said.')
    assert when_of(events, "saved") == "2024-05-15/2024-05-16"
    assert when_of(shown("Firemen saved forty people in Lisbon today."), "saved") == "2024-05-16"


def test_what_is_asked_for_has_not_happened() -> None:
    """A demand in the passive is no event."""
    events = shown("The builder has asked that the land in Lisbon be designated as a town centre.")
    assert [event.headline.split()[:2] for event in events] == [["The", "builder"]]


def test_what_was_to_have_begun_did_not() -> None:
    """An evacuation that "was to have begun" is not told as begun."""
    assert shown("The evacuation of Porto was to have begun on Wednesday.") == []


def test_things_are_no_subject() -> None:
    """That things took a turn tells nothing."""
    assert shown("LISBON (AP) — Things took a frightening turn on Tuesday.") == []


def test_a_title_in_the_present_is_of_just_now() -> None:
    """The title "Woman is found" tells what came to pass, and not what goes on."""
    (event,) = shown("Missing woman is found in Lisbon\n\nShe is well.", title="Missing woman is found in Lisbon")
    assert event.status is Status.HAPPENED
    assert event.when is not None
    assert event.when.when.edtf == "2024-05-15/2024-05-16"


def test_a_search_for_a_cause_does_not_look_ahead() -> None:
    """The fire whose cause is searched for has been; the concert that is prepared for has not."""
    text = "Firemen are searching for the cause of a blaze Monday morning in Lisbon."
    (timex,) = read_dates(text, published=PUBLISHED, tense=tense_at(load_pipeline()(text))).timexes
    assert timex.when is not None
    assert timex.when.edtf == "2024-05-13"


def test_a_named_time_that_only_names_a_kind_dates_nothing() -> None:
    """Ties called "Cold War ties" are of that kind, whenever they are cut."""
    events = shown("Lisbon shed its Cold War military ties with Tunisia.")
    assert all(event.when is None or event.when.when.edtf != "1947/1991~" for event in events)


def test_this_years_race_is_on_its_day() -> None:
    """A day in the clause dates it better than the year that names the race, and the headline goes without that."""
    (event,) = shown("This year's race starts at 10 a.m. on June 25 in Lisbon.")
    assert event.when is not None
    assert (event.when.when.edtf, event.headline.split()[0]) == ("2024-06-25", "Race")
    assert event.status is Status.PLANNED


def test_a_headline_has_no_address() -> None:
    """An address of the web in the sentence is no part of the line."""
    (event,) = shown("The station WXYZ (http://wxyz.example/2pX) opened a studio in Lisbon on Tuesday.")
    assert "http" not in event.headline


def test_what_happened_is_the_accident() -> None:
    """In "the accident involving a lorry, which happened at noon" no lorry happens."""
    events = shown("Nobody was hurt in the accident involving the lorry, which happened in Lisbon on Tuesday.")
    assert not any(event.headline.startswith("The lorry happened") for event in events)


@pytest.mark.parametrize("subject", ["Those nations", "Those towns"])
def test_several_places_are_no_place(subject: str) -> None:
    """“Those nations” after one name and another is none of them."""
    events = shown(f"Officials went to Tunisia and Porto. {subject} signed a treaty on Tuesday.")
    assert place_of(events, "treaty") == ""


def test_an_embassy_is_not_in_its_own_country() -> None:
    """What is bombed at an embassy of a country is not bombed in that country."""
    events = shown("Bombings at the Tunisia embassy in Lisbon on Tuesday killed ten people.")
    assert all(
        event.where is None or (p := event.where.resolution.place) is None or p.country != "TN" for event in events
    )


def test_the_place_of_one_day_is_not_that_of_another() -> None:
    """Where somebody was born is not where he married."""
    events = shown("Jose Alva was born in Porto in 1936, and married the love of his life, Antonia, in 1958.")
    assert place_of(events, "born") == "Porto"
    assert place_of(events, "married") == ""


def test_what_goes_on_from_a_story_of_last_winter_is_not_of_these_days() -> None:
    """Sentences that follow a dated one without a date of their own tell on from there."""
    opening = "The mayor spoke in Lisbon on Wednesday. Nobody knew what to say. The case was cold. It rained again."
    told = "Jose Alva was last seen on New Year's Eve. The police began to investigate. Flyers were posted in Porto."
    events = shown(f"{opening}\n\n{told}")
    assert when_of(events, "Flyers") == ""


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ten people were killed in Lisbon after the vote of December 2021.", True),
        ("Firemen spoke of the strikes in Lisbon, which came eight years to the day after the war of 2003.", False),
    ],
)
def test_what_follows_is_what_the_words_put_after(text: str, drawn: bool) -> None:
    """A time after something dated is drawn only where the clause itself is told to come after it."""
    assert any(event.when and event.when.basis.startswith("after ") for event in shown(text)) is drawn


def test_what_is_printed_in_a_paper_is_not_in_its_town() -> None:
    """A newspaper has the name of a place, and a letter in it no place."""
    assert place_of(shown("A second letter was published in Porto on Tuesday."), "letter") == ""


def placed_after_a_fire(after: str) -> list[str]:
    """Why what a sentence tells, after one of a fire in Porto, is placed where it is; "" where it is not."""
    events = shown(f"A fire destroyed a house in Porto on Tuesday. {after}")
    return [event.where.basis if event.where else "" for event in events][1:]


@pytest.mark.parametrize(
    "after",
    [
        "The storm tore down the line at noon on Tuesday.",
        "Two firemen were injured on Tuesday.",
        "It was put out on Tuesday evening.",
        "Another house collapsed on Tuesday night.",
        "Police cordoned off the area on Tuesday.",
    ],
)
def test_what_tells_on_stays_where_the_sentence_before_was(after: str) -> None:
    """The thing that was told of, what befell people there, and what is there by its words."""
    assert placed_after_a_fire(after) == ["“Porto” in a sentence before this one"]


@pytest.mark.parametrize(
    "after",
    [
        "Fonseca signed a decree on Tuesday evening.",
        "More than sixty nurses received medals on Tuesday.",
        "The Coast Guard sent out a plane on Tuesday.",
        "The Vasco bridge near Almada was closed on Tuesday.",
    ],
)
def test_somebody_new_need_not_be_where_the_sentence_before_was(after: str) -> None:
    """A name that nobody has spoken of, people without an article, and a sentence with ground of its own."""
    bases = placed_after_a_fire(after)
    assert bases
    assert not any("sentence before" in basis for basis in bases)
