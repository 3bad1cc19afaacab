"""What one article's events are, on sentences written for this test, with places and dates handed in."""

import datetime as dt
import re
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.events import REASONS, Assembly, assemble, is_shown, tense_at
from dateline.model import Article, Event, Status
from dateline.parse import installed_pipeline, load_pipeline
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_timeline import read_dates
from dateline_timeline.tense import Tense

PUBLISHED = dt.date(2024, 5, 16)  # a Thursday

PLACES = {
    "Lisbon": (Kind.SETTLEMENT, Precision.SETTLEMENT, "PT"),
    "Porto": (Kind.SETTLEMENT, Precision.SETTLEMENT, "PT"),
    "Portugal": (Kind.COUNTRY, Precision.COUNTRY, "PT"),
    "Spain": (Kind.COUNTRY, Precision.COUNTRY, "ES"),
    "France": (Kind.COUNTRY, Precision.COUNTRY, "FR"),
    "Alentejo": (Kind.REGION, Precision.REGION, "PT"),
    "Lake Alva": (Kind.WATER, Precision.AREA, "PT"),
}


def places_in(text: str) -> tuple[Resolution, ...]:
    """A stand-in for the gazetteer: the names above, wherever they stand."""
    found = []
    for name, (kind, precision, country) in PLACES.items():
        for match in re.finditer(rf"\b{name}\b", text):
            place = Place(f"t:{name}", name, kind, precision, 40.0, -8.0, country)
            found.append(Resolution(Mention(*match.span(), name), place, 0.9, "the only one of that name"))
    return tuple(sorted(found, key=lambda r: r.mention.start))


@lru_cache(maxsize=256)
def read(text: str, published: dt.date | None = PUBLISHED, title: str = "") -> Assembly:
    doc = load_pipeline()(text)
    when = read_dates(text, published=published, tense=tense_at(doc))
    return assemble(Article("a1", title, text, published), doc, places_in(text), when.timexes, when.periods)


def shown(text: str, published: dt.date | None = PUBLISHED, title: str = "") -> list[Event]:
    return [event for event in read(text, published, title).events if is_shown(event)]


def only(text: str, published: dt.date | None = PUBLISHED) -> Event:
    events = shown(text, published)
    assert len(events) == 1, [event.headline for event in events]
    return events[0]


def day(event: Event) -> str:
    assert event.when is not None
    return event.when.when.edtf


def place(event: Event) -> str:
    assert event.where is not None
    return event.where.resolution.mention.text


def test_time_and_place_of_the_clause() -> None:
    """The date and the place that hang on the verb are those of the event, and say so."""
    event = only("A warehouse burned down in Porto on Tuesday.")
    assert (day(event), place(event)) == ("2024-05-14", "Porto")
    assert event.when is not None
    assert event.when.basis == "“Tuesday” in the same clause"
    assert event.where is not None
    assert event.where.basis == "“Porto” in the same clause"


def test_each_clause_keeps_its_own_date() -> None:
    """Two events of one sentence do not trade their dates."""
    events = {event.headline.split()[1]: day(event) for event in shown(
        "The bridge collapsed in Lisbon on Monday and the airport closed in Porto on Wednesday."
    )}  # fmt: skip
    assert events == {"bridge": "2024-05-13", "airport": "2024-05-15"}


def test_neighbours_and_areas_are_no_events() -> None:
    """What borders what, and how large it is, is background, and its places are dropped as such."""
    text = "Portugal is bordered by Spain and covers an area of 92,000 square kilometres."
    assert shown(text) == []
    reasons = {(drop.reason, drop.detail) for drop in read(text).drops}
    assert ("place-of-background", "Spain") in reasons


@pytest.mark.parametrize("word", ["today", "now", "currently"])
def test_a_state_of_today_is_no_event(word: str) -> None:
    """The word today in a description dates no event."""
    assert shown(f"The old fortress is {word} recognised as a symbol of Portugal.") == []


def test_opinion_is_no_event() -> None:
    """What somebody believes or hopes is no event, whatever places it names."""
    assert shown("Many people in Portugal believe that the economy will recover in Lisbon.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Weeks of shelling have neither broken the army nor ended the siege of Porto on Monday.",
        "The army did not fire. Nor did it bomb Porto on Monday.",
        "It is not true that the army took Porto on Monday.",
        "There is no evidence that the army took Porto on Monday.",
        "The army said it was false that it shelled Porto on Monday.",
        "Officials could not confirm that rebels took Porto on Monday.",
        *(() if "_sm_" in installed_pipeline() else ("Reports that rebels took Porto on Monday are untrue.",)),
    ],  # the small model, which Python 3.11 gets, takes the report's clause for the main one
)
def test_what_is_not_claimed_is_no_event(text: str) -> None:
    """What a sentence says is not so, or not known to be so, is never told as having happened."""
    told = [event.headline for event in read(text).events if event.status is Status.HAPPENED and is_shown(event)]
    assert not [line for line in told if re.search("broken|ended|bomb|took|shelled", line)]


def test_what_is_only_left_open_is_told() -> None:
    """A number that nobody gives does not undo what it would count."""
    assert any(
        "killed in Porto" in e.headline for e in shown("Police did not say how many were killed in Porto on Monday.")
    )


def test_what_did_not_happen_is_not_shown() -> None:
    """A negated clause is read as denied and dropped as negated."""
    text = "The minister did not travel to Porto on Monday."
    assert shown(text) == []
    assert "negated" in {drop.reason for drop in read(text).drops}
    assert {event.status for event in read(text).events} == {Status.DENIED}


def test_what_may_happen_is_not_shown() -> None:
    """Words like may, could and if make no event."""
    assert shown("The strike could reach Lisbon on Monday.") == []


def test_what_is_planned_is_shown_as_planned() -> None:
    """The future is an event that is still to come."""
    event = only("The president will open the museum in Lisbon on Saturday.")
    assert event.status is Status.PLANNED
    assert day(event) == "2024-05-18"


def test_an_undated_past_is_of_the_days_up_to_publication() -> None:
    """Without a date the article's day and the one before are lent, are said to be lent, and are less certain."""
    event = only("Rebels shelled the port of Lisbon.")
    assert event.when is not None
    assert (event.when.when.edtf, event.when.when.basis) == ("2024-05-15/2024-05-16", "inferred")
    assert event.when.when.approximate
    assert event.when.start == -1
    assert "not dated in the article" in event.when.basis
    assert event.when.confidence <= 0.5


def test_without_a_publication_day_nothing_is_lent() -> None:
    """Nothing is dated near today's date because nothing better is known."""
    event = only("Rebels shelled the port of Lisbon.", None)
    assert event.when is None


def test_these_lands_are_the_region_named_before() -> None:
    """A phrase that points back to a region takes its place, and the basis says so."""
    text = "Alentejo is the driest part of the country.\nIn 1934 the state moved thousands of farmers into these lands."
    event = only(text)
    assert place(event) == "Alentejo"
    assert event.where is not None
    assert "“these lands” stands for Alentejo" in event.where.basis
    assert "into Alentejo" in event.headline


def test_national_efforts_are_the_countrys() -> None:
    """A national matter is placed in the country, not where some battle of the same sentence was."""
    event = next(e for e in shown("Following Portugal's victory in Porto in 2020, national efforts have grown.")
                 if "efforts" in e.headline)  # fmt: skip
    assert place(event) == "Portugal"
    assert day(event) == "2020/.."


def test_a_noun_is_the_event_that_its_verb_brings_in() -> None:
    """Where policies led to an expulsion, the expulsion is shown, with the verb's date."""
    event = only("The policies led in 1968 to the violent expulsion of thousands of farmers from Alentejo.")
    assert event.headline.startswith("The violent expulsion of thousands of farmers")
    assert (day(event), place(event)) == ("1968", "Alentejo")


def test_heard_elsewhere_did_not_happen_there() -> None:
    """The place where a blast was heard is not where it happened."""
    events = shown("An explosion destroyed a refinery in Porto on Monday and was heard in Spain.")
    assert [place(event) for event in events] == ["Porto"]


def test_the_home_of_a_person_is_no_place_of_the_event() -> None:
    """Whence somebody comes places nothing."""
    assert all(e.where is None or e.where.confidence < 0.5 for e in shown("Police met Maria Gomes of Porto on Monday."))


def test_the_lake_is_the_lake_named_before() -> None:
    """A common noun that is part of an earlier name takes that name's place where nothing else is named."""
    text = "Lake Alva has shrunk by half since 1990.\nThe lake was declared a reserve in 1976."
    event = next(e for e in shown(text) if "reserve" in e.headline)
    assert place(event) == "Lake Alva"


def test_a_title_is_told_once() -> None:
    """A title is not shown beside the sentence that tells the same in full."""
    text = "Rebels destroyed a market in Lisbon.\n\nA summit of ministers opened in Lisbon on Tuesday."
    assert [event.quote for event in shown(text, title="Rebels destroyed a market in Lisbon.")] == [
        "A summit of ministers opened in Lisbon on Tuesday"
    ]
    assert "told-in-title" in {d.reason for d in read(text, PUBLISHED, "Rebels destroyed a market in Lisbon.").drops}


def test_a_dateline_is_no_subject_and_lends_its_place() -> None:
    """The town before the dash is not who did it, and may be where."""
    text = "LISBON — The court annulled the election on Tuesday."
    doc = load_pipeline()(text)
    dateline = Resolution(Mention(0, 6, "LISBON"), places_in("Lisbon")[0].place, 0.9, "", role="dateline")
    when = read_dates(text, published=PUBLISHED, tense=tense_at(doc))
    events = [e for e in assemble(Article("a", "", text, PUBLISHED), doc, (dateline,), when.timexes).events if e.shown]
    assert [event.headline for event in events] == ["The court annulled the election on Tuesday"]
    assert events[0].where is not None
    assert events[0].where.confidence <= 0.3


def test_places_and_dates_of_no_event_are_dropped_with_a_reason() -> None:
    """Nothing that was read vanishes: it is the time or place of a shown event, or a drop."""
    text = "A fire broke out in Porto on Tuesday.\n\nSpain and France are neighbours. Wine was cheap in 1950."
    assembly = read(text)
    used = {place(e) for e in assembly.events if e.shown and e.where}
    dropped = {drop.detail for drop in assembly.drops}
    assert {"Porto"} == used
    assert {"Spain", "France"} <= dropped


def test_offsets_point_at_the_quote() -> None:
    """Every event's first evidence is its quote, word for word, and its trigger lies inside."""
    text = "Soldiers stormed the airport near Lisbon on Monday, killing 12 people and wounding 30, officials said."
    for event in read(text).events:
        first = event.evidence[0]
        assert text[first.start : first.end] == event.quote
        assert first.start <= event.trigger[0] < event.trigger[1] <= first.end


def test_ids_are_stable_and_distinct() -> None:
    """An id depends on the article and the trigger only."""
    text = "Soldiers stormed the airport near Lisbon on Monday, killing 12 people and wounding 30, officials said."
    first = [event.id for event in read(text).events]
    read.cache_clear()
    assert [event.id for event in read(text).events] == first
    assert len(set(first)) == len(first)
    assert all(re.fullmatch("[0-9a-f]{12}", one) for one in first)


def test_every_reason_is_explained() -> None:
    """A drop never carries a code that the table of reasons does not explain."""
    text = (
        "Ministers gather in Lisbon\n\nA summit of ministers opened in Lisbon on Tuesday. It was not held in Porto. "
        "Portugal borders Spain. Many hope that it may succeed. Officials said so for weeks. France fears the worst. "
        "They had met. The attack was condemned."
    )
    assert {drop.reason for drop in read(text).drops} <= REASONS.keys()


@pytest.mark.parametrize(
    ("text", "words", "tense"),
    [
        ("The court ruled on Monday.", "Monday", Tense.PAST),
        ("The court will rule on Monday.", "Monday", Tense.FUTURE),
        ("The trial was postponed until Monday.", "Monday", Tense.FUTURE),
        ("The hearing is scheduled for Monday.", "Monday", Tense.FUTURE),
        ("The fair opens on Monday.", "Monday", Tense.FUTURE),
        ("The fair draws crowds on Monday.", "Monday", Tense.PRESENT),
        ("They want to suspend the order issued Monday.", "Monday", Tense.PAST),
        ("Monday", "Monday", None),
    ],
)
def test_tense_beside_a_date(text: str, words: str, tense: Tense | None) -> None:
    """The temporal tagger hears on which side of the article a date lies."""
    start = text.index(words)
    assert tense_at(load_pipeline()(text))(start, start + len(words)) is tense


TALK = (
    "The army shelled Lisbon . on Monday and , who said that a attack in Porto was not ( 12 people “ ” — to killed "
    "will 2019 it them of the LISBON -- if by Spain 's meeting ; Alentejo these lands"
)
WORDS = (*TALK.split(), "\n\n")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=40,
    )
)
def test_any_text_can_be_read(words: list[str]) -> None:
    """Whatever the words are: no error, offsets that hold, drops that are explained."""
    text = " ".join(words)
    assembly = read(text)
    for event in assembly.events:
        assert text[event.evidence[0].start : event.evidence[0].end] == event.quote
        assert len(event.headline) <= 90 or not event.shown
    assert {drop.reason for drop in assembly.drops} <= REASONS.keys()
