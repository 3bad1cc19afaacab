"""Headlines, voices and kinds of events, on sentences written for this test."""

import datetime as dt

import pytest

from dateline.events import assemble, is_shown, tense_at
from dateline.model import Article, Event, Manner, Status
from dateline.parse import load_pipeline
from dateline_timeline import read_dates

PUBLISHED = dt.date(2024, 5, 16)


def events(text: str) -> list[Event]:
    doc = load_pipeline()(text)
    when = read_dates(text, published=PUBLISHED, tense=tense_at(doc))
    assembly = assemble(Article("a", "", text, PUBLISHED), doc, (), when.timexes, when.periods)
    return [event for event in assembly.events if is_shown(event)]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("The museum opened in March. It closed again on Monday.", "The museum closed again on Monday"),
        ("These efforts began in 1990.", "Efforts began in 1990"),
        ("Meanwhile, a court, which sits in Porto, freed the poet on Monday.", "A court freed the poet on Monday"),
        ("The law that the president signed in May was popular.", "The law the president signed in May"),
        ("The mayor, 54, resigned on Monday, her office said.", "The mayor resigned on Monday"),
    ],
)
def test_headline(text: str, headline: str) -> None:
    """The line has the clause's own words, names what a pronoun means, and leaves asides out."""
    assert headline in [event.headline for event in events(text)]


def test_a_pronoun_that_may_mean_two_is_not_resolved() -> None:
    """Where two people could be meant, the line names neither."""
    lines = [e.headline for e in events("Anna met Maria. Maria wrote to Anna. Anna left. She was arrested on Monday.")]
    assert lines[-1] == "Arrested on Monday" or lines[-1].startswith("Anna")
    assert not any(line.startswith("She") for line in lines)


def test_headlines_are_short() -> None:
    """Ninety characters are the limit, however long the clause is."""
    text = (
        "On Monday the newly elected president of the national association of independent wine growers and olive oil "
        "producers of the southern provinces announced a far-reaching reform of the whole system of export subsidies."
    )
    found = events(text)
    assert found
    assert all(len(event.headline) <= 90 for event in found)


@pytest.mark.parametrize(
    ("text", "manner", "source", "cue"),
    [
        ("The bridge fell on Monday.", Manner.STATED, "", ""),
        ("Police said the bridge fell on Monday.", Manner.ATTRIBUTED, "Police", "said"),
        ("The bridge fell on Monday, according to the mayor.", Manner.ATTRIBUTED, "the mayor", "according to"),
        ("The army denied that its jets bombed the port on Monday.", Manner.DENIED, "The army", "denied"),
        ("The gunman allegedly fled on Monday.", Manner.ALLEGED, "", "allegedly"),
        ("The gang is believed to have fled on Monday.", Manner.ALLEGED, "", "is believed"),
    ],
)
def test_who_says_it(text: str, manner: Manner, source: str, cue: str) -> None:
    """The voice keeps the article's own words of who says it and how."""
    voices = [event.voice for event in events(text)]
    assert (manner, source, cue) in [(voice.manner, voice.source, voice.cue) for voice in voices]


def test_denied_events_are_denied() -> None:
    """What somebody denies has the status denied."""
    event = next(
        e for e in events("The army denied that its jets bombed the port on Monday.") if "bombed" in e.headline
    )
    assert event.status is Status.DENIED


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Rebels shelled the airport on Monday.", "conflict"),
        ("An earthquake struck the coast on Monday.", "disaster"),
        ("Voters elected a new parliament on Monday.", "politics"),
        ("A court convicted the banker of fraud on Monday.", "crime"),
        ("The festival opened with a concert on Monday.", "culture"),
        ("The agency launched a satellite on Monday.", "science"),
    ],
)
def test_category(text: str, category: str) -> None:
    """The kind of an event follows from its words."""
    assert category in {event.category for event in events(text)}
