"""Exports hold all events, are read by other readers, are inert whatever a text says, and repeat byte for byte."""

import csv
import dataclasses
import io
import json
import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Difference, Quantity, Story
from dateline.render.export import EXPORTERS, ExportError, export
from dateline.render.export.rings import polygons
from dateline.render.export.safe import cell, line
from tests.synthetic import make_story

BAD = '=HYPERLINK("x","y")\r\n+1\x00\x0b\x1b ]]> <b>&amp; ${7*7} \ud800\ufffe \u202e;,\\ BEGIN:VEVENT \''


def hostile(events: int = 12) -> Story:
    """A story whose every text is an attack on some format."""
    base = make_story(events)
    made = []
    for event in base.events:
        voice = dataclasses.replace(event.voice, source=BAD, cue=BAD)
        where = event.where
        if where and where.resolution.place:
            place = dataclasses.replace(where.resolution.place, name=BAD, admin1=BAD, note=BAD)
            resolution = dataclasses.replace(where.resolution, place=place, reason=BAD)
            where = dataclasses.replace(where, resolution=resolution)
        made.append(
            dataclasses.replace(
                event, headline=BAD, quote=BAD, voice=voice, where=where, actors=(BAD, BAD),
                numbers=(Quantity("killed", 1, None, "", BAD, 0, 1),),
                differences=(Difference("date", ((event.id, BAD),)),),
            )
        )  # fmt: skip
    articles = tuple(
        dataclasses.replace(article, title=BAD, publisher=BAD, author=BAD, url="javascript:alert(1)", text=BAD * 3)
        for article in base.articles
    )
    return dataclasses.replace(base, title=BAD, events=tuple(made), articles=articles)


STORIES = {"plain": make_story(60), "empty": make_story(0), "hostile": hostile()}


def rows(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8"), newline="")))


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_export_writes_its_files_and_repeats(name: str, story: Story) -> None:
    """Each exporter writes exactly the files it names, and the same bytes again."""
    files = export(story, name)
    assert tuple(files) == EXPORTERS[name].files
    assert all(files.values())
    assert export(story, name) == files


def test_an_unknown_format_says_what_there_is() -> None:
    """A misspelt name gets a suggestion, an odd one the list."""
    with pytest.raises(ExportError, match="did you mean 'geojson'"):
        export(make_story(1), "geojsn")
    with pytest.raises(ExportError, match="there are: geojson, csv"):
        export(make_story(1), "zzz")


def test_geojson_has_every_event_and_no_pin_for_the_unplaced() -> None:
    """A feature an event, in order, at its coordinates, with null geometry where it has no place."""
    story = make_story(200)
    read = json.loads(export(story, "geojson")["events.geojson"])
    assert read["type"] == "FeatureCollection"
    assert [feature["id"] for feature in read["features"]] == [event.id for event in story.events]
    assert [feature["properties"]["number"] for feature in read["features"]] == list(range(1, 201))
    for feature, event in zip(read["features"], story.events, strict=True):
        place = event.where.resolution.place if event.where else None
        assert feature["geometry"] == (place and {"type": "Point", "coordinates": [place.lon, place.lat]})
        when = event.when and event.when.when
        assert feature["properties"]["edtf"] == (when.edtf if when else None)
        assert feature["properties"]["earliest"] == (when.earliest.isoformat() if when and when.earliest else None)
    assert any(feature["geometry"] is None for feature in read["features"])


def test_areas_are_written_once_with_the_events_that_name_them() -> None:
    """`areas.geojson` has one closed, counter-clockwise outline a place and the numbers of its events."""
    story = make_story(200)
    read = json.loads(export(story, "geojson")["areas.geojson"])
    assert [feature["id"] for feature in read["features"]] == sorted(story.extents)
    for feature in read["features"]:
        named = [
            index + 1
            for index, event in enumerate(story.events)
            if event.where and event.where.resolution.place and event.where.resolution.place.key == feature["id"]
        ]
        assert feature["properties"]["events"] == named
        for (ring,) in feature["geometry"]["coordinates"]:
            assert ring[0] == ring[-1]
            assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


def test_a_ring_over_the_antimeridian_becomes_two() -> None:
    """Longitudes stay within ±180 and the two parts together cover what the ring did."""
    parts = polygons([((170.0, -20.0), (190.0, -20.0), (190.0, -10.0), (170.0, -10.0), (170.0, -20.0))])
    boxes = sorted((min(x for x, _ in part), max(x for x, _ in part)) for part in parts)
    assert boxes == [(-180.0, -170.0), (170.0, 180.0)]


@given(st.lists(st.tuples(st.floats(-540, 540), st.floats(-90, 90)), min_size=0, max_size=9))
@settings(max_examples=100, deadline=None)
def test_any_ring_stays_within_bounds(ring: list[tuple[float, float]]) -> None:
    """Whatever the ring, each part is closed and lies within the world."""
    for part in polygons([tuple(ring)]):
        assert part[0] == part[-1]
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in part)


def test_csv_has_every_event_and_every_piece_of_evidence() -> None:
    """A line an event with its dates and coordinates; a line a piece of evidence with the article's own words."""
    story = make_story(200)
    files = export(story, "csv")
    events = rows(files, "events.csv")
    assert [row["id"] for row in events] == [event.id for event in story.events]
    for row, event in zip(events, story.events, strict=True):
        place = event.where.resolution.place if event.where else None
        assert (row["lat"], row["lon"]) == ((repr(place.lat), repr(place.lon)) if place else ("", ""))
        when = event.when and event.when.when
        assert row["latest"] == (when.latest.isoformat() if when and when.latest else "")
    evidence = rows(files, "evidence.csv")
    articles = {article.id: article for article in story.articles}
    assert len(evidence) == sum(len(event.evidence) for event in story.events)
    for row in evidence:
        article = articles[row["article_id"]]
        assert row["text"] == article.text[int(row["start"]) : int(row["end"])]
        assert row["sha256"] == article.sha256


def test_joined_reports_bring_all_their_evidence() -> None:
    """An event told by two articles has both as sources, and each piece of evidence once with its report's id."""
    story = make_story(10)
    one, two = story.events[0], story.events[1]
    joined = dataclasses.replace(one, id="joined", reports=(one, two), evidence=(*one.evidence, *two.evidence))
    story = dataclasses.replace(story, events=(joined,))
    evidence = rows(export(story, "csv"), "evidence.csv")
    assert {row["report_id"] for row in evidence} == {one.id, two.id}
    assert len(evidence) == len({(row["article_id"], row["start"]) for row in evidence})
    read = json.loads(export(story, "geojson")["events.geojson"])
    assert len(read["features"][0]["properties"]["sources"]) == len({e.article for e in joined.evidence})


def test_no_cell_begins_a_formula() -> None:
    """Hostile texts leave every cell inert: nothing starts like a formula, and no cell breaks its line."""
    for data in export(hostile(), "csv").values():
        text = data.decode("utf-8")
        for row in csv.reader(io.StringIO(text, newline="")):
            for value in row:
                assert not re.match(r"[\s\"]*[=@＝＠|%]", value)
                assert not re.match(r"[+\-]", value) or re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value)
                assert not re.search("[\x00-\x1f\x7f-\x9f]", value)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_a_cell_is_inert_and_keeps_its_words(text: str) -> None:
    """Any text in a cell stays on its line, starts no formula, and is the same words but for an apostrophe."""
    made = cell(text)
    assert not re.match("[=+\\-@\t\r]", made)
    assert made.removeprefix("'") == line(text) or made == line(text)
    assert len(made.splitlines()) <= 1 or not re.search("[\r\n\u2028\u2029]", made)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", '"=1', "|cmd", "%0A"])
def test_known_formula_starts_are_disarmed(text: str) -> None:
    """Every way in which a spreadsheet is known to be led into a formula."""
    assert cell(text).startswith("'")


def test_evidence_and_voice_survive_hostile_text_as_text() -> None:
    """JSON holds hostile words as words, without control characters or lone surrogates."""
    read = json.loads(export(hostile(), "geojson")["events.geojson"])
    words = read["features"][0]["properties"]["headline"]
    assert "${7*7}" in words
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", words)
