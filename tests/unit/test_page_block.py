"""What the page's data blocks hold: offsets as scripts count them, rings that stay small, values that never break."""

import base64
import json
import math
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Article, Event, Evidence, Manner, Status, Story, Voice
from dateline.render.basemap import load_basemap
from dateline.render.block import Blocks, pack_story
from dateline.render.cards import is_web_address
from dateline.render.page import small_svg
from dateline_geo.place import Extent
from tests.synthetic import make_story


def chunk(packed: str):
    """What the page's script unpacks."""
    return json.loads(zlib.decompress(base64.b64decode(packed), -15))


def head(blocks: Blocks) -> dict:
    """The header of the first block."""
    raw = zlib.decompress(base64.b64decode(blocks.head), -15)
    return json.loads(raw[4 : 4 + int.from_bytes(raw[:4], "little")])


def column(blocks: Blocks, name: str) -> np.ndarray:
    """One array of the first block, or of what leads on from it."""
    packed = blocks.chunks["trail"] if name.startswith("evidence") else blocks.head
    raw = zlib.decompress(base64.b64decode(packed), -15)
    length = int.from_bytes(raw[:4], "little")
    offset, count, kind = json.loads(raw[4 : 4 + length])["arrays"][name]
    return np.frombuffer(raw, kind, count, 4 + length + offset)


def story_of(text: str, start: int, end: int, trigger: tuple[int, int]) -> Story:
    """One event that quotes a stretch of a text."""
    article = Article("a1", "t", text)
    event = Event(
        "e1", "h", text[start:end], "other", None, None, Voice(Manner.STATED), Status.HAPPENED,
        (Evidence("a1", start, end),), trigger=trigger,
    )  # fmt: skip
    return Story("s", (event,), (article,), ())


@given(st.text(st.sampled_from("ab 🔥é\u202e𝒳\n"), min_size=3, max_size=40), st.data())
def test_marks_and_evidence_count_like_scripts(text: str, data: st.DataObject) -> None:
    """A marked stretch, cut in UTF-16 code units, is the stretch that code points mean."""
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    word = data.draw(st.integers(start, end - 1))
    blocks = pack_story(story_of(text, start, end, (word, word + 1)), include_text=True)
    account = chunk(blocks.chunks["cards-0"])[0]["accounts"][0]
    units = "".join(account.get(part, "") for part in ("before", "quote", "after")).encode("utf-16-le")
    (a, b, kind), *_ = account["marks"]
    assert units[2 * a : 2 * b].decode("utf-16-le") == text[word : word + 1]
    assert kind == "e"
    whole = chunk(blocks.chunks["texts-0"])[0].encode("utf-16-le")
    a, b = int(column(blocks, "evidenceStart")[0]), int(column(blocks, "evidenceEnd")[0])
    assert whole[2 * a : 2 * b].decode("utf-16-le") == text[start:end]


def test_quote_that_is_not_in_its_article_has_no_marks() -> None:
    """Where a quote was shortened, nothing is marked rather than the wrong words."""
    story = story_of("One two three.", 0, 7, (4, 7))
    odd = replace(story, events=(replace(story.events[0], quote="One … three"),))
    assert "marks" not in chunk(pack_story(odd, include_text=True).chunks["cards-0"])[0]["accounts"][0]


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 999.0), (999.0, math.nan), (-999.0, 540.0), (90.0, -180.0)])
def test_impossible_coordinates_stay_on_the_globe(lat: float, lon: float) -> None:
    """NaN and numbers beyond the globe never reach the map."""
    story = make_story(30)
    event = next(event for event in story.events if event.where)
    assert event.where is not None
    assert event.where.resolution.place is not None
    place = replace(event.where.resolution.place, lat=lat, lon=lon)
    moved = replace(event, where=replace(event.where, resolution=replace(event.where.resolution, place=place)))
    blocks = pack_story(replace(story, events=(moved,)), include_text=False)
    assert -90 <= float(column(blocks, "lat")[0]) <= 90
    assert -180 <= float(column(blocks, "lon")[0]) <= 180


def test_rings_are_thinned_and_keep_their_shape() -> None:
    """A ring of a hundred thousand points becomes a few hundred, still around the same ground."""
    story = make_story(60)
    turn = np.linspace(0, 2 * np.pi, 100_000)
    ring = tuple(zip((178 + 5 * np.cos(turn)).tolist(), (10 + 5 * np.sin(turn)).tolist(), strict=True))
    blocks = pack_story(replace(story, extents={"gn:111453": Extent((ring,))}), include_text=False)
    steps = np.array(head(blocks)["extents"][int(column(blocks, "extent").max())][0]).reshape(-1, 2)
    points = np.cumsum(steps, axis=0) / 1000
    assert len(points) < 2000
    assert points.min(axis=0) == pytest.approx([173, 5], abs=0.1)
    assert points.max(axis=0) == pytest.approx([183, 15], abs=0.1)


def test_days_without_year_are_no_days() -> None:
    """A date whose year is unknown has no place on the line, and its EDTF goes along."""
    blocks = pack_story(make_story(400), include_text=False)
    flags = column(blocks, "flags")
    assert (column(blocks, "start")[(flags & 8) != 0] == -(2**31)).all()
    assert ((flags & 8) != 0).any()


def test_texts_are_left_out_on_request() -> None:
    """Without texts only the quotes of the articles are in the page."""
    assert not any(name.startswith("texts") for name in pack_story(make_story(8), include_text=False).chunks)


@given(st.text(max_size=40))
def test_only_web_addresses_are_links(text: str) -> None:
    """Whatever is not http or https, or has characters that an address must not have, is no link."""
    if is_web_address(text):
        assert text.lower().startswith(("http://", "https://"))
        assert not set(text) & set(" \"'<>\\^`{|}\n\r\t\x00")


def test_javascript_is_no_web_address() -> None:
    """The usual disguises are none."""
    for text in (
        "javascript:alert(1)",
        " https://a.example",
        "https://a.example/\nx",
        "data:text/html,x",
        "https:",
        "",
    ):
        assert not is_web_address(text)
    assert is_web_address("HTTPS://a.example/ü?x=1#y")


def test_basemap_is_the_world() -> None:
    """Both scales hold land, lakes, borders and countries within the globe, labels included."""
    for scale in (50, 110):
        world = load_basemap(scale)
        assert len(world.countries) > 170
        assert all(abs(ring[:, 0]).max() <= 180 and abs(ring[:, 1]).max() <= 90 for ring in world.land)
        assert all((ring[0] == ring[-1]).all() for ring in world.land)
        assert {"FR", "NO", "XK", "TW", "PS"} <= {country.code for country in world.countries}
        assert len(world.disputed) > 10


def test_layers_of_the_basemap_lie_where_they_are() -> None:
    """Each layer begins anew: borders lie where people live, and Lake Superior where it is."""
    world = load_basemap(110)
    middles = np.array([line.mean(axis=0) for line in world.borders])
    assert middles[:, 1].min() > -60
    assert middles[:, 1].max() < 72
    assert any(abs(lake.mean(axis=0) - [-87.5, 47.7]).max() < 2.5 for lake in world.lakes)  # Lake Superior


def test_other_ids_lead_to_events_and_only_to_events_that_are_there() -> None:
    """Ids of joined reports and of older runs name their event; an id of its own is never taken by another event."""
    one = story_of("Rain fell.", 0, 4, (0, 4)).events[0]
    joined = replace(one, id="aa", reports=(replace(one, id="aa"), replace(one, id="bb")))
    other = replace(one, id="cc")
    story = Story("s", (joined, other), (Article("a1", "t", "Rain fell."),), ())
    renamed = {"old": "cc", "older": "bb", "gone": "zz", "cc": "aa"}
    assert chunk(pack_story(story, include_text=False, renamed=renamed).chunks["aliases-0"]) == {
        "bb": 0,
        "old": 1,
        "older": 0,
    }
    assert "aliases-0" not in pack_story(replace(story, events=(other,)), include_text=False).chunks


def test_the_pictures_copy_in_the_page_is_smaller_and_says_the_same() -> None:
    """Fonts, names nobody uses and digits nobody sees go; text, links to shapes and drawing stay."""
    small = small_svg(
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
        "<style>@font-face { font-family: 'f'; src: url(data:font/woff;base64,AAAA) }</style><defs>"
        '<path id="shape" d="M 1.23456 100.4567 L 2 3 z"/></defs>\n<g id="unused">'
        '<g><use x:href="#shape" x="10.123"/></g><text>3.14159 #shape <tspan>a  b</tspan></text></g></svg>'
    )
    assert '<path id="i0" d="M1.23 100.5L2 3z"/>' in small
    assert '<use x:href="#i0" x="10.1"/><text>3.14159 #shape <tspan>a  b</tspan></text>' in small
    assert "font-face" not in small
    assert "unused" not in small
