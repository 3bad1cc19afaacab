"""An online geocoder is asked for what the gazetteer lacks, and for nothing else; its answers are marked."""

import dataclasses
from collections.abc import Sequence

from dateline.model import Event, Reading, Where
from dateline.online import SCORE, ask
from dateline_geo.errors import OnlineError
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_geo.providers import Box
from synthetic import make_story

VILLAGE = Place(
    "online:x:1", "Nardaran", Kind.SETTLEMENT, Precision.SETTLEMENT, 40.56, 50.01, "AZ", note="Found online"
)
BAKU = Place("gn:587084", "Baku", Kind.SETTLEMENT, Precision.SETTLEMENT, 40.38, 49.89, "AZ")


class Provider:
    title = "A service"


class Service:
    """Knows one village, and writes down what it is asked; fails when told to."""

    provider = Provider()
    attribution = "© the service"

    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[tuple[str, str, Box | None]] = []
        self.fails = fails

    def geocode(self, query: str, *, country: str = "", box: Box | None = None) -> Sequence[Place]:
        self.asked.append((query, country, box))
        if self.fails:
            raise OnlineError("the key was refused")
        inside = box is None or (box[0] <= VILLAGE.lat <= box[2] and box[1] <= VILLAGE.lon <= box[3])
        return (VILLAGE,) if query == "Nardaran" and inside else ()


def resolution(name: str, place: Place | None) -> Resolution:
    return Resolution(Mention(0, len(name), name), place, 0.9 if place else 0.0, "")


def reading(*places: Resolution, shown: bool = True) -> Reading:
    story = make_story(1)
    where = Where(places[0], "named", 0.9)
    event: Event = dataclasses.replace(story.events[0], where=where, shown=shown)
    return Reading(story.articles[0], (event,), (), places)


def test_an_unknown_place_is_asked_for_within_the_country_of_its_article() -> None:
    """The answer stands in the event with its mark, and the page owes the service its name."""
    service = Service()
    asked = ask([reading(resolution("Nardaran", None), resolution("Baku", BAKU))], service)  # type: ignore[arg-type]
    where = asked.readings[0].events[0].where
    assert where is not None
    assert where.resolution.place == VILLAGE
    assert where.resolution.score == SCORE
    assert "asked" in where.resolution.reason
    assert service.asked == [("Nardaran", "AZ", (39.0, 48.0, 42.0, 52.0))]
    assert asked.attribution == "© the service"


def test_nothing_else_is_sent_anywhere() -> None:
    """Known places, words that no finder took for a toponym, and events that are not shown are not asked for."""
    known = reading(resolution("Baku", BAKU))
    hidden = reading(resolution("Nardaran", None), shown=False)
    words = dataclasses.replace(reading(resolution("the secret meeting", None)), places=())
    service = Service()
    asked = ask([known, hidden, words], service)  # type: ignore[arg-type]
    assert service.asked == []
    assert asked.readings == [known, hidden, words]
    assert asked.attribution == ""


def test_a_service_that_fails_is_given_up_with_a_note() -> None:
    """After the first failure nothing more is asked; every reading is still there."""
    service = Service(fails=True)
    one = reading(resolution("Nardaran", None))
    asked = ask([one, one, one], service)  # type: ignore[arg-type]
    assert len(service.asked) == 1
    assert asked.readings == [one, one, one]
    assert "key was refused" in asked.notes[0]


def test_an_event_without_a_place_is_given_the_one_in_its_words() -> None:
    """A toponym in the clause that only the service knows becomes the place; a lent one gives way, a sure one stays."""
    unknown = resolution("Nardaran", None)
    bare = reading(unknown)
    bare = dataclasses.replace(bare, events=(dataclasses.replace(bare.events[0], where=None),))
    lent, sure = (
        dataclasses.replace(
            bare, events=(dataclasses.replace(bare.events[0], where=Where(resolution("Baku", BAKU), "named", chance)),)
        )
        for chance in (0.3, 0.9)
    )
    asked = ask([bare, lent, sure], Service())  # type: ignore[arg-type]
    names = [one.events[0].where.resolution.place.name for one in asked.readings]  # type: ignore[union-attr]
    assert names == ["Nardaran", "Nardaran", "Baku"]


def test_it_is_asked_around_the_article_first_and_then_in_the_whole_country() -> None:
    """A name not found near what the article names is looked for in its country; an unsure place says nothing."""
    south = dataclasses.replace(BAKU, key="gn:2", name="Lankaran", lat=38.75, lon=48.85)
    service = Service()
    asked = ask([reading(resolution("Nardaran", None), resolution("Lankaran", south))], service)  # type: ignore[arg-type]
    assert [box for _, _, box in service.asked] == [(37.0, 47.0, 40.0, 51.0), None]
    assert asked.readings[0].places[0].place == VILLAGE
    service = Service()
    unsure = dataclasses.replace(resolution("Baku", BAKU), score=0.3)
    ask([reading(resolution("Nardaran", None), unsure)], service)  # type: ignore[arg-type]
    assert [box for _, _, box in service.asked] == [None]


def test_no_box_crosses_the_180th_meridian() -> None:
    """Places on both sides of it, or close to it, make no box: the country alone bounds the question."""
    for lon in (179.5, -179.5, 170.0):
        east = dataclasses.replace(BAKU, key="gn:3", lat=-16.5, lon=lon)
        west = dataclasses.replace(BAKU, key="gn:4", lat=-16.5, lon=-170.0)
        service = Service()
        ask([reading(resolution("Nardaran", None), resolution("A", east), resolution("B", west))], service)  # type: ignore[arg-type]
        assert [box for _, _, box in service.asked] == [None]
