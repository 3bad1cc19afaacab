"""What is fuzzed: four functions of bytes that raise only where a promise is broken; pytest replays their corpora.

A corpus file begins with a line that says what it is (a format, a question), so that people can read and write one;
an input without a known one is sorted by its first byte.
"""

# ruff: noqa: E501  a story of hostile fields is as wide as it is

import base64
import datetime as dt
import io
import json
import math
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from dateline.model import (
    Article,
    Dated,
    Difference,
    Drop,
    Event,
    Evidence,
    Manner,
    Quantity,
    Status,
    Story,
    Voice,
    Where,
)
from dateline.render.map import basemap_block, leaflet_script, leaflet_style, page_script, page_style
from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import render_page
from dateline.sources import REASONS, Limits, read_sources
from dateline.sources.opener import DirectReader
from dateline_geo import GeoContext, read_places
from dateline_geo.errors import GeoError
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Alternative, Extent, Kind, Mention, Place, Precision, Resolution
from dateline_timeline import bound_publication, read_dates
from dateline_timeline.when import Basis, Grain, When


def sorted_by_head(data: bytes, names: Sequence[str]) -> tuple[str, bytes]:
    """The name in the first line and the rest, or a name picked by the first byte."""
    first, _, rest = data.partition(b"\n")
    name = first.decode("utf-8", "replace").strip()
    if name in names:
        return name, rest
    return (names[data[0] % len(names)], data[1:]) if data else (names[0], b"")


# Readers -------------------------------------------------------------------------------------------------------------

FORMATS = (
    "html", "txt", "md", "json", "jsonl", "csv", "tsv", "eml", "mhtml", "xml", "rss", "warc", "pdf", "docx", "docx-xml", "txt.gz",
    "warc.gz",
)  # fmt: skip
LIMITS = Limits(memory_bytes=1 << 40)


@lru_cache(maxsize=1)
def _word_parts() -> dict[str, bytes]:
    import docx

    target = io.BytesIO()
    docx.Document().save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _word(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _word_parts().items():
            archive.writestr(name, document if name == "word/document.xml" else content)
    return target.getvalue()


def sources(data: bytes) -> None:
    """A file of any format gives articles that can be written, or documented reasons; no library's error gets out."""
    suffix, body = sorted_by_head(data, FORMATS)
    if suffix == "docx-xml":
        suffix, body = "docx", _word(body)
    elif suffix.endswith(".gz") and not body.startswith(b"\x1f\x8b"):
        body = zlib.compress(body, 1, wbits=31)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        path = Path(folder) / f"x.{suffix}"
        path.write_bytes(body)
        parts = list(read_sources([path], limits=LIMITS, opener=DirectReader(LIMITS)))
    assert parts, "a file that left no trace"
    for part in parts:
        if isinstance(part, Drop):
            assert part.reason in REASONS, part.reason
            assert part.reason != "crashed", part.detail
            assert part.article or part.detail.startswith(path.name), part.detail
            part.detail.encode()
        else:
            assert part.text.strip(), "an empty article"
            assert len(part.text) <= LIMITS.characters
            for text in (part.id, part.title, part.text, part.publisher, part.author, part.url, part.language):
                text.encode()
                assert "\0" not in text
            assert part.published is None or isinstance(part.published, dt.date)


# Dates ---------------------------------------------------------------------------------------------------------------

LANGUAGES = ("en", "de", "fr", "es", "ru", "tr", "ar", "zh", "")
COUNTRIES = ("", "US", "AU", "GB")
TIMEX_VALUE = re.compile(r"[A-Z0-9_.,:+-]+")


def dates(data: bytes) -> None:
    """Any text: exact offsets, no overlap, intervals the right way round, EDTF that parses, no error."""
    from edtf import parse_edtf

    head, text = data[:4].ljust(4, b"\0"), data[4:].decode("utf-8", "surrogateescape")
    day = dt.date.fromordinal(1 + int.from_bytes(head[:3], "little") % dt.date.max.toordinal()) if head[0] & 3 else None
    if head[0] & 3 > 1:  # a day of the present, as news has it
        day = dt.date(2024, 2, 29) + dt.timedelta(head[1])
    language = LANGUAGES[head[3] % len(LANGUAGES)] if head[0] & 4 else "en"
    reading = read_dates(text, published=day, language=language, country=COUNTRIES[head[3] >> 6])
    end = 0
    for one in reading.timexes:
        assert end <= one.start < one.end, "expressions that overlap"
        end = one.end
        assert TIMEX_VALUE.fullmatch(one.value), one.value
        assert day or one.anchored_by != "published"
    for one in (*reading.timexes, *reading.periods, *reading.ranges, *reading.refusals):
        assert text[one.start : one.end] == one.text
    for one in (*reading.timexes, *reading.periods, *reading.ranges):
        if one.when is not None:
            assert one.when.reason
            parse_edtf(one.when.edtf)
            if one.when.earliest and one.when.latest:
                assert one.when.earliest <= one.when.latest, "an interval that ends before it begins"
    bound_publication(text)


# Places --------------------------------------------------------------------------------------------------------------

QUESTIONS = ("lookup", "text", "csv", "tsv", "geojson", "key", "near")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The embedded gazetteer, opened once."""
    return Gazetteer.open()


@lru_cache(maxsize=1)
def _tokenizer():
    import spacy

    return spacy.blank("en")


def _is_on_earth(place: Place) -> None:
    assert math.isfinite(place.lat), place
    assert math.isfinite(place.lon), place
    assert -90 <= place.lat <= 90, place
    assert -180 <= place.lon <= 180, place


def places(data: bytes) -> None:
    """Any name, text, key or point has an answer; a user's table is read or refused with its line."""
    question, body = sorted_by_head(data, QUESTIONS)
    text = body.decode("utf-8", "surrogateescape")
    known = gazetteer()
    match question:
        case "lookup":
            found = known.lookup(text)
            assert found == tuple(match.place for match in known.matches(text))
            assert bool(found) or not known.has(text)
            tokens = text.split()
            for start in range(min(len(tokens), 40)):
                assert 0 <= known.longest(tokens, start) <= len(tokens) - start
            for place in found[:20]:
                _is_on_earth(known.with_extent(place))
        case "text":
            text = body.decode("utf-8", "replace")
            title, _, rest = text.partition("\n")
            reading = read_places(
                _tokenizer()(text[:5000]), known, GeoContext(title=title, publisher=title, url=rest[:80])
            )
            for one in (*reading.resolutions, *reading.rejections):
                assert text[one.mention.start : one.mention.end] == one.mention.text
            for one in reading.resolutions:
                assert 0 <= one.score <= 1
                assert one.reason
        case "key":
            for key in text.split():
                known.get(key)
                known.extent(key)
        case "near":
            lat, lon, km = struct.unpack("<3f", body[:12].ljust(12, b"\0"))
            if math.isfinite(lat) and math.isfinite(lon) and 0 <= km <= 300:  # what callers ask
                for place in known.near(min(max(lat, -90), 90), min(max(lon, -180), 180), km)[:50]:
                    _is_on_earth(place)
        case _:
            _overlay(f"places.{question}", body, known)


def _overlay(name: str, body: bytes, known: Gazetteer) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        try:
            over = known.with_overlay(path)
        except GeoError as error:
            if name not in str(error):
                raise
            return
    for place in over._layers[0].places.values():
        _is_on_earth(place)
        assert place in over.lookup(place.name), place.name
    over._db.close()


# Page ----------------------------------------------------------------------------------------------------------------

ALLOWED_ADDRESS = re.compile(r"(?:https?://|data:|#|\Z)", re.IGNORECASE)
PART = re.compile(r'<script type="text/plain" id="dl-([a-z]+(?:-\d+)?)">([A-Za-z0-9+/=]*)</script>')


class Elements(HTMLParser):
    """Every element that a page has, with the names of its attributes, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[tuple[str, str]] = set()
        self.count: dict[str, int] = {}
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        self.seen.add((tag, ""))
        for name, value in attrs:
            self.seen.add((tag, name))
            if name in ("href", "src", "action", "data", "formaction", "xlink:href"):
                self.addresses.append(value or "")

    handle_startendtag = handle_starttag


def hostile_story(text: str, numbers: Sequence[float]) -> Story:
    """A story in which every field that holds text holds a line of the input."""
    lines = text.split("\n")

    def line(number: int) -> str:
        return lines[number % len(lines)]

    lat, lon, score, radius = numbers
    rings = (((lon, lat), (lon + 1, lat), (lon + 1, lat + 1), (lon, lat)),)
    article = Article(
        "a" * 12, line(0), text, dt.date(2024, 1, 1), line(1), line(2), line(3), url=line(4), language=line(5), path=line(6), home=line(7),
    )  # fmt: skip
    place = Place(
        f"k:{line(8)}", line(9), Kind.REGION, Precision.REGION, lat, lon, "AZ", admin1=line(10), admin2=line(11), note=line(12),
        contested=True, source=line(13), radius_km=radius, extent=Extent(rings),
    )  # fmt: skip
    town = Place("k:t", line(14), Kind.SETTLEMENT, Precision.SETTLEMENT, lat, lon, line(15))
    when = When(dt.date(2024, 1, 1), None, Grain.DAY, line(16), Basis.EXPLICIT, line(17), time=line(18))
    events = []
    for number, here in enumerate((place, town)):
        mention = Mention(0, min(len(text), 4), text[:4])
        resolution = Resolution(mention, here, score, line(19), None, (Alternative(town, score),))
        report = Event(
            f"{number:012x}", line(20), text[: len(text) // 2], "other", Dated(when, line(21), score, 0, 2), Where(resolution, line(22), score),
            Voice(Manner.ALLEGED, line(23), line(24)), Status.HAPPENED, (Evidence(article.id, 0, len(text) // 2),), actors=(line(25),),
            numbers=(Quantity(line(26), 1, 2, line(27), line(28), 0, 1),), salience=score, reviewed=line(29),
        )  # fmt: skip
        twin = Event(
            f"{number:012x}"[::-1], line(20), text[len(text) // 2 :], "other", None, None, Voice(Manner.STATED), Status.PLANNED,
            (Evidence(article.id, len(text) // 2, len(text)),),
        )  # fmt: skip
        events.append(
            Event(
                report.id, report.headline, report.quote, "other", report.when, report.where, report.voice, report.status,
                report.evidence, reports=(report, twin), joined=(line(30),), differences=(Difference(line(31), ((report.id, line(32)),)),),
                actors=report.actors,
            )
        )  # fmt: skip
    drops = (Drop(line(33), article.id, 0, len(text), line(34)), Drop(line(33), "", 0, 0, line(35)))
    return Story(line(36), tuple(events), (article,), drops, attributions=(line(37),))


@lru_cache(maxsize=1)
def _ours() -> tuple[str, ...]:
    parts = (leaflet_script(), page_script(), leaflet_style(), page_style(), basemap_block(50), basemap_block(110))
    return tuple(part for part in parts if part)


def elements(html: str) -> Elements:
    for part in _ours():
        html = html.replace(part, "")
    found = Elements()
    found.feed(html)
    found.close()
    return found


@lru_cache(maxsize=1)
def harmless() -> Elements:
    story = hostile_story("\n".join(["words"] * 4 + ["https://news.example/"] + ["words"] * 40), (1.0, 2.0, 0.5, 3.0))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
    options = PageOptions(downloads=(Download("events.csv", "a", "b"),))
    return elements(render_page(story, run=RunInfo("1", (("a", "b"),)), pictures={"timeline": svg}, options=options))


def _unpacked(block: str) -> bytes:
    return zlib.decompress(base64.b64decode(block, validate=True), -15)


def page(data: bytes) -> None:
    """A story made of any text: the page has no element or attribute that a harmless one has not, and says it whole."""
    numbers = struct.unpack("<4d", data[:32].ljust(32, b"\0"))
    text = data[32:].decode("utf-8", "replace").replace("\0", "\ufffd") or "x"  # as `clean` leaves it
    story = hostile_story(text, numbers)
    html = render_page(story, run=RunInfo(text[:20], ((text[:9], text[:30]),)), options=PageOptions(title=text[:50]))
    html.encode()
    found = elements(html)
    plain = harmless()
    assert found.seen <= plain.seen, found.seen - plain.seen
    assert found.count["script"] - len(PART.findall(html)) == 3, "a script that is not ours"
    assert all(ALLOWED_ADDRESS.match(address) for address in found.addresses), found.addresses
    blocks = dict(PART.findall(html))
    cards = json.loads(_unpacked(blocks["cards-0"]))
    assert [account["quote"] for account in cards[0]["accounts"] if "quote" in account] == [
        report.quote for report in story.events[0].reports if report.quote
    ]
    assert json.loads(_unpacked(blocks["texts-0"])) == [text]
    assert json.loads(_unpacked(blocks["articles-0"]))[0].get("title", "") == story.articles[0].title
    raw = _unpacked(blocks["head"])
    end = 4 + int.from_bytes(raw[:4], "little")
    header = json.loads(raw[4:end])
    start, size, _ = header["arrays"]["headlines"]
    headlines = raw[end + start : end + start + size].decode()
    assert headlines == story.events[0].headline * 2
    for name in ("lat", "lon", "radius"):
        start, size, _ = header["arrays"][name]
        values = struct.unpack(f"<{size}f", raw[end + start : end + start + 4 * size])
        assert all(map(math.isfinite, values)), (name, values)
        assert name == "radius" or all(abs(value) <= 180 for value in values), (name, values)


TARGETS: dict[str, Callable[[bytes], None]] = {"sources": sources, "dates": dates, "places": places, "page": page}
CORPORA = Path(__file__).parent / "corpus"


def corpus(name: str) -> list[Path]:
    """The kept inputs of a target."""
    return sorted((CORPORA / name).iterdir(), key=lambda path: os.fsencode(path.name))
