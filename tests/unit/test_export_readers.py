"""Every export is opened by a reader that did not write it, and holds the same events, dates and coordinates."""

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from pyld import jsonld

from dateline.model import Dated, Event, Quantity, Status, Story
from dateline.render.export import EXPORTERS, ExportError, export, to_geodataframe, to_pandas
from dateline.render.export.crate import describe
from dateline_geo.place import Mention
from dateline_timeline.when import Basis, Grain, When
from tests.synthetic import make_story
from tests.unit.test_export_files import hostile

STORY = make_story(120)


def place(event: Event) -> tuple[float, float] | None:
    found = event.where.resolution.place if event.where else None
    return (found.lon, found.lat) if found else None


def when(event: Event) -> When | None:
    return event.when.when if event.when else None


def dated(event: Event, first: dt.date | None, last: dt.date | None, grain: Grain, edtf: str, time: str = "") -> Event:
    return dataclasses.replace(
        event, when=Dated(When(first, last, grain, edtf, Basis.EXPLICIT, "said", time=time), "said", 0.9)
    )


def test_kml_is_valid_and_read_by_gdal() -> None:
    """Valid by KML's own schema; GDAL finds a placemark an event, at its coordinates, with its span."""
    import pyogrio
    from fastkml.validator import validate

    data = export(STORY, "kml")["events.kml"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.kml"
        path.write_bytes(data)
        assert validate(file_to_validate=path)
        layers = [name for name, _ in pyogrio.list_layers(path)]
        marks = [mark for layer in layers for mark in pyogrio.read_dataframe(path, layer=layer).to_dict("records")]
    assert len(marks) == len(STORY.events)
    by_number = {int(mark["Name"].split()[0]): mark for mark in marks}
    for number, event in enumerate(STORY.events, start=1):
        shape, spot = by_number[number]["geometry"], place(event)
        assert (shape and (shape.x, shape.y)) == spot
    space = {"k": "http://www.opengis.net/kml/2.2"}
    for mark in etree.fromstring(data).iterfind(".//k:Placemark", space):
        time = when(STORY.events[int((mark.findtext("k:name", namespaces=space) or "").split()[0]) - 1])
        span = mark.find("k:TimeSpan", space)
        if time is None or (time.earliest is None and time.latest is None):
            assert span is None
            continue
        assert span is not None
        for field, day, opened in (("begin", time.earliest, time.open_start), ("end", time.latest, time.open_end)):
            told = span.findtext(f"k:{field}", namespaces=space)
            assert told == (None if day is None or opened else day.isoformat()[: len(told or "")])


def test_a_country_has_no_pin_in_kml() -> None:
    """An event somewhere in a country has a label and an icon of no size."""
    root = etree.fromstring(export(STORY, "kml")["events.kml"])
    space = {"k": "http://www.opengis.net/kml/2.2"}
    styles = {style.get("id"): style for style in root.iterfind(".//k:Style", space)}
    seen = 0
    for mark in root.iterfind(".//k:Placemark", space):
        values = {d.get("name"): d.findtext("k:value", namespaces=space) for d in mark.iterfind(".//k:Data", space)}
        if values.get("precision") == "country":
            seen += 1
            scale = styles[mark.findtext("k:styleUrl", namespaces=space)[1:]].findtext(".//k:scale", namespaces=space)
            assert float(scale) == 0
    assert seen


def test_hostile_kml_is_well_formed_and_its_balloons_are_text() -> None:
    """Neither XML nor the HTML that viewers make of a description can be broken into."""
    root = etree.fromstring(export(hostile(), "kml")["events.kml"])
    for element in root.iter("{*}description", "{*}name"):
        assert not re.search(r"<(?!br/>)", element.text or "")


def test_timelinejs_has_its_own_columns_and_no_invented_day() -> None:
    """The CSV has the template's columns; month and year keep to themselves; the undated are counted, not shown."""
    base = make_story(5).events
    events = (
        dated(base[0], dt.date(2020, 5, 4), dt.date(2020, 5, 4), Grain.DAY, "2020-05-04", "14:30"),
        dated(base[1], dt.date(2020, 5, 1), dt.date(2020, 5, 31), Grain.MONTH, "2020-05"),
        dated(base[2], dt.date(1721, 1, 1), dt.date(1991, 12, 31), Grain.PERIOD, "1721/1991"),
        dated(base[3], dt.date(2020, 5, 4), dt.date(2020, 5, 10), Grain.WEEK, "2020-05-04/2020-05-10"),
        dataclasses.replace(base[4], when=None),
    )
    files = export(dataclasses.replace(make_story(5), events=events), "timelinejs")
    rows = list(csv.DictReader(io.StringIO(files["timelinejs.csv"].decode(), newline="")))
    assert list(rows[0])[:9] == [
        "Year",
        "Month",
        "Day",
        "Time",
        "End Year",
        "End Month",
        "End Day",
        "End Time",
        "Display Date",
    ]
    spans = [tuple(row[key] for key in ("Year", "Month", "Day", "End Year", "End Month", "End Day")) for row in rows]
    assert spans == [
        ("2020", "5", "4", "", "", ""), ("2020", "5", "", "", "", ""), ("1721", "", "", "1991", "", ""),
        ("2020", "5", "4", "2020", "5", "10"),
    ]  # fmt: skip
    assert rows[0]["Time"] == "14:30"
    read = json.loads(files["timelinejs.json"])
    assert len(read["events"]) == 4
    assert read["events"][1]["start_date"] == {"year": 2020, "month": 5}
    assert read["events"][0]["start_date"] == {"year": 2020, "month": 5, "day": 4, "hour": 14, "minute": 30}
    assert "1 without a date" in read["title"]["text"]["text"]


def test_timelinejs_texts_cannot_be_markup() -> None:
    """TimelineJS writes texts as HTML: hostile ones arrive escaped, and no address but http is a link."""
    files = export(hostile(), "timelinejs")
    for slide in json.loads(files["timelinejs.json"])["events"]:
        assert "<" not in slide["text"]["headline"]
        assert set(re.findall(r"<[^>]*>", slide["text"]["text"])) <= {"<p>", "</p>"}


def test_timemap_is_read_by_openpyxl() -> None:
    """Three sheets of text; sources of events are in the sheet of sources; a date only where there is a day."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(export(STORY, "timemap")["timemap.xlsx"]))
    assert book.sheetnames == ["EXPORT_EVENTS", "EXPORT_SOURCES", "EXPORT_ASSOCIATIONS"]
    tables = {}
    for page in book:
        head, *body = page.iter_rows(values_only=True)
        tables[page.title] = [dict(zip(head, (value or "" for value in row), strict=True)) for row in body]
    events = tables["EXPORT_EVENTS"]
    assert [row["id"] for row in events] == [event.id for event in STORY.events]
    sources = {row["id"] for row in tables["EXPORT_SOURCES"]}
    assert sources == {article.id for article in STORY.articles}
    associations = {row["id"] for row in tables["EXPORT_ASSOCIATIONS"]}
    for row, event in zip(events, STORY.events, strict=True):
        spot = place(event)
        assert (row["longitude"], row["latitude"]) == ((repr(spot[0]), repr(spot[1])) if spot else ("", ""))
        assert row["source1"] in sources
        assert row["association1"] in associations
        time = when(event)
        day = time.earliest if time and time.earliest and time.earliest == time.latest else None
        assert row["date"] == (f"{day.month}/{day.day}/{day.year}" if day else "")


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    """Hostile texts are strings in the file itself, not formulas, and without control characters."""
    data = export(hostile(), "timemap")["timemap.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
                etree.fromstring(archive.read(name))


def test_the_calendar_is_read_by_icalendar() -> None:
    """Planned events of one day, all of them and no others, on their day and at their place."""
    from icalendar import Calendar

    base = [dataclasses.replace(event, status=Status.PLANNED) for event in make_story(4).events]
    events = (
        dated(base[0], dt.date(2031, 5, 4), dt.date(2031, 5, 4), Grain.DAY, "2031-05-04"),
        dated(base[1], dt.date(2031, 5, 4), dt.date(2031, 5, 4), Grain.MINUTE, "2031-05-04", "09:15"),
        dated(base[2], dt.date(2031, 5, 1), dt.date(2031, 5, 31), Grain.MONTH, "2031-05"),
        dated(
            dataclasses.replace(base[3], status=Status.HAPPENED),
            dt.date(2021, 5, 4),
            dt.date(2021, 5, 4),
            Grain.DAY,
            "",
        ),
    )
    story = dataclasses.replace(make_story(4), events=events)
    read = Calendar.from_ical(export(story, "ical")["planned.ics"])
    entries = read.walk("VEVENT")
    assert [str(entry["uid"]) for entry in entries] == [f"{event.id}@dateline" for event in events[:2]]
    assert entries[0].decoded("dtstart") == dt.date(2031, 5, 4)
    assert entries[0].decoded("dtend") == dt.date(2031, 5, 5)
    assert entries[1].decoded("dtstart") == dt.datetime(2031, 5, 4, 9, 15)  # noqa: DTZ001  a floating time
    for entry, event in zip(entries, events, strict=False):
        spot = place(event)
        assert spot is None or (entry["geo"].longitude, entry["geo"].latitude) == spot


def test_no_headline_can_begin_a_calendar_line() -> None:
    """Line ends in a text stay within its value; lines are folded; the calendar has as many events as were written."""
    from icalendar import Calendar

    story = hostile()
    events = tuple(
        dated(
            dataclasses.replace(event, status=Status.PLANNED), dt.date(2031, 1, 2), dt.date(2031, 1, 2), Grain.DAY, "x"
        )
        for event in story.events
    )
    data = export(dataclasses.replace(story, events=events), "ical")["planned.ics"]
    assert len(Calendar.from_ical(data).walk("VEVENT")) == len(events)
    assert data.count(b"BEGIN:VEVENT\r\n") == len(events)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", data)


def test_json_ld_expands_to_schema_org_without_a_server() -> None:
    """pyld, with no way to load anything, finds every event with date, place and articles, and every article."""

    def refuse(url: str, options: object) -> dict[str, object]:
        raise AssertionError(url)

    data = json.loads(export(STORY, "jsonld")["events.jsonld"])
    nodes = jsonld.expand(data, {"documentLoader": refuse})
    org = "https://schema.org/"
    events = {node["@id"]: node for node in nodes if f"{org}Event" in node["@type"]}
    articles = {node["@id"] for node in nodes if f"{org}NewsArticle" in node["@type"]}
    assert len(events) == len(STORY.events)
    assert len(articles) == len(STORY.articles)
    for event in STORY.events:
        node = events[f"urn:dateline:event:{event.id}"]
        assert {told["@id"] for told in node[f"{org}subjectOf"]} <= articles
        time, spot = when(event), place(event)
        if time is not None:
            assert node["http://purl.org/dc/terms/date"][0] == {
                "@value": time.edtf,
                "@type": "http://id.loc.gov/datatypes/edtf/EDTF",
            }
        if spot is None:
            assert f"{org}location" not in node
        else:
            geo = node[f"{org}location"][0][f"{org}geo"][0]
            assert (geo[f"{org}longitude"][0]["@value"], geo[f"{org}latitude"][0]["@value"]) == spot


# The parts of the annotation vocabulary that the export uses, from the W3C recommendation's context.
ANNO = {
    "@context": {
        "oa": "http://www.w3.org/ns/oa#", "as": "https://www.w3.org/ns/activitystreams#",
        "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
        "Annotation": "oa:Annotation", "AnnotationPage": "as:OrderedCollectionPage",
        "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
        "target": {"@id": "oa:hasTarget", "@type": "@id"}, "source": {"@id": "oa:hasSource", "@type": "@id"},
        "selector": {"@id": "oa:hasSelector", "@type": "@id"}, "exact": "oa:exact", "prefix": "oa:prefix",
        "suffix": "oa:suffix", "start": "oa:start", "end": "oa:end",
        "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
        "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "describing": "oa:describing",
        "tagging": "oa:tagging", "identifying": "oa:identifying",
        "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"}, "body": {"@id": "oa:hasBody", "@type": "@id"},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "format": "http://purl.org/dc/elements/1.1/format", "TextualBody": "oa:TextualBody",
        "SpecificResource": "oa:SpecificResource",
    }
}  # fmt: skip


def test_annotations_expand_and_point_at_their_words() -> None:
    """Each annotation is one of the recommendation's, and its positions and quote are the same words of the article."""
    base = make_story(4)
    text = "Fire in Lima on 4 May 2020, police said.\n"
    articles = tuple(dataclasses.replace(article, text=text) for article in base.articles)
    events = []
    for event in base.events:
        made = dated(event, dt.date(2020, 5, 4), dt.date(2020, 5, 4), Grain.DAY, "2020-05-04")
        made = dataclasses.replace(made, when=dataclasses.replace(made.when, start=16, end=26))  # type: ignore[type-var]
        if made.where:
            resolution = dataclasses.replace(made.where.resolution, mention=Mention(8, 12, "Lima"))
            made = dataclasses.replace(made, where=dataclasses.replace(made.where, resolution=resolution))
        evidence = (dataclasses.replace(made.evidence[0], start=0, end=40),)
        events.append(dataclasses.replace(made, evidence=evidence))
    story = dataclasses.replace(base, events=tuple(events), articles=articles)
    page = json.loads(export(story, "annotations")["annotations.jsonld"])
    placed = sum(1 for event in events if place(event))
    assert len(page["items"]) == 2 * len(events) + placed
    words = set()
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        words.add(quote["exact"])
    assert {"4 May 2020", text.strip()} <= words

    def local(url: str, options: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": ANNO, "contentType": "application/ld+json"}

    (expanded,) = jsonld.expand(page, {"documentLoader": local})
    listed = expanded["https://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert all(node["@type"] == ["http://www.w3.org/ns/oa#Annotation"] for node in listed)
    assert len({node["@id"] for node in listed}) == len(page["items"])


# Linked Places Format 1.3, written from its documentation.
_INSTANT = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        key: {"type": "string", "pattern": r"^-?\d{4,}(-\d\d(-\d\d)?)?$"} for key in ("in", "earliest", "latest")
    },
}
_CERTAINTY = {"enum": ["certain", "less-certain", "uncertain"]}
LPF = {
    "type": "object",
    "required": ["type", "@context", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "@context": {"type": "string"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["@id", "type", "properties", "geometry", "names"],
                "properties": {
                    "@id": {"type": "string", "pattern": "^[a-z]+:"},
                    "type": {"const": "Feature"},
                    "properties": {
                        "type": "object",
                        "required": ["title"],
                        "properties": {
                            "title": {"type": "string", "minLength": 1},
                            "ccodes": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
                            "fclasses": {"type": "array", "items": {"enum": list("AHLPRST")}},
                        },
                    },
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates", "certainty"],
                                "properties": {"type": {"const": "Point"}, "certainty": _CERTAINTY},
                            },
                        ]
                    },
                    "when": {
                        "type": "object",
                        "required": ["timespans"],
                        "properties": {
                            "timespans": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "additionalProperties": False,
                                    "minProperties": 1,
                                    "properties": {"start": _INSTANT, "end": _INSTANT},
                                },
                            },
                            "label": {"type": "string"},
                            "certainty": _CERTAINTY,
                        },
                    },
                    "names": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["toponym", "citations"],
                            "properties": {
                                "citations": {
                                    "type": "array",
                                    "items": {
                                        "required": ["label", "@id"],
                                        "properties": {"year": {"type": "integer"}},
                                    },
                                }
                            },
                        },
                    },
                    "types": {"type": "array", "items": {"required": ["identifier", "label"]}},
                    "links": {"type": "array", "items": {"required": ["type", "identifier"]}},
                },
            },
        },
    },
}


@pytest.mark.parametrize("story", [STORY, hostile(), make_story(0)], ids=["plain", "hostile", "empty"])
def test_linked_places_keeps_to_its_schema(story: Story) -> None:
    """The file is valid by the format's documentation, a feature an event, with its bounds and coordinates."""
    read = json.loads(export(story, "lpf")["events.lpf.json"])
    jsonschema.validate(read, LPF, cls=jsonschema.Draft202012Validator)
    assert len(read["features"]) == len(story.events)
    for feature, event in zip(read["features"], story.events, strict=True):
        spot = place(event)
        assert (feature["geometry"] and tuple(feature["geometry"]["coordinates"])) == spot
        time = when(event)
        if time is not None and time.earliest and time.latest and not time.open_end:
            (span,) = feature["when"]["timespans"]
            days = span["start"].get("in") or span["start"]["earliest"], span["end"].get("in") or span["end"]["latest"]
            assert days == (time.earliest.isoformat(), time.latest.isoformat())
            assert feature["when"]["label"] == time.edtf


def test_acled_shape_has_the_codes_of_the_table() -> None:
    """Every line says that it is not ACLED's; day, week and month have codes and a middle day; a year has none."""
    base = make_story(4).events
    killed = (Quantity("killed", 12, 12, "", "12 killed", 0, 9),)
    events = (
        dated(dataclasses.replace(base[0], numbers=killed), dt.date(2020, 5, 4), dt.date(2020, 5, 4), Grain.DAY, "a"),
        dated(base[1], dt.date(2020, 5, 4), dt.date(2020, 5, 10), Grain.WEEK, "b"),
        dated(base[2], dt.date(2020, 5, 1), dt.date(2020, 5, 31), Grain.MONTH, "c"),
        dated(base[3], dt.date(2020, 1, 1), dt.date(2020, 12, 31), Grain.YEAR, "2020"),
    )
    files = export(dataclasses.replace(make_story(4), events=events), "acled")
    rows = list(csv.DictReader(io.StringIO(files["acled-shaped.csv"].decode(), newline="")))
    assert all(row["notes"].startswith("Not ACLED data") for row in rows)
    assert [(row["event_date"], row["time_precision"]) for row in rows] == [
        ("2020-05-04", "1"), ("2020-05-07", "2"), ("2020-05-16", "3"), ("", ""),
    ]  # fmt: skip
    assert [row["fatalities"] for row in rows] == ["12", "", "", ""]
    assert rows[3]["edtf"] == "2020"
    table = export(STORY, "acled")["acled-shaped.csv"].decode()
    country = list(csv.DictReader(io.StringIO(table, newline="")))
    assert {row["geo_precision"] for row in country} == {"", "1", "2", "3"}


def test_the_crate_is_read_by_rocrate(tmp_path: object) -> None:
    """Another crate object loads it: every article with its hash, each output with its own, and the software."""
    import hashlib

    from rocrate.rocrate import ROCrate

    folder = Path(str(tmp_path))
    outputs = {"map.html": b"<html>", "events.csv": b"a,b"}
    (folder / "ro-crate-metadata.json").write_bytes(describe(STORY, outputs))
    for name, data in outputs.items():
        (folder / name).write_bytes(data)
    crate = ROCrate(str(folder))
    told = {entity["sha256"] for entity in crate.get_entities() if "sha256" in entity.properties()}
    assert told == {article.sha256 for article in STORY.articles} | {
        hashlib.sha256(d).hexdigest() for d in outputs.values()
    }
    run = crate.dereference("#run")
    assert len(run["object"]) == len(STORY.articles)
    assert run["instrument"]["name"] == "dateline"
    assert describe(STORY, outputs) == describe(STORY, outputs)


def _parquet(data: bytes) -> object:
    import geopandas

    return geopandas.read_parquet(io.BytesIO(data)).reset_index()


def _geopackage(data: bytes) -> object:
    import pyogrio

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        path.write_bytes(data)
        return pyogrio.read_dataframe(path, layer="events")


@pytest.mark.parametrize(
    ("name", "file", "read"), [("parquet", "events.parquet", _parquet), ("geopackage", "events.gpkg", _geopackage)]
)
def test_tables_of_geopandas_are_read_back(name: str, file: str, read: Callable[[bytes], object]) -> None:
    """Parquet and GeoPackage hold every event with point, bounds and EDTF, in WGS 84."""
    frame = read(export(STORY, name)[file])
    assert frame.crs.to_epsg() == 4326  # type: ignore[attr-defined]
    records = frame.to_dict("records")  # type: ignore[attr-defined]
    assert [record["id"] for record in records] == [event.id for event in STORY.events]
    assert [record["number"] for record in records] == list(range(1, len(STORY.events) + 1))
    for record, event in zip(records, STORY.events, strict=True):
        spot = place(event)
        assert (record["geometry"] and (record["geometry"].x, record["geometry"].y)) == spot
        time = when(event)
        first = record["earliest"]
        assert (None if first != first else first.date()) == (time.earliest if time else None)  # NaT is not itself
        assert (record["edtf"] or "") == (time.edtf if time else "")


def test_pandas_holds_years_that_nanoseconds_cannot() -> None:
    """A table has the year 1066 as a date, columns of the CSV, and the number as its index."""
    event = dated(make_story(1).events[0], dt.date(1066, 1, 1), dt.date(1066, 12, 31), Grain.YEAR, "1066")
    frame = to_pandas(dataclasses.replace(make_story(1), events=(event,)))
    assert frame.loc[1, "earliest"].year == 1066
    assert frame.index.name == "number"
    assert list(to_pandas(make_story(0)).columns) == list(frame.columns)
    assert to_geodataframe(STORY).geometry.notna().sum() == sum(1 for e in STORY.events if place(e))


def test_a_missing_library_is_named_with_what_to_install() -> None:
    """Without GeoPandas the extra exports say what to type, and all others work."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('pandas', 'geopandas', 'pyogrio', 'pyarrow'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from dateline.render.export import EXPORTERS, ExportError, export, to_pandas\n"
        "from tests.synthetic import make_story\n"
        "story = make_story(3)\n"
        "for name, exporter in EXPORTERS.items():\n"
        "    try: export(story, name); assert not exporter.extra, name\n"
        "    except ExportError as error:\n"
        "        assert exporter.extra and \"pip install 'dateline[geo]'\" in str(error), error\n"
        "try: to_pandas(story); raise AssertionError\n"
        "except ExportError as error: assert 'pandas' in str(error)\n"
    )
    subprocess.run([sys.executable, "-c", code, *[p for p in sys.path if p], "."], check=True)
    assert issubclass(ExportError, ValueError)


def test_exports_cost_no_heavy_import_until_they_are_used() -> None:
    """Listing the formats imports none of their libraries."""
    heavy = ("pandas", "geopandas", "openpyxl", "icalendar", "rocrate", "simplekml", "matplotlib")
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from dateline.render.export import EXPORTERS\n"
        f"assert not set({heavy!r}) & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, *[p for p in sys.path if p], "."], check=True)
    assert "geojson" in EXPORTERS


def test_coordinates_travel_with_their_credit() -> None:
    """GeoNames' licence is named wherever a format has room, and so is any service that was asked."""
    story = dataclasses.replace(make_story(2), attributions=("Asked: Example & Co",))
    for name in ("geojson", "lpf", "kml", "rocrate"):
        for data in export(story, name).values():
            text = data.decode("utf-8")
            assert "GeoNames (CC BY 4.0)" in text
            assert "Example" in text
