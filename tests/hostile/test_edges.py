"""The edges of the calendar and of the Earth: read, drawn and exported, or refused with the reason; never an error."""

# ruff: noqa: E501  lists are as wide as they are

import csv
import datetime as dt
import io
import itertools
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.patches import PathPatch
from playwright.sync_api import Browser

from dateline.build import BuildOptions, write_output
from dateline.corrections import load_corrections
from dateline.errors import SettingsError
from dateline.model import Article, Story, Where
from dateline.reading import read_article
from dateline.render.export import EXPORTERS
from dateline.render.still import draw_map
from dateline.telling import Told, read_story
from dateline_geo.errors import TableError
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution
from synthetic import make_story
from tests.browser.opened import chromium, playwright

__all__ = ["chromium", "playwright"]  # fixtures

DATES = (
    "On 1 January 1 AD", "In the year 1", "In year 0", "On 31 December 9999", "In 9999", "In 10000", "On 0000-00-00", "On 30 February 2021",
    "On 29 February 2023", "On 29 February 2024", "On 31 June 2021", "On 13/13/2021", "In 480 BC", "On 15 March 44 BC", "In the 1st century",
    "In the 99th century", "On 15 Ramadan 1442", "On 1 Nisan 5781", "On 25 December 1991 in the Julian calendar", "In Year 12 of the Republican calendar",
    "In the third millennium BC", "66 million years ago", "Tomorrow", "A century ago", "9,000 years from now", "At 24:61 on 4 March 2021",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """An article for each date, each published on the first, the last and an ordinary day, and on none."""
    folder = tmp_path_factory.mktemp("edges")
    records = [
        {
            "id": f"{n}-{published}",
            "text": f"{words} an earthquake struck Suva, Fiji, and killed three people. It was number {n}.",
            "published": published,
        }
        for n, words in enumerate(DATES)
        for published in ("0001-01-02", "9999-12-31", "2021-03-05", "")
    ]
    (folder / "edges.jsonl").write_text("\n".join(map(json.dumps, records)))
    return read_story([folder])


def test_edges_of_the_calendar_are_read(told: Told) -> None:
    """Every article is there; intervals are the right way round, and no event has a date that does not exist."""
    assert len(told.story.articles) == 4 * len(DATES)
    assert len(told.story.events) > 30
    for event in told.story.events:
        when = event.when.when if event.when else None
        if when and when.earliest and when.latest:
            assert when.earliest <= when.latest
    for words in ("30 February 2021", "29 February 2023", "31 June 2021"):
        assert any(drop.reason == "date-impossible" and words in drop.detail + words for drop in told.story.drops)


def test_edges_of_the_calendar_are_drawn_and_exported(told: Told, tmp_path: Path) -> None:
    """The page, both pictures and every export hold years 1 and 9999 beside 2021."""
    write_output(told, tmp_path, BuildOptions(exports=tuple(EXPORTERS)))
    assert (tmp_path / "index.html").stat().st_size > 100_000
    rows = list(csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) >= len(told.story.events)


@pytest.mark.parametrize("published", ["0001-01-01", "0001-01-01T00:00:00Z"])
def test_the_date_that_programs_write_for_none_is_none(tmp_path: Path, published: str) -> None:
    """The article is undated and a drop says so: nothing is counted from the year 1."""
    words = "The bridge was closed on Monday. Police arrested a man in Lyon."
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": words, "published": published}))
    story = read_story([tmp_path]).story
    assert story.articles[0].published is None
    assert "unreadable-date" in {drop.reason for drop in story.drops}
    assert all(event.when is None or event.when.when.earliest is None for event in story.events)


def test_the_first_and_the_last_day_are_days_to_count_from() -> None:
    """Whatever is counted backwards from the first day, or on from the last, ends at the calendar's edge."""
    known = Gazetteer.open()
    for day in (dt.date.min, dt.date.max):
        for words in (
            "Police arrested a man in Lyon.",
            "Police will arrest a man in Lyon next week.",
            "Yesterday police arrested a man.",
        ):
            assert read_article(Article("x", "", words, day), known).article.published == day


@pytest.mark.parametrize("value", ["999", "-90.1", "nan", "inf", "1e400"])
def test_impossible_positions_are_refused(tmp_path: Path, value: str) -> None:
    """In a table of places and in corrections: the file, the line, and what a position must be."""
    table = tmp_path / "places.csv"
    table.write_text(f"name,lat,lon\nSomewhere,{value},0\n")
    with pytest.raises(TableError, match=r"places.csv, line 2: lat is .*between -90 and 90"):
        Gazetteer.open().with_overlay(table)
    file = tmp_path / "corrections.toml"
    file.write_text(f'[[place]]\nname = "Lyon"\nplace = {{ name = "x", lat = {value}, lon = 0 }}\n')
    with pytest.raises(SettingsError, match=r"corrections.toml, line 3: .*lat"):
        load_corrections(file)


def test_poles_and_the_antimeridian_are_places(tmp_path: Path) -> None:
    """Both poles and both sides of 180 degrees are positions like any other, and near each other where they are."""
    table = tmp_path / "places.csv"
    table.write_text(
        "name,lat,lon\nNorthernmost,90,0\nSouthernmost,-90,180\nEastmost,-16.5,180\nWestmost,-16.5,-180\nBeyond,-16.5,-179.9\n"
    )
    known = Gazetteer.open().with_overlay(table)
    (east,) = known.lookup("Eastmost")
    assert {place.name for place in known.near(-16.5, 180.0, 15)} >= {"Eastmost", "Westmost", "Beyond"}
    assert known.near(90, 0, 10)[0].name == "Northernmost"
    assert math.isfinite(east.lon)


SUVA = Place("gn:2198148", "Suva", Kind.SETTLEMENT, Precision.SETTLEMENT, -18.1416, 178.4415, "FJ")
ACROSS = {
    "cut in two, as RFC 7946 wants": [[[[176.5, -19.5], [180, -19.5], [180, -15.5], [176.5, -15.5], [176.5, -19.5]]], [[[-180, -19.5], [-178, -19.5], [-178, -15.5], [-180, -15.5], [-180, -19.5]]]],
    "one ring that jumps": [[[[176.5, -19.5], [-178, -19.5], [-178, -15.5], [176.5, -15.5], [176.5, -19.5]]]],
}  # fmt: skip


def lau(folder: Path, coordinates: list) -> Place:
    """A user's own area across the line, as the gazetteer gives it."""
    feature = {
        "type": "Feature",
        "properties": {"name": "Upper Lau"},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    (folder / "lau.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (area,) = Gazetteer.open().with_overlay(folder / "lau.geojson").lookup("Upper Lau")
    return area


def told_at(*places: Place, area: Place) -> Story:
    """An event at each of the places, and one in the area."""
    told = make_story(1)
    where = [Where(Resolution(Mention(0, 1, "x"), one, 1.0, "", one.precision), "", 1.0) for one in (*places, area)]
    events = tuple(replace(told.events[0], id=f"{n:012x}", where=one) for n, one in enumerate(where))
    return replace(told, events=events, extents={area.key: area.extent})


@pytest.mark.parametrize("coordinates", ACROSS.values(), ids=ACROSS)
def test_an_area_across_the_antimeridian_is_one_area(tmp_path: Path, coordinates: list) -> None:
    """Its middle lies in it, it is as wide as it is, and the picture hatches it beside the towns in it, not round the Earth."""
    area = lau(tmp_path, coordinates)
    assert (area.lat, area.lon) == (-17.5, 179.25)
    assert area.radius_km == pytest.approx(365, abs=20)
    assert area.extent is not None
    assert all(abs(a[0] - b[0]) < 180 for ring in area.extent.rings for a, b in itertools.pairwise(ring))
    axes = draw_map(told_at(SUVA, area=replace(area, precision=Precision.REGION))).axes[0]
    hatched = [
        patch.get_path().vertices for patch in axes.patches if isinstance(patch, PathPatch) and patch.get_hatch()
    ]
    assert hatched
    widths = [points[:, 0].max() - points[:, 0].min() for points in hatched]
    dots = [line.get_xdata()[0] for line in axes.lines]
    assert 0 < sum(widths) < 0.9 * (axes.get_xlim()[1] - axes.get_xlim()[0])
    reach = [edge for points in hatched for edge in (points[:, 0].min(), points[:, 0].max())]
    assert any(min(reach) < x < max(reach) for x in dots)


def test_a_page_shows_both_sides_of_the_antimeridian_together(chromium: Browser, tmp_path: Path) -> None:
    """A town west of the line, one east of it and the area over both are beside each other, in this order, near enough."""
    area = replace(lau(tmp_path, ACROSS["one ring that jumps"]), precision=Precision.REGION)
    east = replace(SUVA, key="gn:1", lon=-179.2)
    write_output(Told(told_at(SUVA, east, area=area), (), (), (("dateline", "0"),)), tmp_path / "output")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "output" / "index.html").as_uri())
    page.wait_for_function("async () => window.dateline && (await dateline.marks(map_dateline)).length >= 3")
    marks = {mark["events"][0]: mark["x"] for mark in page.evaluate("dateline.marks(map_dateline)")}
    page.close()
    suva, beyond, middle = (marks[f"{n:012x}"] for n in range(3))
    assert 0 < suva < middle < beyond < suva + 300
