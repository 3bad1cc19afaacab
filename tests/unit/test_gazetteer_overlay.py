"""The user's own places come first, whatever of the three formats they are in; a fault names file and line."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline_geo.errors import GazetteerError, TableError
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Kind

CSV = """\
name,lat,lon,kind,country,aliases,radius_km,note
Camp Alpha,41.5,48.8,site,AZ,Alpha camp|Düşərgə Alfa,,opened in May
"Paris, the hamlet",41.6,48.7,,AZ,Paris,,
North front,41.0,48.0,area,,the front,12.5,
"""
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Front line", "aliases": ["contact line"]},
            "geometry": {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Post 7"},
            "geometry": {"type": "Point", "coordinates": [46.5, 39.5]},
        },
    ],
}
LINKED_PLACES = {
    "type": "FeatureCollection",
    "@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld",
    "features": [
        {
            "@id": "http://example.org/shamakhi-khanate",
            "type": "Feature",
            "properties": {"title": "Shamakhi Khanate", "ccodes": ["AZ"], "kind": "historical"},
            "when": {"timespans": [{"start": {"in": "1734"}, "end": {"in": "1820-06"}}]},
            "names": [{"toponym": "Shirvan Khanate", "lang": "en"}, {"toponym": "Şirvan xanlığı", "lang": "az"}],
            "geometry": {"type": "Point", "coordinates": [48.64, 40.63]},
            "descriptions": [{"value": "Khanate of the Caucasus.", "lang": "en"}],
        }
    ],
}


def laid_over(tmp_path: Path, name: str, content: str) -> Gazetteer:
    """The embedded gazetteer under a file with this content."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    return Gazetteer.open().with_overlay(tmp_path / name)


def test_a_table_of_places(tmp_path: Path) -> None:
    """A CSV's places are found by name and alias, before the gazetteer's own, and near a point."""
    gazetteer = laid_over(tmp_path, "camps.csv", CSV)
    camp = gazetteer.lookup("camp alpha")[0]
    assert (camp.key, camp.kind, camp.country, camp.note) == ("user:camps:1", Kind.SITE, "AZ", "opened in May")
    assert gazetteer.lookup("Dusarga Alfa")[0] == camp
    assert [place.country for place in gazetteer.lookup("Paris")[:2]] == ["AZ", "FR"]
    assert gazetteer.get("user:camps:3") == gazetteer.lookup("North front")[0]
    assert gazetteer.near(41.5, 48.8, 1)[0] == camp
    extent = gazetteer.extent("user:camps:3")
    assert extent is not None
    assert extent.radius_km == 12.5
    assert gazetteer.longest(["the", "North", "front", "moved"], 1) == 2
    gazetteer.close()


def test_outlines_of_geojson(tmp_path: Path) -> None:
    """A polygon is an area with its outline, which contains what lies in it."""
    gazetteer = laid_over(tmp_path, "front.geojson", json.dumps(GEOJSON))
    line, post = gazetteer.lookup("contact line")[0], gazetteer.lookup("Post 7")[0]
    assert (line.kind, line.lat, line.lon) == (Kind.AREA, 39.5, 46.5)
    assert post.kind is Kind.SETTLEMENT
    assert gazetteer.contains(line, post)
    gazetteer.close()


def test_linked_places(tmp_path: Path) -> None:
    """Linked Places' names, years, countries and descriptions are understood."""
    gazetteer = laid_over(tmp_path, "khanates.json", json.dumps(LINKED_PLACES))
    place = gazetteer.lookup("Sirvan xanligi")[0]
    assert (place.name, place.years, place.country) == ("Shamakhi Khanate", (1734, 1820), "AZ")
    assert place.note == "Khanate of the Caucasus."
    assert place.key == "user:khanates:http://example.org/shamakhi-khanate"
    gazetteer.close()


def test_several_layers_and_another_process(tmp_path: Path) -> None:
    """Layers add up, and a pickled gazetteer still has them."""
    (tmp_path / "a.csv").write_text("name,lat,lon\nAlphaville,1,1\n", encoding="utf-8")
    gazetteer = laid_over(tmp_path, "b.csv", "name,lat,lon\nBetaville,2,2\n").with_overlay(tmp_path / "a.csv")
    again = pickle.loads(pickle.dumps(gazetteer))
    assert [again.lookup(name)[0].name for name in ("alphaville", "betaville")] == ["Alphaville", "Betaville"]
    gazetteer.close()
    again.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,lat\nX,1\n", "places.csv, line 1: .* lon is missing"),
        ("name,lat,lon\nX,1,1\nY,abc,2\n", "places.csv, line 3: lat is 'abc', and must be a number between -90 and 90"),
        ("name,lat,lon\nX,1,999\n", "places.csv, line 2: lon is '999'"),
        ("name,lat,lon\n,1,1\n", "places.csv, line 2: the name is missing"),
        ("name,lat,lon,kind\nX,1,1,castle\n", "places.csv, line 2: kind is 'castle', and must be one of site, "),
        ("name,lat,lon,country\nX,1,1,Peru\n", "places.csv, line 2: country is 'Peru'"),
        ("name,lat,lon\nParis, the hamlet,1,1\n", "places.csv, line 2: 4 cells under 3 columns"),
        ("name,lat,lon,id\nX,1,1,a\nY,1,1,a\n", "places.csv, line 3: the id 'a' was used before"),
        ("name,lat,lon\n...,1,1\n", "places.csv, line 2: the name '...' has no letter"),
        ("name,lat,lon\nX,nan,1\n", "places.csv, line 2: lat is 'nan'"),
    ],
)
def test_a_fault_in_a_table_is_named(tmp_path: Path, content: str, message: str) -> None:
    """File, line, what is wrong and what is wanted are all in the message."""
    with pytest.raises(TableError, match=message):
        laid_over(tmp_path, "places.csv", content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"type": "FeatureCollection",\n "features": [}', "p.json, line 2: this is no JSON"),
        ('{"type": "Feature"}', "line 1: this is no FeatureCollection"),
        ('{"type": "FeatureCollection"}', "line 1: the FeatureCollection has no list"),
        ('{"type": "FeatureCollection", "features": [\n{"properties": {}}\n]}', "line 2: the feature has no name"),
        (
            """{"type": "FeatureCollection", "features": [
            {"properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
            {"properties": {"name": "B"}, "geometry": {"type": "Point", "coordinates": [1, 200]}}]}""",
            "line 3: latitude is 200",
        ),
        (
            '{"type": "FeatureCollection", "features": [\n{"properties": {"name": "A"}, "geometry": null}]}',
            "line 2: the geometry is None",
        ),
    ],
)
def test_a_fault_in_geojson_is_named(tmp_path: Path, content: str, message: str) -> None:
    """The line of the feature is said, though JSON keeps no lines."""
    with pytest.raises(TableError, match=message):
        laid_over(tmp_path, "p.json", content)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Latin-1 is noticed, with the line, instead of garbled names."""
    (tmp_path / "l.csv").write_bytes("name,lat,lon\nMünster,1,1\n".encode("latin-1"))
    with pytest.raises(TableError, match=r"l\.csv, line 2: not UTF-8"):
        Gazetteer.open().with_overlay(tmp_path / "l.csv")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A path that does not exist gives a message of this package."""
    with pytest.raises(GazetteerError, match="can't be read"):
        Gazetteer.open().with_overlay(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=120), st.sampled_from(["f.csv", "f.json"]))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path: Path, content: str, name: str) -> None:
    """No content makes another error than the package's own."""
    (tmp_path / name).write_text("name,lat,lon\n" + content if name == "f.csv" else content, encoding="utf-8")
    fault = ""
    try:
        Gazetteer.open().with_overlay(tmp_path / name).close()
    except TableError as error:
        fault = str(error)
    assert not fault or f"{name}, line" in fault
