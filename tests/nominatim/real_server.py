"""What `OnlineGeocoder` promises, asked of a real Nominatim with an invented country; run by `make nominatim`.

The name keeps this file out of a plain `pytest`: it needs PostgreSQL and takes half a minute before the first answer.
"""

import dataclasses
from pathlib import Path

import pytest

from dateline.model import Event, Reading, Where
from dateline.online import ask
from dateline_geo.online import OnlineGeocoder
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from dateline_geo.providers import Access
from nominatim.serving import USER_AGENT, Seen, Time
from synthetic import make_story


def test_a_village_is_found_within_its_country(geocoder: OnlineGeocoder, nominatim: Seen) -> None:
    """Of three villages of a name, the ones in the country are found, with their country, as settlements."""
    found = geocoder.geocode("Quellmarra", country="IE")
    assert [(p.name, p.kind, p.precision, p.country, p.lat, p.lon, p.radius_km) for p in found] == [
        ("Quellmarra", Kind.SETTLEMENT, Precision.SETTLEMENT, "IE", 52.2, -9.1, None)
    ]
    assert {p.country for p in geocoder.geocode("Quellmarra", country="IS")} == {"IS"}
    assert len(geocoder.geocode("Quellmarra")) == 3
    assert [given.get("countrycodes") for given, _ in nominatim.asked] == [["ie"], ["is"], None]


def test_nothing_is_found_outside_the_country(geocoder: OnlineGeocoder) -> None:
    """A town of one country is no answer for another."""
    assert geocoder.geocode("Tollavusk", country="IS") == ()
    assert [p.country for p in geocoder.geocode("Tollavusk", country="IE")] == ["IE"]


def test_a_view_box_bounds_the_answers(geocoder: OnlineGeocoder, nominatim: Seen) -> None:
    """Within a box only what lies in it is found: the server is told, in its own order of the sides."""
    found = geocoder.geocode("Quellmarra", country="IS", box=(66.0, -16.0, 66.5, -14.0))
    assert [(p.lat, p.lon) for p in found] == [(66.2, -15.0)]
    assert geocoder.geocode("Quellmarra", country="IS", box=(63.0, -25.0, 63.5, -24.0)) == ()
    assert nominatim.asked[0][0]["viewbox"] == ["-16.0,66.0,-14.0,66.5"]
    assert nominatim.asked[0][0]["bounded"] == ["1"]


def test_a_box_may_cross_the_180th_meridian(geocoder: OnlineGeocoder) -> None:
    """Both villages beside the meridian are found in a box across it, and in a box on one side only that side's."""
    assert {p.lon for p in geocoder.geocode("Tuvanelle", box=(-20.0, 178.0, -15.0, -178.0))} == {179.4, -179.9}
    assert {p.lon for p in geocoder.geocode("Tuvanelle", box=(-20.0, 178.0, -15.0, 180.0))} == {179.4}


def test_a_territory_is_asked_for_in_its_sovereign(geocoder: OnlineGeocoder, nominatim: Seen) -> None:
    """Nominatim knows no country PR: the US is asked, and what lies in Puerto Rico is told from its subdivision."""
    assert [(p.country, p.lon) for p in geocoder.geocode("Ossimbar", country="PR")] == [("PR", -67.0)]
    assert {p.country for p in geocoder.geocode("Ossimbar", country="US")} == {"PR", "US"}
    assert nominatim.asked[0][0]["countrycodes"] == ["us"]


@pytest.mark.parametrize(
    ("query", "name", "kind", "radius"),
    [
        ("Iceland", "Iceland", Kind.COUNTRY, 352.5),
        ("Fennadal", "Fennadal", Kind.REGION, 73.1),
        ("Brimvarra", "Brimvar Haven", Kind.SETTLEMENT, None),
        ("Undrakot", "Undrakot", Kind.SETTLEMENT, None),
        ("Drovna", "Drovna", Kind.WATER, 61.9),
        ("Lake Ysmere", "Lake Ysmere", Kind.WATER, 3.7),
        ("Mount Hrellik", "Mount Hrellik", Kind.RELIEF, None),
        ("Ummerjokull", "Ummerjokull", Kind.RELIEF, None),
        ("Grunnastrand", "Grunnastrand", Kind.RELIEF, None),
        ("Horvik Bay", "Horvik Bay", Kind.SEA, None),
        ("Stekkey", "Stekkey", Kind.ISLAND, 39.0),
        ("Ostrumel Hospital", "Ostrumel Hospital", Kind.SITE, None),
        ("Pellvik Airport", "Pellvik Airport", Kind.SITE, None),
        ("Zwellgata", "Zwellgata", Kind.SITE, None),
        ("12 Zwellgata", "12 Zwellgata", Kind.SITE, None),
        ("Vellatorg", "Vellatorg", Kind.SITE, None),
        ("Zarvik Works", "Zarvik Works", Kind.SITE, None),
    ],
)
def test_answers_have_their_kind_and_size(
    geocoder: OnlineGeocoder, query: str, name: str, kind: Kind, radius: float | None
) -> None:
    """Each sort of thing keeps its English name and its kind; areas have half the diagonal of their box as radius."""
    first = geocoder.geocode(query)[0]
    assert (first.name, first.kind) == (name, kind)
    assert first.radius_km == (None if radius is None else pytest.approx(radius, rel=0.05))


def test_an_answer_is_kept_and_not_asked_for_again(geocoder: OnlineGeocoder, nominatim: Seen, tmp_path: Path) -> None:
    """A second ask sends nothing, whether something was found or not, in another process's geocoder too."""
    first = geocoder.geocode("Brimvarra", country="IS")
    assert geocoder.geocode("Nowhere-on-Sea", country="IS") == ()
    assert (geocoder.requests, len(nominatim.asked)) == (2, 2)
    now = Time()
    again = OnlineGeocoder(
        "nominatim", tmp_path / "cache.sqlite", Access(USER_AGENT, nominatim.url), clock=now.clock, sleep=now.sleep
    )
    assert again.geocode("brimvarra ", country="is") == first
    assert again.geocode("Nowhere-on-Sea", country="IS") == ()
    assert (again.requests, len(nominatim.asked)) == (0, 2)


def test_the_server_is_told_who_asks(geocoder: OnlineGeocoder, nominatim: Seen) -> None:
    """Our own User-Agent reaches the server, not geopy's."""
    geocoder.geocode("Fennadal")
    assert [headers["user-agent"] for _, headers in nominatim.asked] == [USER_AGENT]


def test_each_answer_says_where_it_is_from(geocoder: OnlineGeocoder) -> None:
    """The licence's words stand in the attribution and in each answer's source; the note says that it came online."""
    place = geocoder.geocode("Fennadal")[0]
    assert "OpenStreetMap contributors" in geocoder.attribution
    assert geocoder.attribution in place.source
    assert "online by Nominatim" in place.note


def test_an_event_is_placed_by_the_answer(geocoder: OnlineGeocoder, nominatim: Seen) -> None:
    """A place that the gazetteer lacks is asked for near its article's places, then in its country, and marked."""
    story = make_story(1)
    unknown = Resolution(Mention(0, 10, "Quellmarra"), None, 0.0, "")
    dublin = Place("x:1", "Dublin", Kind.SETTLEMENT, Precision.SETTLEMENT, 53.35, -6.26, "IE")
    known = Resolution(Mention(20, 26, "Dublin"), dublin, 0.9, "")
    event: Event = dataclasses.replace(story.events[0], where=Where(unknown, "named", 0.9), shown=True)
    asked = ask([Reading(story.articles[0], (event,), (), (unknown, known))], geocoder)
    where = asked.readings[0].events[0].where
    assert where is not None
    assert where.resolution.place is not None
    assert (where.resolution.place.name, where.resolution.place.country) == ("Quellmarra", "IE")
    assert "Nominatim was asked for it within IE" in where.resolution.reason
    assert asked.attribution == geocoder.attribution
    assert [given["countrycodes"] for given, _ in nominatim.asked] == [["ie"], ["ie"]]
    assert ["viewbox" in given for given, _ in nominatim.asked] == [True, False]  # around Dublin first, then anywhere
